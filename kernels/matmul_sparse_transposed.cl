/*
 * c = epilogue(alpha * Xᵀ b + beta * c) for a batch X of images as gather_sparse.cl brings it together: the weight
 * gradient of the first layer. Row p of c takes pixel p of every image of the batch that has one; see matmul_sparse.cl.
 *
 *   layout, row-major:   pixels [k x 64 words] bytes,  columns [64 words x blocks],  b [k x n],  c [m x n]
 *
 *   define    default  meaning, constraint
 *   VECTORS   4        float16 vectors in a block, 1 to 16
 *   LDB       n        row length of b and c
 *   and those of epilogue.clh
 *
 * Launched with global size (m, ceil(n / (16 VECTORS))). Loads run past the end of a row of b, never past the buffer's
 * padding.
 */
#include "store.clh"
#include "sparse_rows.clh"

#ifndef VECTORS
#define VECTORS 4
#endif
#ifndef LDB
#define LDB n
#endif

__attribute__((always_inline)) void OWN(matmul_sparse_transposed_tile)(__global const uchar *restrict pixels, __global const ulong *restrict columns,
                                       __global const float *restrict b, __global float *restrict c,
                                       __global const float *restrict extra, const int m, const int n,
                                       const int words, const int blocks, const float alpha, const float beta,
                                       const int x, const int y) {
  const int p = y;
  const int j0 = x * (16 * VECTORS);
  if (p >= m) {
    return;
  }
  float16 sum[VECTORS];
#pragma unroll
  for (int v = 0; v < VECTORS; v++) {
    sum[v] = (float16)(0.0f);
  }
  for (int block = 0; block < blocks; block++) {
    for (ulong left = columns[(size_t)p * blocks + block]; left != 0; left &= left - 1) {
      const int i = 64 * block + lowest(left);
      const float16 factor = (float16)(over_255[pixels[64 * i * words + p]]);
#pragma unroll
      for (int v = 0; v < VECTORS; v++) {
        sum[v] = fma(factor, vload16(0, b + i * LDB + j0 + 16 * v), sum[v]);
      }
    }
  }
#pragma unroll
  for (int v = 0; v < VECTORS; v++) {
    OWN(store_16)(sum[v], c, extra, p, j0 + 16 * v, n, LDB, alpha, beta);
  }
}

#ifndef FUSED
__kernel void matmul_sparse_transposed(__global const uchar *restrict pixels, __global const ulong *restrict columns,
                                       __global const float *restrict b, __global float *restrict c,
                                       __global const float *restrict extra, const int m, const int n,
                                       const int words, const int blocks, const float alpha, const float beta) {
  matmul_sparse_transposed_tile(pixels, columns, b, c, extra, m, n, words, blocks, alpha, beta,
                                (int)get_global_id(1), (int)get_global_id(0));
}
#endif
