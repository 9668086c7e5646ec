/*
 * c[i, j] = a[i, j] * factor[i, j]
 *
 *   layout, row-major:   a, factor, c [rows x n], a row every ld elements; c may be a
 *
 *   define   default  meaning, constraint
 *   WIDTH    1        elements of a vector: 1 or 16
 *   VECTORS  1        vectors a work-item takes, one after the other; 1 or more
 *
 * Launched with global size at least (ceil(n / (WIDTH VECTORS)), rows).
 */
#pragma OPENCL FP_CONTRACT OFF
#include "store.clh"

#ifndef WIDTH
#define WIDTH 1
#endif
#ifndef VECTORS
#define VECTORS 1
#endif

void OWN(multiply_tile)(__global const float *a, __global const float *restrict factor, __global float *c,
                        const int rows, const int n, const int ld, const int x, const int y) {
  if (y >= rows) {
    return;
  }
  const size_t row = (size_t)y * ld;
  const int begin = x * (WIDTH * VECTORS);
  const int end = min(begin + WIDTH * VECTORS, n);
  for (int j = begin; j < end; j += WIDTH) {
#if WIDTH == 16
    const int count = min(end - j, 16);
    store_part(load_part(a + row + j, count) * load_part(factor + row + j, count), c + row + j, count);
#else
    c[row + j] = a[row + j] * factor[row + j];
#endif
  }
}

#ifndef FUSED
__kernel void multiply(__global const float *a, __global const float *restrict factor, __global float *c,
                       const int rows, const int n, const int ld) {
  multiply_tile(a, factor, c, rows, n, ld, (int)get_global_id(0), (int)get_global_id(1));
}
#endif
