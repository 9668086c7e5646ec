/*
 * Row y of c = epilogue(alpha * a op(b)), by a work-group: a work-item takes column t, t + GROUP, ... of it, each one
 * ascending chain over k.
 *
 *   layout:   local: a [k], or with PIXELS the lists of kernels/row_pixels.cl; row [n], row y of c
 *             global, row-major: b [k x n], or [n x k] with TRANS_B; c [m x n]; extra: a bias [n] with BIAS
 *             with GRADIENT extra is local: row y of an activation's output [n]
 *
 *   define    default  meaning, constraint
 *   GROUP     128      work-items of the group
 *   PIXELS    0        a is the non-zero pixels of a row: factors and where they stand
 *   TRANS_B   0        b is stored transposed; excludes PIXELS
 *   LDB, LDC           row lengths of b and c
 *   AHEAD     32       elements of b on their way at a time, with PIXELS a divisor of 32: a work-group alone on its core
 *                      waits for memory at each of them otherwise
 *   and those of epilogue.clh; BETA is 0
 *
 * Launched with a work-group for each row.
 */
#include "epilogue.clh"

#ifndef GROUP
#define GROUP 128
#endif
#ifndef PIXELS
#define PIXELS 0
#endif
#ifndef TRANS_B
#define TRANS_B 0
#endif
#ifndef LDB
#define LDB (TRANS_B ? k : n)
#endif
#ifndef LDC
#define LDC n
#endif
#ifndef AHEAD
#define AHEAD 32
#endif
#undef EXTRA
#if GRADIENT
#define EXTRA __local const float *
#else
#define EXTRA __global const float *
#endif
#undef AT_B
#define AT_B(p, j) ((size_t)(TRANS_B ? j : p) * LDB + (TRANS_B ? p : j))

INLINED void OWN(row_product_tile)(__local const float *a,
#if PIXELS
                                   __local const float *where_floats,
#endif
                                   __global const float *restrict b, __local float *row, __global float *restrict c,
                                   EXTRA extra, const int n, const int k, const float alpha, const int x,
                                   const int y) {
#if PIXELS
  __local const int *where = (__local const int *)where_floats;
  const int all = where[(k + 31) / 32 * 32];
#endif
  for (int j = (int)get_local_id(0); j < n; j += GROUP) {
    float sum = 0.0f;
#if PIXELS
    for (int q = 0; q < all; q += AHEAD) {
      float next[AHEAD];
#pragma unroll
      for (int l = 0; l < AHEAD; l++) {
        next[l] = b[(size_t)where[q + l] * LDB + j];
      }
#pragma unroll
      for (int l = 0; l < AHEAD; l++) {
        sum = fma(a[q + l], next[l], sum);
      }
    }
#else
    int p = 0;
    for (; p + AHEAD <= k; p += AHEAD) {
      float next[AHEAD];
#pragma unroll
      for (int l = 0; l < AHEAD; l++) {
        next[l] = b[AT_B(p + l, j)];
      }
#pragma unroll
      for (int l = 0; l < AHEAD; l++) {
        sum = fma(a[p + l], next[l], sum);
      }
    }
    float last[AHEAD];
#pragma unroll
    for (int l = 0; l < AHEAD; l++) {
      last[l] = p + l < k ? b[AT_B(p + l, j)] : 0.0f;
    }
#pragma unroll
    for (int l = 0; l < AHEAD; l++) {
      sum = p + l < k ? fma(a[p + l], last[l], sum) : sum;
    }
#endif
    const float value = OWN(epilogue_1)(sum, alpha, 0.0f, 0.0f, BIAS || GRADIENT ? extra[j] : 0.0f);
    row[j] = value;
    c[(size_t)y * LDC + j] = value;
  }
}

#ifndef FUSED
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void row_product(
    __local const float *a,
#if PIXELS
    __local const float *where_floats,
#endif
    __global const float *restrict b, __local float *row, __global float *restrict c, EXTRA extra, const int n, const int k,
    const float alpha) {
  row_product_tile(
      a,
#if PIXELS
      where_floats,
#endif
      b, row, c, extra, n, k, alpha, 0, (int)get_group_id(0));
}
#endif
