/*
 * g = fma(l2, w[i], gradient[i])
 * v[i] = fma(momentum, v[i], g)
 * w[i] = fma(-rate, v[i], w[i])                            with rate = scalars[cursor]
 * w[i] = fma(-rate, fma(momentum, v[i], g), w[i])          the same, looking ahead
 *
 *   layout:   gradient, v, w [n];  scalars [epoch rows], and other rows behind it
 *
 *   define    default  meaning, constraint
 *   NESTEROV  0        1: looks ahead
 *   WIDTH     1        elements of a vector: 1 or 16
 *   VECTORS   1        vectors a work-item takes, one after the other; 1 or more
 *
 * Launched with global size at least ceil(n / (WIDTH VECTORS)).
 */
#pragma OPENCL FP_CONTRACT OFF
#include "store.clh"

#ifndef NESTEROV
#define NESTEROV 0
#endif
#ifndef WIDTH
#define WIDTH 1
#endif
#ifndef VECTORS
#define VECTORS 1
#endif

void OWN(momentum_update_tile)(__global const float *restrict gradient, __global float *restrict v,
                               __global float *restrict w, __global const float *restrict scalars, const int n,
                               const float momentum, const float l2, const int cursor, const int x, const int y) {
  const float rate = scalars[cursor];
  const int begin = x * (WIDTH * VECTORS);
  const int end = min(begin + WIDTH * VECTORS, n);
#if WIDTH == 16
  for (int i = begin; i < end; i += 16) {
    const int count = min(end - i, 16);
    const float16 before = load_part(w + i, count);
    const float16 g = fma((float16)(l2), before, load_part(gradient + i, count));
    const float16 velocity = fma((float16)(momentum), load_part(v + i, count), g);
    store_part(velocity, v + i, count);
    const float16 step = NESTEROV ? fma((float16)(momentum), velocity, g) : velocity;
    store_part(fma((float16)(-rate), step, before), w + i, count);
  }
#else
  for (int i = begin; i < end; i++) {
    const float g = fma(l2, w[i], gradient[i]);
    const float velocity = fma(momentum, v[i], g);
    v[i] = velocity;
    w[i] = fma(-rate, NESTEROV ? fma(momentum, velocity, g) : velocity, w[i]);
  }
#endif
}

#ifndef FUSED
__kernel void momentum_update(__global const float *restrict gradient, __global float *restrict v,
                              __global float *restrict w, __global const float *restrict scalars, const int n,
                              const float momentum, const float l2, const int cursor) {
  momentum_update_tile(gradient, v, w, scalars, n, momentum, l2, cursor, (int)get_global_id(0), 0);
}
#endif
