/*
 * A step of the parameters, from their gradient: see update.clh.
 *
 *   layout:   gradient [n], and those of update.clh
 *
 *   define   default  meaning, constraint
 *   UPDATE   1        a number of update.clh, 1 to 5
 *   WIDTH    1        elements of a vector: 1 or 16
 *   VECTORS  1        vectors a work-item takes, one after the other; 1 or more
 *
 * Launched with global size at least ceil(n / (WIDTH VECTORS)).
 */
#pragma OPENCL FP_CONTRACT OFF
#ifndef UPDATE
#define UPDATE 1
#endif
#include "store.clh"

#ifndef WIDTH
#define WIDTH 1
#endif
#ifndef VECTORS
#define VECTORS 1
#endif

void OWN(update_tile)(__global const float *restrict gradient, const int n UPDATE_PARAMETERS, const int x, const int y) {
  const int begin = x * (WIDTH * VECTORS);
  const int end = min(begin + WIDTH * VECTORS, n);
#if WIDTH == 16
  for (int i = begin; i < end; i += 16) {
    const int count = min(end - i, 16);
    OWN(update_part)(load_part(gradient + i, count), i, count UPDATE_ARGUMENTS);
  }
#else
  for (int i = begin; i < end; i++) {
    float m = UPDATE > 1 ? mean[i] : 0.0f;
    float s = UPDATE > 3 ? squares[i] : 0.0f;
    weights[i] = OWN(updated_1)(gradient[i], weights[i], &m, &s UPDATE_ARGUMENTS);
    if (UPDATE > 1) {
      mean[i] = m;
    }
    if (UPDATE > 3) {
      squares[i] = s;
    }
  }
#endif
}

#ifndef FUSED
__kernel void update(__global const float *restrict gradient, const int n UPDATE_PARAMETERS) {
  update_tile(gradient, n UPDATE_ARGUMENTS, (int)get_global_id(0), 0);
}
#endif
