/*
 * c = epilogue(alpha * op(a) op(b) + beta * c): the product for CPU devices. No local memory: each work-item keeps a
 * ROWS x (16 * VECTORS) block of c in vector registers and walks along k one row of b at a time.
 *
 *   layout, row-major:   a [m x k], or [k x m] with TRANS_A
 *                        b [k x n], or [n x k] with TRANS_B
 *                        c [m x n]
 *
 *            16*VECTORS                           with TURNED,   ROWS
 *           +---------+                           for few       +-----+
 *      ROWS |  block  | of c                      columns       |     | 16*VECTORS
 *           +---------+                                         +-----+
 *
 *   Every element is one chain of fma over k, ascending, from +0: its bits depend on no tile.
 *
 *   define    default  meaning, constraint
 *   TRANS_A   0        a is stored transposed
 *   TRANS_B   0        b is stored transposed
 *   ROWS      8        rows of a block, 1 to 16; with TURNED, columns
 *   VECTORS   2        float16 vectors in a row of a block, 1 to 4; with TURNED, in a column
 *   TURNED    0        1: vectors lie along the columns of c, so that 10 columns fill them too
 *   LDA, LDB, LDC      row lengths of a, b and c; when not given they follow from m, n, k
 *   and those of epilogue.clh and update.clh
 *
 * Launched with global size (ceil(m / ROWS), ceil(n / (16 VECTORS))), with TURNED (ceil(m / (16 VECTORS)), ceil(n / ROWS)):
 * rows change fastest, so that a block of b's columns stays in cache. A TURNED block is the product of the transposes in
 * the other order, and itself transposed before it is stored. Where the vectors of the right side lie apart they are
 * loaded four at a time and transposed in registers. Vector loads run past the end of a row, never past the buffer: every
 * buffer ends in at least 256 floats of padding. What they bring is dropped when the block is stored, or before it is added.
 */
#include "store.clh"
#include "transpose.clh"

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
#ifndef TURNED
#define TURNED 0
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

/* What is computed: left times right, a block's rows from the left, its vectors from the right. */
#undef LEFT
#undef RIGHT
#undef LEFT_TRANSPOSED
#undef RIGHT_TRANSPOSED
#undef LEFT_LENGTH
#undef RIGHT_LENGTH
#if TURNED
#define LEFT b
#define RIGHT a
#define LEFT_TRANSPOSED !TRANS_B
#define RIGHT_TRANSPOSED !TRANS_A
#define LEFT_LENGTH LDB
#define RIGHT_LENGTH LDA
#else
#define LEFT a
#define RIGHT b
#define LEFT_TRANSPOSED TRANS_A
#define RIGHT_TRANSPOSED TRANS_B
#define LEFT_LENGTH LDA
#define RIGHT_LENGTH LDB
#endif

/* Adds the left side's column p times the right side's row p, whose vector v is piece. */
#undef ADD_PRODUCTS
#define ADD_PRODUCTS(p, piece)                                              \
  _Pragma("unroll") for (int r = 0; r < ROWS; r++) {                        \
    const float left = row[r][LEFT_TRANSPOSED ? (p) * LEFT_LENGTH : (p)];   \
    _Pragma("unroll") for (int v = 0; v < VECTORS; v++) {                   \
      sum[r][v] = fma((float16)(left), piece, sum[r][v]);                   \
    }                                                                       \
  }

__attribute__((always_inline)) void OWN(matmul_register_tile)(__global const float *restrict a, __global const float *restrict b,
                              __global float *restrict c, __global const float *restrict extra, const int m,
                              const int n, const int k, const float alpha, const float beta UPDATE_PARAMETERS,
                              const int x, const int y) {
#if TURNED
  const int rows = n;
  const int columns = m;
  const int i0 = x * ROWS;
  const int j0 = y * (16 * VECTORS);
#else
  const int rows = m;
  const int columns = n;
  const int i0 = y * ROWS;
  const int j0 = x * (16 * VECTORS);
#endif
  if (i0 >= rows || j0 >= columns) {
    return;
  }

  __global const float *row[ROWS]; /* of the left side; rows past the last repeat it */
#pragma unroll
  for (int r = 0; r < ROWS; r++) {
    row[r] = LEFT + (LEFT_TRANSPOSED ? i0 + r : min(i0 + r, rows - 1) * LEFT_LENGTH);
  }
  float16 sum[ROWS][VECTORS];
#pragma unroll
  for (int r = 0; r < ROWS; r++) {
#pragma unroll
    for (int v = 0; v < VECTORS; v++) {
      sum[r][v] = (float16)(0.0f);
    }
  }

#if RIGHT_TRANSPOSED
  for (int p0 = 0; p0 < k; p0 += 4) {
    float16 pieces[VECTORS][4];
#pragma unroll
    for (int v = 0; v < VECTORS; v++) {
      const int j = min(j0 + 16 * v, columns - 1);
      load_columns(pieces[v], RIGHT + j * RIGHT_LENGTH + p0, RIGHT_LENGTH, columns - 1 - j);
    }
#pragma unroll
    for (int p = 0; p < 4; p++) {
      if (p0 + p < k) {
        ADD_PRODUCTS(p0 + p, pieces[v][p])
      }
    }
  }
#else
  for (int p = 0; p < k; p++) {
    float16 pieces[VECTORS];
#pragma unroll
    for (int v = 0; v < VECTORS; v++) {
      pieces[v] = vload16(0, RIGHT + p * RIGHT_LENGTH + j0 + 16 * v);
    }
    ADD_PRODUCTS(p, pieces[v])
  }
#endif

#if TURNED
#pragma unroll
  for (int v = 0; v < VECTORS; v++) {
    float16 block[16];
#pragma unroll
    for (int r = 0; r < 16; r++) {
      block[r] = sum[min(r, ROWS - 1)][v];
    }
    transpose(block);
    OWN(store_block)(block, 16, 1, c, extra, j0 + 16 * v, i0, m, min(n, i0 + ROWS), LDC, alpha, beta UPDATE_ARGUMENTS);
  }
#else
  float16 block[ROWS * VECTORS];
#pragma unroll
  for (int r = 0; r < ROWS; r++) {
#pragma unroll
    for (int v = 0; v < VECTORS; v++) {
      block[r * VECTORS + v] = sum[r][v];
    }
  }
  OWN(store_block)(block, ROWS, VECTORS, c, extra, i0, j0, m, n, LDC, alpha, beta UPDATE_ARGUMENTS);
#endif
}

#ifndef FUSED
__kernel void matmul_register(__global const float *restrict a, __global const float *restrict b,
                              __global float *restrict c, __global const float *restrict extra, const int m,
                              const int n, const int k, const float alpha, const float beta UPDATE_PARAMETERS) {
  matmul_register_tile(a, b, c, extra, m, n, k, alpha, beta UPDATE_ARGUMENTS, (int)get_global_id(1), (int)get_global_id(0));
}
#endif
