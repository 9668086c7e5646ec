/*
 * c = epilogue(alpha * X b + beta * c) for a batch X of images as gather_sparse.cl brings it together: X = pixels / 255,
 * and its zeros are skipped. fma(0, w, s) = s, so the bits are those of the dense product. For CPU devices.
 *
 *   layout, row-major:   pixels [batch x 64 words] bytes,  filled [batch x words],  b [k x n],  c [batch x n]
 *
 *             16*VECTORS
 *            +---------+     a work-item owns one row's block and adds a row of b to it for every pixel that is not 0
 *        row |  block  |
 *            +---------+
 *
 *   define    default  meaning, constraint
 *   VECTORS   4        float16 vectors in a block, 1 to 16
 *   LDB       n        row length of b and c
 *   and those of epilogue.clh
 *
 * Launched with global size (batch, ceil(n / (16 VECTORS))): rows change fastest, so that a block of b's columns stays
 * in cache. Loads run past the end of a row of b, never past the buffer's padding.
 */
#include "store.clh"
#include "sparse_rows.clh"

#ifndef VECTORS
#define VECTORS 4
#endif
#ifndef LDB
#define LDB n
#endif

__attribute__((always_inline)) void OWN(matmul_sparse_tile)(__global const uchar *restrict pixels, __global const ulong *restrict filled,
                            __global const float *restrict b, __global float *restrict c,
                            __global const float *restrict extra, const int batch, const int n, const int words,
                            const float alpha, const float beta, const int x, const int y) {
  const int i = y;
  const int j0 = x * (16 * VECTORS);
  if (i >= batch) {
    return;
  }
  float16 sum[VECTORS];
#pragma unroll
  for (int v = 0; v < VECTORS; v++) {
    sum[v] = (float16)(0.0f);
  }
  for (int word = i * words; word < (i + 1) * words; word++) {
    for (ulong left = filled[word]; left != 0; left &= left - 1) {
      const int at = lowest(left);
      const float16 factor = (float16)(over_255[pixels[64 * word + at]]);
      const int p = 64 * (word - i * words) + at;
#pragma unroll
      for (int v = 0; v < VECTORS; v++) {
        sum[v] = fma(factor, vload16(0, b + p * LDB + j0 + 16 * v), sum[v]);
      }
    }
  }
#pragma unroll
  for (int v = 0; v < VECTORS; v++) {
    OWN(store_16)(sum[v], c, extra, i, j0 + 16 * v, n, LDB, alpha, beta);
  }
}

#ifndef FUSED
__kernel void matmul_sparse(__global const uchar *restrict pixels, __global const ulong *restrict filled,
                            __global const float *restrict b, __global float *restrict c,
                            __global const float *restrict extra, const int batch, const int n, const int words,
                            const float alpha, const float beta) {
  matmul_sparse_tile(pixels, filled, b, c, extra, batch, n, words, alpha, beta, (int)get_global_id(1),
                     (int)get_global_id(0));
}
#endif
