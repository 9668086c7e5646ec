/*
 * c = epilogue(alpha * X b + beta * c) for a batch X of images, straight from their bytes: row i of X is
 * images[order[cursor + i]] / 255, and its zeros are skipped. fma(0, w, s) = s, so the bits are those of the dense
 * product. For CPU devices.
 *
 *   layout, row-major:   images [rows x k] bytes,  b [k x n],  c [batch x n]
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

__attribute__((always_inline)) void OWN(matmul_sparse_tile)(__global const uchar *restrict images, __global const int *restrict order,
                            __global const float *restrict b, __global float *restrict c,
                            __global const float *restrict extra, const int batch, const int n, const int k,
                            const float alpha, const float beta, const int cursor, const int x, const int y) {
  const int i = y;
  const int j0 = x * (16 * VECTORS);
  if (i >= batch) {
    return;
  }
  __global const uchar *image = images + (size_t)order[cursor + i] * k;
  float16 sum[VECTORS];
#pragma unroll
  for (int v = 0; v < VECTORS; v++) {
    sum[v] = (float16)(0.0f);
  }
  for (int first = 0; first < k; first += 64) {
    const ulong own = ~0UL >> max(first + 64 - k, 0); /* not the next image's pixels */
    for (ulong left = word_of(image + first) & own; left != 0; left &= left - 1) {
      const int p = first + lowest(left);
      const float16 factor = (float16)(over_255[image[p]]);
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
__kernel void matmul_sparse(__global const uchar *restrict images, __global const int *restrict order,
                            __global const float *restrict b, __global float *restrict c,
                            __global const float *restrict extra, const int batch, const int n, const int k,
                            const float alpha, const float beta, const int cursor) {
  matmul_sparse_tile(images, order, b, c, extra, batch, n, k, alpha, beta, cursor, (int)get_global_id(1),
                     (int)get_global_id(0));
}
#endif
