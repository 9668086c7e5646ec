/*
 * The pixels of a row of the batch that are not zero, in local memory, by a work-group: what kernels/row_product.cl
 * multiplies by. A zero factor changes no bit of a chain, so neither does leaving it out. The whole row goes to global
 * memory too, for the gradient of the first layer.
 *
 *   factor[q] = images[order[cursor + y], where[q]] / 255, correctly rounded, of the q-th of them, ascending
 *   where[features rounded up to 32] = how many there are, rounded up to 32 by factors of 0
 *
 *   out[y, d] = images[order[cursor + y], d] / 255
 *
 *   layout:   images [rows x features] bytes,  order [samples] row numbers;  out [batch x features], row-major
 *             local: factor [features, rounded up to 32] floats, where [that and 1] ints, counts [GROUP + GROUP / 16] ints
 *
 *   define   default  meaning, constraint
 *   GROUP    128      work-items of the group, a multiple of 16
 *   RUN      8        neighbouring pixels that a work-item looks at: GROUP RUN is at least features
 *
 *   Each work-item counts its own; its place is behind those of the work-items before it, whose counts are added up by
 *   sixteens:       counts      | 0 2 7 1 ... | 3 ...            a count for each work-item
 *                   sixteens    | 31          | 40 ...           behind them, a sum of each 16
 *
 * Launched with a work-group for each row.
 */
#pragma OPENCL FP_CONTRACT OFF
#include "pixel.clh"

#ifndef GROUP
#define GROUP 128
#endif
#ifndef RUN
#define RUN 8
#endif

INLINED void OWN(row_pixels_tile)(__global const uchar *restrict images, __global const int *restrict order,
                                  __global float *restrict out, __local float *factor, __local float *where_floats,
                                  __local float *counts_floats, const int features, const int cursor, const int x,
                                  const int y) {
  __local int *where = (__local int *)where_floats;
  __local int *counts = (__local int *)counts_floats;
  __local int *sixteens = counts + GROUP;
  const int t = (int)get_local_id(0);
  __global const uchar *from = images + (size_t)order[cursor + y] * features;
  int own = 0;
#pragma unroll
  for (int l = 0; l < RUN; l++) {
    const int d = t * RUN + l;
    own += d < features && from[min(d, features - 1)] != 0;
  }
  counts[t] = own;
  for (int d = t; d < features; d += GROUP) {
    out[(size_t)y * features + d] = over_255_1((float)from[d]);
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  if (t < GROUP / 16) {
    int sum = 0;
#pragma unroll
    for (int l = 0; l < 16; l++) {
      sum += counts[16 * t + l];
    }
    sixteens[t] = sum;
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  int at = 0;
  int all = 0;
#pragma unroll
  for (int l = 0; l < GROUP / 16; l++) {
    const int sum = sixteens[l];
    at += l < t / 16 ? sum : 0;
    all += sum;
  }
#pragma unroll
  for (int l = 0; l < 16; l++) {
    const int other = (t & ~15) + l;
    at += other < t ? counts[other] : 0;
  }
#pragma unroll
  for (int l = 0; l < RUN; l++) {
    const int d = t * RUN + l;
    const uchar pixel = d < features ? from[min(d, features - 1)] : (uchar)0;
    if (pixel != 0) {
      factor[at] = over_255_1((float)pixel);
      where[at] = d;
      at++;
    }
  }
  const int whole = (all + 31) / 32 * 32;
  for (int q = all + t; q < whole; q += GROUP) {
    factor[q] = 0.0f;
    where[q] = 0;
  }
  if (t == 0) {
    where[(features + 31) / 32 * 32] = whole;
  }
}

#ifndef FUSED
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void row_pixels(
    __global const uchar *restrict images, __global const int *restrict order, __global float *restrict out,
    __local float *factor, __local float *where_floats, __local float *counts_floats, const int features,
    const int cursor) {
  row_pixels_tile(images, order, out, factor, where_floats, counts_floats, features, cursor, 0, (int)get_group_id(0));
}
#endif
