/*
 * c[j] = alpha * sum over i of a[i, j]                     without BETA
 * c[j] = fma(alpha, sum over i of a[i, j], beta * c[j])    with BETA
 *
 *   layout, row-major:   a [rows x n],  c [n]
 *   Rows are added one by one, ascending, from +0.
 *
 *   define   default  meaning, constraint
 *   BETA     0        1: the old c takes part
 *   WIDTH    1        columns of a vector: 1, neighbours on neighbouring columns, or 16
 *   VECTORS  1        with WIDTH 16, vectors a work-item takes side by side: whole cache lines of a row one after the
 *                     other; 1 to 16
 *   LDA      n        row length of a
 *   AHEAD    32       with WIDTH 1, rows loaded before the first of them is added: few columns keep a GPU too idle to
 *                     wait for memory at each row
 *
 *   and, with WIDTH 16, UPDATE of update.clh: c is a gradient then, and left as it is
 *
 * Launched with global size at least ceil(n / (WIDTH VECTORS)). Vector loads run past the end of a row, never past the buffer's
 * padding.
 */
#pragma OPENCL FP_CONTRACT OFF
#include "store.clh"

#ifndef WIDTH
#define WIDTH 1
#endif
#ifndef VECTORS
#define VECTORS 1
#endif
#ifndef LDA
#define LDA n
#endif
#ifndef AHEAD
#define AHEAD 32
#endif

void OWN(column_sums_tile)(__global const float *restrict a, __global float *restrict c, const int rows, const int n,
                           const float alpha, const float beta UPDATE_PARAMETERS, const int x, const int y) {
  const int j = x * (WIDTH * VECTORS);
  if (j >= n) {
    return;
  }
#if WIDTH == 16
  float16 sum[VECTORS];
#pragma unroll
  for (int v = 0; v < VECTORS; v++) {
    sum[v] = (float16)(0.0f);
  }
  for (int i = 0; i < rows; i++) {
#pragma unroll
    for (int v = 0; v < VECTORS; v++) {
      sum[v] = sum[v] + vload16(0, a + i * LDA + j + 16 * v);
    }
  }
#pragma unroll
  for (int v = 0; v < VECTORS; v++) {
    const int columns = min(n - j - 16 * v, 16);
    if (columns > 0) {
#if UPDATE
      OWN(update_part)((float16)(alpha) * sum[v], j + 16 * v, columns UPDATE_ARGUMENTS);
#else
      __global float *out = c + j + 16 * v;
      const float16 old = BETA ? load_part(out, columns) : (float16)(0.0f);
      store_part(BETA ? fma((float16)(alpha), sum[v], (float16)(beta) * old) : (float16)(alpha) * sum[v], out, columns);
#endif
    }
  }
#else
  float sum = 0.0f;
  for (int i0 = 0; i0 < rows; i0 += AHEAD) {
    float next[AHEAD];
#pragma unroll
    for (int l = 0; l < AHEAD; l++) {
      const int i = i0 + l;
      next[l] = i < rows ? a[i * LDA + j] : 0.0f; /* adding 0 changes no bit: no sum from +0 on is -0 */
    }
#pragma unroll
    for (int l = 0; l < AHEAD; l++) {
      sum = sum + next[l];
    }
  }
  c[j] = BETA ? fma(alpha, sum, beta * c[j]) : alpha * sum;
#endif
}

#ifndef FUSED
__kernel void column_sums(__global const float *restrict a, __global float *restrict c, const int rows, const int n,
                          const float alpha, const float beta UPDATE_PARAMETERS) {
  column_sums_tile(a, c, rows, n, alpha, beta UPDATE_ARGUMENTS, (int)get_global_id(0), 0);
}
#endif
