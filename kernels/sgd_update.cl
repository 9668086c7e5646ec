/*
 * g = fma(l2, w[i], gradient[i])
 * w[i] = fma(-rate, g, w[i])   with rate = scalars[cursor]
 *
 *   layout:   gradient, w [n];  scalars [epoch rows], and other rows behind it
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

void OWN(sgd_update_tile)(__global const float *restrict gradient, __global float *restrict w,
                          __global const float *restrict scalars, const int n, const float l2, const int cursor,
                          const int x, const int y) {
  const float rate = scalars[cursor];
  const int begin = x * (WIDTH * VECTORS);
  const int end = min(begin + WIDTH * VECTORS, n);
#if WIDTH == 16
  for (int i = begin; i < end; i += 16) {
    const int count = min(end - i, 16);
    const float16 before = load_part(w + i, count);
    const float16 g = fma((float16)(l2), before, load_part(gradient + i, count));
    store_part(fma((float16)(-rate), g, before), w + i, count);
  }
#else
  for (int i = begin; i < end; i++) {
    w[i] = fma(-rate, fma(l2, w[i], gradient[i]), w[i]);
  }
#endif
}

#ifndef FUSED
__kernel void sgd_update(__global const float *restrict gradient, __global float *restrict w,
                         __global const float *restrict scalars, const int n, const float l2, const int cursor) {
  sgd_update_tile(gradient, w, scalars, n, l2, cursor, (int)get_global_id(0), 0);
}
#endif
