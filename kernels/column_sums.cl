/*
 * c[j] = alpha * sum over i of a[i, j]                     without BETA
 * c[j] = fma(alpha, sum over i of a[i, j], beta * c[j])    with BETA
 *
 *   layout, row-major:   a [rows x n],  c [n]
 *   Rows are added one by one, ascending, from +0.
 *
 *   define   default  meaning
 *   BETA     0        1: the old c takes part
 *
 * Launched with global size at least n: one work-item per column, neighbours on neighbouring columns.
 */
#pragma OPENCL FP_CONTRACT OFF

#ifndef BETA
#define BETA 0
#endif

__kernel void column_sums(__global const float *restrict a, __global float *restrict c, const int rows, const int n,
                          const float alpha, const float beta) {
  const int j = (int)get_global_id(0);
  if (j >= n) {
    return;
  }
  float sum = 0.0f;
  for (int i = 0; i < rows; i++) {
    sum = sum + a[i * n + j];
  }
  c[j] = BETA ? fma(alpha, sum, beta * c[j]) : alpha * sum;
}
