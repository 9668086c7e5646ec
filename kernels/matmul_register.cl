/*
 * c = epilogue(alpha * op(a) op(b) + beta * c): the product for CPU devices. No local memory: each work-item keeps a
 * ROWS x (16 * VECTORS) block of c in vector registers and walks along k one row of b at a time.
 *
 *   layout, row-major:   a [m x k], or [k x m] with TRANS_A
 *                        b [k x n], or [n x k] with TRANS_B
 *                        c [m x n]
 *
 *            16*VECTORS
 *           +---------+           every element is one chain of fma over k, ascending, from +0:
 *      ROWS | block   | of c      its bits depend on no tile size
 *           +---------+
 *
 *   define    default  meaning, constraint
 *   TRANS_A   0        a is stored transposed
 *   TRANS_B   0        b is stored transposed
 *   ROWS      8        rows of a block, 1 to 16
 *   VECTORS   2        float16 vectors in a row of a block, 1 to 4
 *   LDA, LDB, LDC      row lengths of a, b and c; when not given they follow from m, n, k
 *   and those of epilogue.clh
 *
 * Launched with global size (ceil(n / (16 VECTORS)), ceil(m / ROWS)), each rounded up to the local size. Vector loads
 * of a and b run past the end of a row, never past the buffer: every buffer ends in at least 256 floats of padding.
 * What they bring is dropped when the block is stored.
 */
#include "store.clh"

#ifndef TRANS_A
#define TRANS_A 0
#endif
#ifndef TRANS_B
#define TRANS_B 0
#endif
#ifndef ROWS
#define ROWS 8
#endif
#ifndef VECTORS
#define VECTORS 2
#endif
#ifndef LDA
#define LDA (TRANS_A ? m : k)
#endif
#ifndef LDB
#define LDB (TRANS_B ? k : n)
#endif
#ifndef LDC
#define LDC n
#endif

__attribute__((always_inline)) void OWN(matmul_register_tile)(__global const float *restrict a, __global const float *restrict b,
                              __global float *restrict c, __global const float *restrict extra, const int m,
                              const int n, const int k, const float alpha, const float beta, const int x,
                              const int y) {
  const int j0 = x * (16 * VECTORS);
  const int i0 = y * ROWS;
  if (i0 >= m || j0 >= n) {
    return;
  }

  int row[ROWS]; /* where op(a)'s rows begin; rows past the last repeat it */
#pragma unroll
  for (int r = 0; r < ROWS; r++) {
    row[r] = TRANS_A ? i0 + r : min(i0 + r, m - 1) * LDA;
  }
  float16 sum[ROWS][VECTORS];
#pragma unroll
  for (int r = 0; r < ROWS; r++) {
#pragma unroll
    for (int v = 0; v < VECTORS; v++) {
      sum[r][v] = (float16)(0.0f);
    }
  }

  for (int p = 0; p < k; p++) {
    float16 right[VECTORS];
#pragma unroll
    for (int v = 0; v < VECTORS; v++) {
#if TRANS_B
      float column[16];
      for (int l = 0; l < 16; l++) {
        column[l] = b[min(j0 + 16 * v + l, n - 1) * LDB + p];
      }
      right[v] = vload16(0, column);
#else
      right[v] = vload16(0, b + p * LDB + j0 + 16 * v);
#endif
    }
#pragma unroll
    for (int r = 0; r < ROWS; r++) {
      const float16 left = (float16)(TRANS_A ? a[p * LDA + row[r]] : a[row[r] + p]);
#pragma unroll
      for (int v = 0; v < VECTORS; v++) {
        sum[r][v] = fma(left, right[v], sum[r][v]);
      }
    }
  }

#pragma unroll
  for (int r = 0; r < ROWS; r++) {
#pragma unroll
    for (int v = 0; v < VECTORS; v++) {
      if (i0 + r < m) {
        OWN(store_16)(sum[r][v], c, extra, i0 + r, j0 + 16 * v, n, LDC, alpha, beta);
      }
    }
  }
}

#ifndef FUSED
__kernel void matmul_register(__global const float *restrict a, __global const float *restrict b,
                              __global float *restrict c, __global const float *restrict extra, const int m,
                              const int n, const int k, const float alpha, const float beta) {
  matmul_register_tile(a, b, c, extra, m, n, k, alpha, beta, (int)get_global_id(0), (int)get_global_id(1));
}
#endif
