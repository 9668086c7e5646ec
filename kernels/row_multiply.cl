/*
 * Row y of c = a x factor, element by element, by a work-group.
 *
 *   layout:   local: a, factor, row [n], rows y of a, factor and c; row may be a;  global: c [m x n], row-major
 *
 *   define   default  meaning
 *   GROUP    128      work-items of the group
 *
 * Launched with a work-group for each row.
 */
#pragma OPENCL FP_CONTRACT OFF
#include "instance.clh"

#ifndef GROUP
#define GROUP 128
#endif

INLINED void OWN(row_multiply_tile)(__local const float *a, __local const float *factor, __local float *row,
                                    __global float *restrict c, const int n, const int x, const int y) {
  for (int j = (int)get_local_id(0); j < n; j += GROUP) {
    const float value = a[j] * factor[j];
    row[j] = value;
    c[(size_t)y * n + j] = value;
  }
}

#ifndef FUSED
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void row_multiply(
    __local const float *a, __local const float *factor, __local float *row, __global float *restrict c, const int n) {
  row_multiply_tile(a, factor, row, c, n, 0, (int)get_group_id(0));
}
#endif
