/*
 * Row y of a matrix into local memory, by a work-group.
 *
 *   layout:   matrix [m x n], row-major;  local: row [n]
 *
 *   define   default  meaning
 *   GROUP    128      work-items of the group
 *
 * Launched with a work-group for each row.
 */
#include "instance.clh"

#ifndef GROUP
#define GROUP 128
#endif

INLINED void OWN(row_load_tile)(__global const float *restrict matrix, __local float *row, const int n, const int x,
                                const int y) {
  for (int j = (int)get_local_id(0); j < n; j += GROUP) {
    row[j] = matrix[(size_t)y * n + j];
  }
}

#ifndef FUSED
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void row_load(
    __global const float *restrict matrix, __local float *row, const int n) {
  row_load_tile(matrix, row, n, 0, (int)get_group_id(0));
}
#endif
