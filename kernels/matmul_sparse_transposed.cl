/*
 * c = epilogue(alpha * Xᵀ b + beta * c) for a batch X of images, straight from their bytes (see matmul_sparse.cl): the
 * weight gradient of the first layer. Row p of c takes pixel p of every image of the batch that has one, which
 * occupied_columns.cl has found.
 *
 *   layout, row-major:   images [rows x m] bytes,  columns [ceil(k / ROWS) x 64 ceil(m / 64)] bytes,  b [k x n],  c [m x n]
 *
 *   define    default  meaning, constraint
 *   ROWS      8        of the batch in a tile of occupied_columns.cl
 *   BLOCKS    64       blocks of 64 rows that the batch has at most
 *   VECTORS   4        float16 vectors in a block, 1 to 16
 *   LDB       n        row length of b and c
 *   and those of epilogue.clh
 *
 * Launched with global size (ceil(m / 8), ceil(n / (16 VECTORS))): a work-item takes eight pixels, whose images it
 * finds together. Loads run past the end of a row of b, never past the buffer's padding.
 */
#include "store.clh"
#include "sparse_rows.clh"

#ifndef ROWS
#define ROWS 8
#endif
#ifndef BLOCKS
#define BLOCKS 64
#endif
#ifndef VECTORS
#define VECTORS 4
#endif
#ifndef LDB
#define LDB n
#endif

__attribute__((always_inline)) void OWN(matmul_sparse_transposed_tile)(__global const uchar *restrict images, __global const int *restrict order,
                                       __global const uchar *restrict columns,
                                       __global const float *restrict b, __global float *restrict c,
                                       __global const float *restrict extra, const int m, const int n,
                                       const int k, const float alpha, const float beta, const int cursor,
                                       const int x, const int y) {
  const int j0 = x * (16 * VECTORS);
  ulong rows[8 * BLOCKS]; /* that have the pixel, a bit each: 64 rows of eight pixels, then the next 64 */
  const int blocks = (k + 63) / 64;
  const size_t row = 64 * (size_t)((m + 63) / 64); /* of columns */
  for (int block = 0; block < blocks; block++) {
    const int first = block * (64 / ROWS);
    const int last = min((k + ROWS - 1) / ROWS, first + 64 / ROWS);
    ulong8 found = (ulong8)(0);
    for (int t = first; t < last; t++) {
      found |= convert_ulong8(vload8(y, columns + t * row)) << (ulong8)(ROWS * (t - first));
    }
    vstore8(found, block, rows);
  }
  for (int q = 0; q < 8; q++) {
    const int p = 8 * y + q;
    if (p >= m) {
      return;
    }
    float16 sum[VECTORS];
#pragma unroll
    for (int v = 0; v < VECTORS; v++) {
      sum[v] = (float16)(0.0f);
    }
    for (int block = 0; block < blocks; block++) {
      for (ulong left = rows[8 * block + q]; left != 0; left &= left - 1) {
        const int i = 64 * block + lowest(left);
        const float16 factor = (float16)(over_255[images[(size_t)order[cursor + i] * m + p]]);
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
}

#ifndef FUSED
__kernel void matmul_sparse_transposed(__global const uchar *restrict images, __global const int *restrict order,
                                       __global const uchar *restrict columns, __global const float *restrict b,
                                       __global float *restrict c, __global const float *restrict extra, const int m,
                                       const int n, const int k, const float alpha, const float beta,
                                       const int cursor) {
  matmul_sparse_transposed_tile(images, order, columns, b, c, extra, m, n, k, alpha, beta, cursor,
                                (int)get_global_id(1), (int)get_global_id(0));
}
#endif
