/*
 * sum[i] = sum[i] + addend[i]
 *
 *   layout:   addend, sum [n]
 *
 *   define   default  meaning, constraint
 *   WIDTH    1        elements of a vector: 1 or 16
 *   VECTORS  1        vectors a work-item takes, one after the other; 1 or more
 *
 * Launched with global size at least ceil(n / (WIDTH VECTORS)).
 */
#pragma OPENCL FP_CONTRACT OFF
#include "store.clh"

#ifndef WIDTH
#define WIDTH 1
#endif
#ifndef VECTORS
#define VECTORS 1
#endif

void OWN(add_tile)(__global const float *restrict addend, __global float *restrict sum, const int n, const int x,
                   const int y) {
  const int begin = x * (WIDTH * VECTORS);
  const int end = min(begin + WIDTH * VECTORS, n);
  for (int i = begin; i < end; i += WIDTH) {
#if WIDTH == 16
    const int count = min(end - i, 16);
    store_part(load_part(sum + i, count) + load_part(addend + i, count), sum + i, count);
#else
    sum[i] = sum[i] + addend[i];
#endif
  }
}

#ifndef FUSED
__kernel void add(__global const float *restrict addend, __global float *restrict sum, const int n) {
  add_tile(addend, sum, n, (int)get_global_id(0), 0);
}
#endif
