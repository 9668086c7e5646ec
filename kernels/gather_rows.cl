/*
 * out[i, d] = inputs[order[cursor + i], d] / 255, correctly rounded; with VALUES as it is.
 *
 *   layout, row-major:   inputs [rows x features] bytes, or floats,  order [samples] row numbers,  out [batch x features]
 *
 *   define   default  meaning, constraint
 *   VALUES   0        1: inputs are floats, not bytes
 *   WIDTH    16       inputs a work-item takes at a time: 4 or 16
 *   LANES    1        work-items that share a row, at least 1
 *   LDA      features row length of inputs
 *   LDC      features row length of out
 *   ALIGNED  0        1: features is a multiple of WIDTH, so that vectors are loaded and stored as one
 *
 * Launched with global size (LANES, at least batch): the LANES work-items of a row share its inputs, WIDTH at a time
 * and side by side, so that neighbours load from neighbouring places.
 */
#pragma OPENCL FP_CONTRACT OFF
#include "pixel.clh"

#ifndef VALUES
#define VALUES 0
#endif
#ifndef WIDTH
#define WIDTH 16
#endif
#ifndef LANES
#define LANES 1
#endif
#ifndef LDA
#define LDA features
#endif
#ifndef LDC
#define LDC features
#endif
#ifndef ALIGNED
#define ALIGNED 0
#endif

#define JOIN_(x, y) x##y
#define JOIN(x, y) JOIN_(x, y)
#define VECTOR JOIN(float, WIDTH)
#undef INPUT
#undef SCALED
#undef SCALED_1
#if VALUES
#define INPUT float
#define SCALED(v) (v)
#define SCALED_1(v) (v)
#else
#define INPUT uchar
#define SCALED(v) OWN(over_255)(JOIN(convert_float, WIDTH)(v))
#define SCALED_1(v) over_255_1((float)(v))
#endif
#define LOAD(p) (ALIGNED ? *(__global const JOIN(INPUT, WIDTH) *)(p) : JOIN(vload, WIDTH)(0, p))
#define STORE(v, p) (ALIGNED ? (void)(*(__global VECTOR *)(p) = v) : JOIN(vstore, WIDTH)(v, 0, p))

OVER_255(VECTOR, OWN(over_255))

void OWN(gather_rows_tile)(__global const INPUT *restrict inputs, __global const int *restrict order,
                          __global float *restrict out, const int batch, const int features, const int cursor,
                          const int x, const int y) {
  const int i = y;
  if (i >= batch) {
    return;
  }
  const int stride = LANES * WIDTH;
  __global const INPUT *from = inputs + (size_t)order[cursor + i] * LDA;
  __global float *to = out + (size_t)i * LDC;
  for (int d = x * WIDTH; d < features; d += stride) {
    if (d + WIDTH <= features) {
      STORE(SCALED(LOAD(from + d)), to + d);
    } else {
      for (int e = d; e < features; e++) {
        to[e] = SCALED_1(from[e]);
      }
    }
  }
}

#ifndef FUSED
__kernel void gather_rows(__global const INPUT *restrict inputs, __global const int *restrict order,
                          __global float *restrict out, const int batch, const int features, const int cursor) {
  gather_rows_tile(inputs, order, out, batch, features, cursor, (int)get_global_id(0), (int)get_global_id(1));
}
#endif
