/*
 * out[i, d] = images[order[cursor + i], d] / 255, correctly rounded.
 *
 *   layout, row-major:   images [rows x features] bytes,  order [samples] row numbers,  out [batch x features]
 *
 *   define   default  meaning, constraint
 *   WIDTH    16       pixels a work-item takes at a time: 4 or 16
 *   LANES    1        work-items that share a row, at least 1
 *   LDC      features row length of out
 *   ALIGNED  0        1: features is a multiple of WIDTH, so that vectors are loaded and stored as one
 *
 * Launched with global size (LANES, at least batch): the LANES work-items of a row share its pixels, WIDTH at a time
 * and side by side, so that neighbours load neighbouring bytes.
 */
#pragma OPENCL FP_CONTRACT OFF
#include "pixel.clh"

#ifndef WIDTH
#define WIDTH 16
#endif
#ifndef LANES
#define LANES 1
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
#define LOAD(p) (ALIGNED ? *(__global const JOIN(uchar, WIDTH) *)(p) : JOIN(vload, WIDTH)(0, p))
#define STORE(v, p) (ALIGNED ? (void)(*(__global VECTOR *)(p) = v) : JOIN(vstore, WIDTH)(v, 0, p))
#define TO_FLOAT JOIN(convert_float, WIDTH)

OVER_255(VECTOR, OWN(over_255))

void OWN(gather_rows_tile)(__global const uchar *restrict images, __global const int *restrict order,
                          __global float *restrict out, const int batch, const int features, const int cursor,
                          const int x, const int y) {
  const int i = y;
  if (i >= batch) {
    return;
  }
  const int stride = LANES * WIDTH;
  __global const uchar *from = images + (size_t)order[cursor + i] * features;
  __global float *to = out + (size_t)i * LDC;
  for (int d = x * WIDTH; d < features; d += stride) {
    if (d + WIDTH <= features) {
      STORE(OWN(over_255)(TO_FLOAT(LOAD(from + d))), to + d);
    } else {
      for (int e = d; e < features; e++) {
        to[e] = over_255_1((float)from[e]);
      }
    }
  }
}

#ifndef FUSED
__kernel void gather_rows(__global const uchar *restrict images, __global const int *restrict order,
                          __global float *restrict out, const int batch, const int features, const int cursor) {
  gather_rows_tile(images, order, out, batch, features, cursor, (int)get_global_id(0), (int)get_global_id(1));
}
#endif
