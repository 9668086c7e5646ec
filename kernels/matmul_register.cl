/*
 * c = epilogue(alpha * op(a) op(b) + beta * c): the product for CPU devices. No local memory: each work-item keeps a
 * ROWS x (16 * VECTORS) block of c in vector registers and walks along k one row of b at a time.
 *
 *   layout, row-major:   a [m x k], or [k x m] with TRANS_A
 *                        b [k x n], or [n x k] with TRANS_B
 *                        c [m x n]
 *
 *            16*VECTORS
 *           +---------+           every element is one chain of fma over k, ascending, from +0:
 *      ROWS | block   | of c      its bits depend on no tile size
 *           +---------+
 *
 *   define    default  meaning, constraint
 *   TRANS_A   0        a is stored transposed
 *   TRANS_B   0        b is stored transposed
 *   ROWS      8        rows of a block, 1 to 16
 *   VECTORS   2        float16 vectors in a row of a block, 1 to 4
 *   LDA, LDB, LDC      row lengths of a, b and c; when not given they follow from m, n, k
 *   and those of epilogue.clh
 *
 * Launched with global size (ceil(m / ROWS), ceil(n / (16 VECTORS))): rows change fastest, so that a block of b's
 * columns stays in cache. With TRANS_B, where these lie apart, they are loaded four at a time and transposed in
 * registers. Vector loads run past the end of a row of b, never past the buffer: every buffer ends in at least 256
 * floats of padding. What they bring is dropped when the block is stored, or before it is added.
 */
#include "store.clh"

#ifndef TRANS_A
#define TRANS_A 0
#endif
#ifndef TRANS_B
#define TRANS_B 0
#endif
#ifndef ROWS
#define ROWS 8
#endif
#ifndef VECTORS
#define VECTORS 2
#endif
#ifndef LDA
#define LDA (TRANS_A ? m : k)
#endif
#ifndef LDB
#define LDB (TRANS_B ? k : n)
#endif
#ifndef LDC
#define LDC n
#endif

#ifndef TRANSPOSED
#define TRANSPOSED
/*
 * Of each four floats, two of x in turn with two of y: the lower ones, or the upper. Float by float, which compilers turn
 * into one shuffle: halves of vectors become shuffles with open places, which Oclgrind 21.10 does not survive.
 */
__attribute__((always_inline)) float16 zip_lower(const float16 x, const float16 y) {
  return (float16)(x.s0, y.s0, x.s1, y.s1, x.s4, y.s4, x.s5, y.s5, x.s8, y.s8, x.s9, y.s9, x.sc, y.sc, x.sd, y.sd);
}

__attribute__((always_inline)) float16 zip_upper(const float16 x, const float16 y) {
  return (float16)(x.s2, y.s2, x.s3, y.s3, x.s6, y.s6, x.s7, y.s7, x.sa, y.sa, x.sb, y.sb, x.se, y.se, x.sf, y.sf);
}

/* Four neighbouring columns of 16 rows; rows past the last repeat it. */
__attribute__((always_inline)) void load_columns(float16 *column, __global const float *from, const int row_length,
                                                 const int last) {
#define FOUR(r) vload4(0, from + min(r, last) * row_length)
  float16 row[4]; /* four floats of each of the rows r, r + 4, r + 8 and r + 12 */
#pragma unroll
  for (int r = 0; r < 4; r++) {
    const float4 a = FOUR(r);
    const float4 b = FOUR(r + 4);
    const float4 c = FOUR(r + 8);
    const float4 d = FOUR(r + 12);
    row[r] = (float16)(a.x, a.y, a.z, a.w, b.x, b.y, b.z, b.w, c.x, c.y, c.z, c.w, d.x, d.y, d.z, d.w);
  }
#undef FOUR
  const float16 lower_even = zip_lower(row[0], row[2]);
  const float16 upper_even = zip_upper(row[0], row[2]);
  const float16 lower_odd = zip_lower(row[1], row[3]);
  const float16 upper_odd = zip_upper(row[1], row[3]);
  column[0] = zip_lower(lower_even, lower_odd);
  column[1] = zip_upper(lower_even, lower_odd);
  column[2] = zip_lower(upper_even, upper_odd);
  column[3] = zip_upper(upper_even, upper_odd);
}
#endif

/* Adds op(a)'s column p times op(b)'s row p, whose vector v is RIGHT. */
#undef ADD_PRODUCTS
#define ADD_PRODUCTS(p, RIGHT)                                                         \
  _Pragma("unroll") for (int r = 0; r < ROWS; r++) {                                   \
    const float16 left = (float16)(TRANS_A ? a[(p) * LDA + row[r]] : a[row[r] + (p)]); \
    _Pragma("unroll") for (int v = 0; v < VECTORS; v++) {                              \
      sum[r][v] = fma(left, RIGHT, sum[r][v]);                                         \
    }                                                                                  \
  }

__attribute__((always_inline)) void OWN(matmul_register_tile)(__global const float *restrict a, __global const float *restrict b,
                              __global float *restrict c, __global const float *restrict extra, const int m,
                              const int n, const int k, const float alpha, const float beta, const int x,
                              const int y) {
  const int j0 = x * (16 * VECTORS);
  const int i0 = y * ROWS;
  if (i0 >= m || j0 >= n) {
    return;
  }

  int row[ROWS]; /* where op(a)'s rows begin; rows past the last repeat it */
#pragma unroll
  for (int r = 0; r < ROWS; r++) {
    row[r] = TRANS_A ? i0 + r : min(i0 + r, m - 1) * LDA;
  }
  float16 sum[ROWS][VECTORS];
#pragma unroll
  for (int r = 0; r < ROWS; r++) {
#pragma unroll
    for (int v = 0; v < VECTORS; v++) {
      sum[r][v] = (float16)(0.0f);
    }
  }

#if TRANS_B
  for (int p0 = 0; p0 < k; p0 += 4) {
    float16 right[VECTORS][4];
#pragma unroll
    for (int v = 0; v < VECTORS; v++) {
      const int j = min(j0 + 16 * v, n - 1);
      load_columns(right[v], b + j * LDB + p0, LDB, n - 1 - j);
    }
#pragma unroll
    for (int p = 0; p < 4; p++) {
      if (p0 + p < k) {
        ADD_PRODUCTS(p0 + p, right[v][p])
      }
    }
  }
#else
  for (int p = 0; p < k; p++) {
    float16 right[VECTORS];
#pragma unroll
    for (int v = 0; v < VECTORS; v++) {
      right[v] = vload16(0, b + p * LDB + j0 + 16 * v);
    }
    ADD_PRODUCTS(p, right[v])
  }
#endif

#pragma unroll
  for (int r = 0; r < ROWS; r++) {
#pragma unroll
    for (int v = 0; v < VECTORS; v++) {
      if (i0 + r < m) {
        OWN(store_16)(sum[r][v], c, extra, i0 + r, j0 + 16 * v, n, LDC, alpha, beta);
      }
    }
  }
}

#ifndef FUSED
__kernel void matmul_register(__global const float *restrict a, __global const float *restrict b,
                              __global float *restrict c, __global const float *restrict extra, const int m,
                              const int n, const int k, const float alpha, const float beta) {
  matmul_register_tile(a, b, c, extra, m, n, k, alpha, beta, (int)get_global_id(1), (int)get_global_id(0));
}
#endif
