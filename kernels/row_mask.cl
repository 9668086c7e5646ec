/*
 * Row y of a dropout mask, by a work-group: see kernels/dropout_mask.cl. A work-item takes the four units of a counter.
 *
 *   layout:   draw [4];  local: row [n, rounded up to 4], row y of the mask;  global: mask [m x n], row-major
 *
 *   define   default  meaning
 *   GROUP    128      work-items of the group
 *
 * Launched with a work-group for each row.
 */
#include "instance.clh"
#include "philox.clh"

#ifndef GROUP
#define GROUP 128
#endif

INLINED void OWN(row_mask_tile)(__global const int *restrict draw, __local float *row, __global float *restrict mask,
                                const int n, const int layer, const int threshold, const float scale,
                                const int cursor, const int x, const int y) {
  const uint2 key = (uint2)((uint)draw[0], (uint)draw[1]);
  const uint position = (uint)(draw[3] + cursor + y);
  for (int j = 4 * (int)get_local_id(0); j < n; j += 4 * GROUP) {
    const uint4 words = philox(key, (uint4)((uint)draw[2], position, (uint)layer, (uint)(j / 4)));
    const float4 masked = select((float4)(scale), (float4)(0.0f), words < (uint4)((uint)threshold));
    vstore4(masked, 0, row + j);
    for (int l = 0; l < 4 && j + l < n; l++) {
      mask[(size_t)y * n + j + l] = row[j + l];
    }
  }
}

#ifndef FUSED
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void row_mask(
    __global const int *restrict draw, __local float *row, __global float *restrict mask, const int n,
    const int layer, const int threshold, const float scale, const int cursor) {
  row_mask_tile(draw, row, mask, n, layer, threshold, scale, cursor, 0, (int)get_group_id(0));
}
#endif
