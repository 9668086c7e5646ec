/*
 * c = epilogue(alpha * op(a) op(b) + beta * c): the product for GPUs. A work-group computes a TILE_M x TILE_N tile of
 * c; it brings a TILE_M x TILE_K piece of op(a) and a TILE_K x TILE_N piece of op(b) at a time into local memory with
 * coalesced loads, and each work-item keeps WORK_M x WORK_N elements of the tile in registers.
 *
 *   layout, row-major:   a [m x k], or [k x m] with TRANS_A
 *                        b [k x n], or [n x k] with TRANS_B
 *                        c [m x n]
 *
 *            TILE_N                 work-item (x, y) owns the elements (y + r SIZE_Y, x + s SIZE_X), so that
 *          +--------+               neighbouring work-items read neighbouring words of local memory and store
 *   TILE_M |  tile  | of c          neighbouring words of c
 *          +--------+
 *
 *   define    default  meaning, constraint
 *   TRANS_A   0        a is stored transposed
 *   TRANS_B   0        b is stored transposed
 *   TILE_M    64       rows of a tile, a multiple of WORK_M
 *   TILE_N    64       columns of a tile, a multiple of WORK_N
 *   TILE_K    16       depth of a piece; TILE_K * (TILE_M + TILE_N + 2) floats fit local memory
 *   WORK_M    4        rows per work-item
 *   WORK_N    4        columns per work-item
 *   LDA, LDB, LDC      row lengths of a, b and c; when not given they follow from m, n, k
 *   and those of epilogue.clh
 *
 * Launched with local size (TILE_N / WORK_N, TILE_M / WORK_M) and as many whole work-groups as cover c. Pieces that
 * hang over the edge are filled with zeros, and fma(0, 0, s) changes no bit of the result.
 */
#include "epilogue.clh"

#ifndef TRANS_A
#define TRANS_A 0
#endif
#ifndef TRANS_B
#define TRANS_B 0
#endif
#ifndef TILE_M
#define TILE_M 64
#endif
#ifndef TILE_N
#define TILE_N 64
#endif
#ifndef TILE_K
#define TILE_K 16
#endif
#ifndef WORK_M
#define WORK_M 4
#endif
#ifndef WORK_N
#define WORK_N 4
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
#define SIZE_X (TILE_N / WORK_N)
#define SIZE_Y (TILE_M / WORK_M)
#define ITEMS (SIZE_X * SIZE_Y)

__kernel __attribute__((reqd_work_group_size(SIZE_X, SIZE_Y, 1))) void matmul_local(
    __global const float *restrict a, __global const float *restrict b, __global float *restrict c,
    __global const float *restrict extra, const int m, const int n, const int k, const float alpha,
    const float beta) {
  /* One column more than needed, so that storing a transposed piece does not hit one bank over and over. */
  __local float left[TILE_K][TILE_M + 1];
  __local float right[TILE_K][TILE_N + 1];
  const int x = (int)get_local_id(0);
  const int y = (int)get_local_id(1);
  const int item = y * SIZE_X + x;
  const int i0 = (int)get_group_id(1) * TILE_M;
  const int j0 = (int)get_group_id(0) * TILE_N;

  float sum[WORK_M][WORK_N];
#pragma unroll
  for (int r = 0; r < WORK_M; r++) {
#pragma unroll
    for (int s = 0; s < WORK_N; s++) {
      sum[r][s] = 0.0f;
    }
  }

  for (int p0 = 0; p0 < k; p0 += TILE_K) {
    /* Neighbouring work-items load neighbouring words: along k for a row-major operand, across it else. */
    for (int e = item; e < TILE_K * TILE_M; e += ITEMS) {
      const int p = TRANS_A ? e / TILE_M : e % TILE_K;
      const int i = TRANS_A ? e % TILE_M : e / TILE_K;
      const int inside = p0 + p < k && i0 + i < m;
      left[p][i] = inside ? a[TRANS_A ? (p0 + p) * LDA + i0 + i : (i0 + i) * LDA + p0 + p] : 0.0f;
    }
    for (int e = item; e < TILE_K * TILE_N; e += ITEMS) {
      const int p = TRANS_B ? e % TILE_K : e / TILE_N;
      const int j = TRANS_B ? e / TILE_K : e % TILE_N;
      const int inside = p0 + p < k && j0 + j < n;
      right[p][j] = inside ? b[TRANS_B ? (j0 + j) * LDB + p0 + p : (p0 + p) * LDB + j0 + j] : 0.0f;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
#pragma unroll
    for (int p = 0; p < TILE_K; p++) {
      float column[WORK_N];
#pragma unroll
      for (int s = 0; s < WORK_N; s++) {
        column[s] = right[p][x + s * SIZE_X];
      }
#pragma unroll
      for (int r = 0; r < WORK_M; r++) {
        const float factor = left[p][y + r * SIZE_Y];
#pragma unroll
        for (int s = 0; s < WORK_N; s++) {
          sum[r][s] = fma(factor, column[s], sum[r][s]);
        }
      }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }

#pragma unroll
  for (int r = 0; r < WORK_M; r++) {
#pragma unroll
    for (int s = 0; s < WORK_N; s++) {
      const int i = i0 + y + r * SIZE_Y;
      const int j = j0 + x + s * SIZE_X;
      if (i < m && j < n) {
        const float old = BETA ? c[i * LDC + j] : 0.0f;
        const float other = GRADIENT ? extra[i * LDC + j] : BIAS ? extra[j] : 0.0f;
        c[i * LDC + j] = epilogue_1(sum[r][s], alpha, beta, old, other);
      }
    }
  }
}
