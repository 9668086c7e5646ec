/*
 * c = alpha aᵀ b, or fma(alpha, sum, beta c) with BETA: the gradient of a weight, whose sums run over the rows of a batch.
 * With UPDATE it is the gradient of the parameter w, which lies as c does: w takes its step while the gradient is in
 * registers, and c is left as it is.
 *
 *   layout, row-major:   a [k x m], b [k x n], c [m x n]
 *
 *   A work-group has a tile of GROUP / COLUMNS ROWS rows and COLUMNS columns of c, each work-item ROWS rows of one column.
 *   Work-items of the same rows read the same elements of a, at the same time: a GPU reads them once.
 *
 *                  COLUMNS
 *              0 1 2 3 ... | ROWS
 *              -------------
 *              c c+1 ...   | ROWS
 *
 *   define     default  meaning, constraint
 *   GROUP      128      work-items of the group
 *   COLUMNS    128      columns of a tile, a divisor of GROUP
 *   ROWS       8        rows of a work-item
 *   AHEAD      8        rows of the batch on their way at a time: there is little to do while they are
 *   WHOLE      0        1: k is a multiple of AHEAD
 *   ALIGNED    0        1: m and ROWS are multiples of 4
 *   ONES       0        1: a is all ones, so that c is the sums of b's columns, and m is 1
 *   and UPDATE of update.clh
 *
 * Launched with a work-group for each tile, in two dimensions.
 */
#include "epilogue.clh"
#include "update.clh"

#ifndef GROUP
#define GROUP 128
#endif
#ifndef COLUMNS
#define COLUMNS 128
#endif
#ifndef ROWS
#define ROWS 8
#endif
#ifndef AHEAD
#define AHEAD 8
#endif
#ifndef WHOLE
#define WHOLE 0
#endif
#ifndef ALIGNED
#define ALIGNED 0
#endif
#ifndef ONES
#define ONES 0
#endif

INLINED void OWN(matmul_gradient_tile)(
#if !ONES
    __global const float *restrict a,
#endif
    __global const float *restrict b, __global float *restrict c, const int m, const int n, const int k, const float alpha,
    const float beta UPDATE_PARAMETERS, const int x, const int y) {
  const int t = (int)get_local_id(0);
  const int block = t / COLUMNS;
  const int j = x * COLUMNS + t - block * COLUMNS; /* no %: Oclgrind knows no `freeze` */
  const int i0 = (y * (GROUP / COLUMNS) + block) * ROWS;
  if (j >= n || i0 >= m) {
    return;
  }
  float sum[ROWS];
  float old[ROWS];
#pragma unroll
  for (int r = 0; r < ROWS; r++) {
    const size_t at = (size_t)min(i0 + r, m - 1) * n + j;
    sum[r] = 0.0f;
#if UPDATE
    old[r] = weights[at];
#else
    old[r] = BETA ? c[at] : 0.0f;
#endif
  }
  /* Twice as much on its way would take twice the registers: where k is known, Clang would unroll this loop too. */
#pragma unroll 1
  for (int p0 = 0; p0 < k; p0 += AHEAD) {
    float from_b[AHEAD];
    float from_a[AHEAD * ROWS];
#pragma unroll
    for (int l = 0; l < AHEAD; l++) {
      const int p = WHOLE ? p0 + l : min(p0 + l, k - 1);
      from_b[l] = b[(size_t)p * n + j];
#if ALIGNED
#pragma unroll
      for (int r = 0; r < ROWS; r += 4) {
        const float4 four = *(__global const float4 *)(a + (size_t)p * m + min(i0 + r, m - 4));
        from_a[l * ROWS + r] = four.s0;
        from_a[l * ROWS + r + 1] = four.s1;
        from_a[l * ROWS + r + 2] = four.s2;
        from_a[l * ROWS + r + 3] = four.s3;
      }
#elif !ONES
#pragma unroll
      for (int r = 0; r < ROWS; r++) {
        from_a[l * ROWS + r] = a[(size_t)p * m + min(i0 + r, m - 1)];
      }
#endif
    }
#pragma unroll
    for (int l = 0; l < AHEAD; l++) {
#pragma unroll
      for (int r = 0; r < ROWS; r++) {
#if ONES
        const float next = sum[r] + from_b[l];
#else
        const float next = fma(from_a[l * ROWS + r], from_b[l], sum[r]);
#endif
        sum[r] = WHOLE || p0 + l < k ? next : sum[r];
      }
    }
  }
#pragma unroll
  for (int r = 0; r < ROWS; r++) {
    if (i0 + r < m) {
      const size_t at = (size_t)(i0 + r) * n + j;
      const float value = OWN(epilogue_1)(sum[r], alpha, beta, old[r], 0.0f);
#if UPDATE
      float mean_of = UPDATE > 1 ? mean[at] : 0.0f;
      float square_of = UPDATE > 3 ? squares[at] : 0.0f;
      weights[at] = OWN(updated_1)(value, old[r], &mean_of, &square_of UPDATE_ARGUMENTS);
      if (UPDATE > 1) {
        mean[at] = mean_of;
      }
      if (UPDATE > 3) {
        squares[at] = square_of;
      }
#else
      c[at] = value;
#endif
    }
  }
}

#ifndef FUSED
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void matmul_gradient(
#if !ONES
    __global const float *restrict a,
#endif
    __global const float *restrict b, __global float *restrict c, const int m, const int n, const int k, const float alpha,
    const float beta UPDATE_PARAMETERS) {
  matmul_gradient_tile(
#if !ONES
      a,
#endif
      b, c, m, n, k, alpha, beta UPDATE_ARGUMENTS, (int)get_group_id(0), (int)get_group_id(1));
}
#endif
