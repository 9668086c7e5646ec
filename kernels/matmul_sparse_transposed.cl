/*
 * c = epilogue(alpha * Xᵀ b + beta * c) for a batch X of images, straight from their bytes (see matmul_sparse.cl): the
 * weight gradient of the first layer. Row p of c takes pixel p of every image of the batch that has one, which
 * occupied_columns.cl has found.
 *
 *   layout, row-major:   images [rows x m] bytes,  columns [ceil(k / ROWS) x 64 ceil(m / 64)] bytes,  b [k x n],  c [m x n]
 *
 *   define    default  meaning, constraint
 *   ROWS      8        of the batch in a tile of occupied_columns.cl
 *   PIXELS    8        that a work-item takes: 8, 16, 32 or 64
 *   TOGETHER  1        of them that are summed together: 1, 2, 4 or 8
 *   VECTORS   4        float16 vectors in a block, 1 to 16
 *   LDB       n        row length of b and c
 *   and those of epilogue.clh and update.clh
 *
 * Launched with global size (ceil(m / PIXELS), ceil(n / (16 VECTORS))). A work-item takes its pixels through 64 rows of
 * the batch after the other, so that these rows of b, and the images' bytes, are still in the cache for the next pixels.
 * TOGETHER pixels add a row of b at a time, if its image has one of them: of a single vector, so that sums do not wait
 * for their own last additions. Wider blocks have sums enough, and a pixel by itself skips more. Loads run past the end
 * of a row of b, and past an image's last pixels, never past the buffers' padding; pixels past the last are not stored.
 */
#include "store.clh"
#include "sparse_rows.clh"

#ifndef ROWS
#define ROWS 8
#endif
#ifndef PIXELS
#define PIXELS 8
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

__attribute__((always_inline)) void OWN(matmul_sparse_transposed_tile)(__global const uchar *restrict images, __global const int *restrict order,
                                       __global const uchar *restrict columns,
                                       __global const float *restrict b, __global float *restrict c,
                                       __global const float *restrict extra, const int m, const int n,
                                       const int k, const float alpha, const float beta,
                                       const int cursor UPDATE_PARAMETERS, const int x, const int y) {
  const int j0 = x * (16 * VECTORS);
  const size_t row = 64 * (size_t)((m + 63) / 64); /* of columns */
  float16 sums[PIXELS][VECTORS];
  for (int part = 0; part < k; part += 64) {
    ulong rows[PIXELS]; /* that have the pixel, a bit each */
    const int first = part / ROWS;
    const int last = min((k + ROWS - 1) / ROWS, first + 64 / ROWS);
    for (int q = 0; q < PIXELS; q += 8) {
      ulong8 found = (ulong8)(0);
      for (int t = first; t < last; t++) {
        found |= convert_ulong8(vload8(0, columns + t * row + PIXELS * y + q)) << (ulong8)(ROWS * (t - first));
      }
      vstore8(found, 0, rows + q);
    }
    for (int q0 = 0; q0 < PIXELS; q0 += TOGETHER) {
      const int p = PIXELS * y + q0;
      float16 sum[TOGETHER][VECTORS];
      ulong left = 0;
#pragma unroll
      for (int q = 0; q < TOGETHER; q++) {
        left |= rows[q0 + q];
#pragma unroll
        for (int v = 0; v < VECTORS; v++) {
          sum[q][v] = part == 0 ? (float16)(0.0f) : sums[q0 + q][v];
        }
      }
      for (; left != 0; left &= left - 1) {
        const int i = part + lowest(left);
        const size_t pixels = (size_t)order[cursor + i] * m + p;
#pragma unroll
        for (int q = 0; q < TOGETHER; q++) {
          const float16 factor = (float16)(over_255[images[pixels + q]]);
#pragma unroll
          for (int v = 0; v < VECTORS; v++) {
            sum[q][v] = fma(factor, vload16(0, b + i * LDB + j0 + 16 * v), sum[q][v]);
          }
        }
      }
      if (part + 64 < k) {
#pragma unroll
        for (int q = 0; q < TOGETHER; q++) {
#pragma unroll
          for (int v = 0; v < VECTORS; v++) {
            sums[q0 + q][v] = sum[q][v];
          }
        }
      } else {
        float16 block[TOGETHER * VECTORS];
#pragma unroll
        for (int q = 0; q < TOGETHER; q++) {
#pragma unroll
          for (int v = 0; v < VECTORS; v++) {
            block[q * VECTORS + v] = sum[q][v];
          }
        }
        OWN(store_block)(block, TOGETHER, VECTORS, c, extra, p, j0, m, n, LDB, alpha, beta UPDATE_ARGUMENTS);
      }
    }
  }
}

#ifndef FUSED
__kernel void matmul_sparse_transposed(__global const uchar *restrict images, __global const int *restrict order,
                                       __global const uchar *restrict columns, __global const float *restrict b,
                                       __global float *restrict c, __global const float *restrict extra, const int m,
                                       const int n, const int k, const float alpha, const float beta,
                                       const int cursor UPDATE_PARAMETERS) {
  matmul_sparse_transposed_tile(images, order, columns, b, c, extra, m, n, k, alpha, beta, cursor UPDATE_ARGUMENTS,
                                (int)get_global_id(1), (int)get_global_id(0));
}
#endif
