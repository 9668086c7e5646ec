/*
 * c = epilogue(alpha * X b + beta * c) for a batch X of images, straight from their bytes: row i of X is
 * images[order[cursor + i]] / 255, and its zeros are skipped. fma(0, w, s) = s, so the bits are those of the dense
 * product. For CPU devices.
 *
 *   layout, row-major:   images [rows x k] bytes,  b [k x n],  c [batch x n]
 *
 *             16*VECTORS
 *            +---------+     a work-item takes ROWS rows through 64 rows of b after the other, so that these stay in the
 *       ROWS |  block  |     first-level cache. TOGETHER rows add a row of b at a time, if one of them has that pixel:
 *            +---------+     it is loaded once for all, and their sums do not wait for each other.
 *
 *   define    default  meaning, constraint
 *   ROWS      1        rows in a block
 *   TOGETHER  1        rows of a block that are summed together, divides ROWS
 *   VECTORS   4        float16 vectors in a block, 1 to 16
 *   LDB       n        row length of b and c
 *   and those of epilogue.clh
 *
 * Launched with global size (ceil(batch / ROWS), ceil(n / (16 VECTORS))): rows change fastest, so that a block of b's
 * columns stays in cache. Loads run past the end of a row of b, never past the buffer's padding. Rows past the batch
 * repeat its last one and are not stored.
 */
#include "store.clh"
#include "sparse_rows.clh"

#ifndef ROWS
#define ROWS 1
#endif
#ifndef TOGETHER
#define TOGETHER 1
#endif
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
  const int i0 = ROWS * y;
  const int j0 = x * (16 * VECTORS);
  if (i0 >= batch) {
    return;
  }
  float16 sums[ROWS][VECTORS];
#pragma unroll
  for (int r = 0; r < ROWS; r++) {
#pragma unroll
    for (int v = 0; v < VECTORS; v++) {
      sums[r][v] = (float16)(0.0f);
    }
  }
  for (int first = 0; first < k; first += 64) {
    const ulong own = ~0UL >> max(first + 64 - k, 0); /* not the next image's pixels */
    for (int r0 = 0; r0 < ROWS; r0 += TOGETHER) {
      __global const uchar *pixels[TOGETHER];
      float16 sum[TOGETHER][VECTORS];
      ulong left = 0;
#pragma unroll
      for (int r = 0; r < TOGETHER; r++) {
        pixels[r] = images + (size_t)order[cursor + min(i0 + r0 + r, batch - 1)] * k + first;
        left |= word_of(pixels[r]);
#pragma unroll
        for (int v = 0; v < VECTORS; v++) {
          sum[r][v] = sums[r0 + r][v];
        }
      }
      for (left &= own; left != 0; left &= left - 1) {
        const int p = lowest(left);
#pragma unroll
        for (int r = 0; r < TOGETHER; r++) {
          const float16 factor = (float16)(over_255[pixels[r][p]]);
#pragma unroll
          for (int v = 0; v < VECTORS; v++) {
            sum[r][v] = fma(factor, vload16(0, b + (first + p) * LDB + j0 + 16 * v), sum[r][v]);
          }
        }
      }
#pragma unroll
      for (int r = 0; r < TOGETHER; r++) {
#pragma unroll
        for (int v = 0; v < VECTORS; v++) {
          sums[r0 + r][v] = sum[r][v];
        }
      }
    }
  }
  float16 block[ROWS * VECTORS];
#pragma unroll
  for (int r = 0; r < ROWS; r++) {
#pragma unroll
    for (int v = 0; v < VECTORS; v++) {
      block[r * VECTORS + v] = sums[r][v];
    }
  }
  OWN(store_block)(block, ROWS, VECTORS, c, extra, i0, j0, batch, n, LDB, alpha, beta);
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
