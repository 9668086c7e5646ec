/*
 * g = fma(l2, w[i], gradient[i])
 * m[i] = fma(mean_share, g - m[i], m[i])
 * s[i] = fma(square_share, fma(g, g, -s[i]), s[i])
 * d = fma(sqrt(s[i]), correction, epsilon)
 * w[i] = fma(-rate, m[i] * (1 / d), w[i])             without DECOUPLED
 * w[i] = fma(-rate, m[i] * (1 / d), kept * w[i])      with DECOUPLED
 *
 * with rate = scalars[cursor], correction = scalars[lds + cursor] and kept = scalars[2 lds + cursor].
 *
 *   layout:   gradient, m, s, w [n];  scalars [3 x epoch rows], row-major, rows lds apart
 *
 *   define     default  meaning, constraint
 *   DECOUPLED  0        1: w shrinks by itself, as in AdamW
 *   WIDTH      1        elements of a vector: 1 or 16
 *   VECTORS    1        vectors a work-item takes, one after the other; 1 or more
 *
 * Launched with global size at least ceil(n / (WIDTH VECTORS)).
 */
#pragma OPENCL FP_CONTRACT OFF
#include "elementary.clh"
#include "store.clh"

#ifndef DECOUPLED
#define DECOUPLED 0
#endif
#ifndef WIDTH
#define WIDTH 1
#endif
#ifndef VECTORS
#define VECTORS 1
#endif

void OWN(adam_update_tile)(__global const float *restrict gradient, __global float *restrict m,
                           __global float *restrict s, __global float *restrict w,
                           __global const float *restrict scalars, const int n, const int lds, const float mean_share,
                           const float square_share, const float epsilon, const float l2, const int cursor, const int x,
                           const int y) {
  const float rate = scalars[cursor];
  const float correction = scalars[lds + cursor];
  const float kept = scalars[2 * lds + cursor];
  const int begin = x * (WIDTH * VECTORS);
  const int end = min(begin + WIDTH * VECTORS, n);
#if WIDTH == 16
  for (int i = begin; i < end; i += 16) {
    const int count = min(end - i, 16);
    const float16 before = load_part(w + i, count);
    const float16 g = fma((float16)(l2), before, load_part(gradient + i, count));
    const float16 old_mean = load_part(m + i, count);
    const float16 mean = fma((float16)(mean_share), g - old_mean, old_mean);
    const float16 old_square = load_part(s + i, count);
    const float16 square = fma((float16)(square_share), fma(g, g, -old_square), old_square);
    const float16 d = fma(sqrt_16(square), (float16)(correction), (float16)(epsilon));
    const float16 from = DECOUPLED ? (float16)(kept) * before : before;
    store_part(mean, m + i, count);
    store_part(square, s + i, count);
    store_part(fma((float16)(-rate), mean * reciprocal_16(d), from), w + i, count);
  }
#else
  for (int i = begin; i < end; i++) {
    const float g = fma(l2, w[i], gradient[i]);
    const float mean = fma(mean_share, g - m[i], m[i]);
    const float square = fma(square_share, fma(g, g, -s[i]), s[i]);
    const float d = fma(sqrt_1(square), correction, epsilon);
    m[i] = mean;
    s[i] = square;
    w[i] = fma(-rate, mean * reciprocal_1(d), DECOUPLED ? kept * w[i] : w[i]);
  }
#endif
}

#ifndef FUSED
__kernel void adam_update(__global const float *restrict gradient, __global float *restrict m,
                          __global float *restrict s, __global float *restrict w, __global const float *restrict scalars,
                          const int n, const int lds, const float mean_share, const float square_share,
                          const float epsilon, const float l2, const int cursor) {
  adam_update_tile(gradient, m, s, w, scalars, n, lds, mean_share, square_share, epsilon, l2, cursor,
                   (int)get_global_id(0), 0);
}
#endif
