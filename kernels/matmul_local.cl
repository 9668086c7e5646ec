/*
 * c = epilogue(alpha * op(a) op(b) + beta * c): the product for GPUs. A work-group computes a TILE_M x TILE_N tile of
 * c. It walks along k in pieces of TILE_K: each piece of op(a) and op(b) is loaded once from global memory, shared
 * in local memory, and multiplied from there into WORK_M x WORK_N sums that each work-item keeps in registers.
 *
 *   layout, row-major:   a [m x k], or [k x m] with TRANS_A; with IMAGES it is made here from images [rows x k] bytes and
 *                        order [samples] row numbers: a[i, p] = images[order[cursor + i], p] / 255, correctly rounded
 *                        b [k x n], or [n x k] with TRANS_B
 *                        c [m x n]
 *
 *                  TILE_N            left [TILE_K x TILE_M]   op(a)'s piece, transposed
 *              +-----------+        right [TILE_K x TILE_N]   op(b)'s piece
 *      TILE_K  |   right   |        With DEPTH 4: left [TILE_M x TILE_K], right [TILE_N x TILE_K]
 *              +-----------+
 *       left^T +-----------+        Work-item (x, y) owns the vectors of VECTOR_B columns x, x + SIZE_X, ... and of
 *   TILE_M     | tile of c |        VECTOR_A rows y, y + SIZE_Y, ... of the tile, so that neighbouring work-items read
 *              +-----------+        neighbouring vectors of local memory, and store neighbouring vectors of c.
 *
 *   define    default  meaning, constraint
 *   TRANS_A   0        a is stored transposed
 *   TRANS_B   0        b is stored transposed
 *   IMAGES    0        1: op(a) is read from images, and a is written for the ops behind; excludes TRANS_A
 *   TILE_M    64       rows of a tile, a multiple of WORK_M
 *   TILE_N    64       columns of a tile, a multiple of WORK_N
 *   TILE_K    16       depth of a piece, a multiple of DEPTH
 *   WORK_M    4        rows per work-item, a multiple of VECTOR_A
 *   WORK_N    4        columns per work-item, a multiple of VECTOR_B
 *   VECTOR_A  4        neighbouring rows of a work-item, read from local memory at once: 1, 2 or 4
 *   VECTOR_B  4        its neighbouring columns, read, and stored to c, at once: 1, 2 or 4
 *   DEPTH     1        steps along k that are read from local memory at once: 1, or 4 where VECTOR_A and VECTOR_B are 1.
 *                      4 is for blocks of one or two sums a side, which would wait for local memory at each step.
 *   BUFFERS   1        pieces in local memory, 1 or 2: with 2, a piece is stored while the last one is still read, and
 *                      one barrier per piece is enough; LocalTiling.localBytes says what must fit local memory
 *   UNROLL    8        steps along k that are written out, a multiple of DEPTH, so that the reads of the next ones start
 *                      early
 *   LANES_X   SIZE_X   columns of work-items that 32 neighbours take, 32 / LANES_X rows of them: divides SIZE_X, and
 *                      32 / LANES_X divides SIZE_Y. The nearer to a square, the fewer words 32 work-items read.
 *   LDA, LDB, LDC      row lengths of a, b and c: all of a row, no padding. When not given they follow from m, n, k, and
 *                      no vectors are loaded from or stored to global memory.
 *   and those of epilogue.clh
 *
 * Launched with local size (TILE_N / WORK_N, TILE_M / WORK_M) and as many whole work-groups as cover c. Where a piece
 * hangs over the edge it is filled with zeros, and fma(0, 0, s) changes no bit of the result: every element is one
 * ascending chain over k, whatever the defines.
 */
#include "epilogue.clh"

#ifndef IMAGES
#define IMAGES 0
#endif
#ifndef TRANS_A
#define TRANS_A 0
#endif
#ifndef TRANS_B
#define TRANS_B 0
#endif
#ifndef TILE_M
#define TILE_M 64
#endif
#ifndef TILE_N
#define TILE_N 64
#endif
#ifndef TILE_K
#define TILE_K 16
#endif
#ifndef WORK_M
#define WORK_M 4
#endif
#ifndef WORK_N
#define WORK_N 4
#endif
#ifndef VECTOR_A
#define VECTOR_A 4
#endif
#ifndef VECTOR_B
#define VECTOR_B 4
#endif
#ifndef BUFFERS
#define BUFFERS 1
#endif
#ifndef DEPTH
#define DEPTH 1
#endif
#ifndef UNROLL
#define UNROLL 8
#endif
#define SIZE_X (TILE_N / WORK_N)
#define SIZE_Y (TILE_M / WORK_M)
#define ITEMS (SIZE_X * SIZE_Y)
#ifndef LANES_X
#define LANES_X SIZE_X
#endif

/* Floats of c, and of extra, at once. */
#if defined(LDC) && LDC % VECTOR_B == 0
#define GLOBAL_C VECTOR_B
#else
#define GLOBAL_C 1
#endif
#ifndef LDC
#define LDC n
#endif
#include "pieces.clh"

__kernel __attribute__((reqd_work_group_size(SIZE_X, SIZE_Y, 1))) void matmul_local(
#if IMAGES
    __global const uchar *restrict images, __global const int *restrict order, __global float *restrict a,
#else
    __global const float *restrict a,
#endif
    __global const float *restrict b, __global float *restrict c, __global const float *restrict extra, const int m,
    const int n, const int k, const float alpha, const float beta
#if IMAGES
    , const int cursor
#endif
    ) {
  __local float left[BUFFERS][PIECE_A] __attribute__((aligned(16)));
  __local float right[BUFFERS][PIECE_B] __attribute__((aligned(16)));
  const int item = (int)get_local_id(1) * SIZE_X + (int)get_local_id(0);
#if LANES_X == SIZE_X
  const int x = (int)get_local_id(0);
  const int y = (int)get_local_id(1);
#else
  const int x = item / 32 % (SIZE_X / LANES_X) * LANES_X + item % LANES_X;
  const int y = item / 32 / (SIZE_X / LANES_X) * (32 / LANES_X) + item % 32 / LANES_X;
#endif
  const int i0 = (int)get_group_id(1) * TILE_M;
  const int j0 = (int)get_group_id(0) * TILE_N;
#if IMAGES
  int image[SHARE_A] PACKED; /* the row of images of each of its vectors */
#pragma unroll
  for (int l = 0; l < SHARE_A; l++) {
    image[l] = order[cursor + min(i0 + line_of(item, l, PER_LINE_A), m - 1)];
  }
#else
  __global const float *from_a = a + (ALONG_A ? (size_t)i0 * LDA : (size_t)i0);
#endif
  __global const float *from_b = b + (ALONG_B ? (size_t)j0 * LDB : (size_t)j0);
  float next_a[SHARE_A * GLOBAL_A] PACKED;
  float next_b[SHARE_B * GLOBAL_B] PACKED;
  float sum[WORK_M * WORK_N] PACKED;
#pragma unroll
  for (int s = 0; s < WORK_M * WORK_N; s++) {
    sum[s] = 0.0f;
  }

  FETCH(A, next_a, 0, i0, m)
  FETCH(B, next_b, 0, j0, n)
  for (int p0 = 0; p0 < k; p0 += TILE_K) {
#if BUFFERS == 2
    const int buffer = p0 / TILE_K % 2;
#else
    const int buffer = 0;
#endif
    PUT(A, left[buffer], next_a)
    PUT(B, right[buffer], next_b)
    barrier(CLK_LOCAL_MEM_FENCE);
    /* The next piece is on its way while this one is multiplied; past the end of k it is zeros, loaded from nowhere. */
#if !IMAGES
    from_a += ALONG_A ? (size_t)TILE_K : (size_t)TILE_K * LDA;
#endif
    from_b += ALONG_B ? (size_t)TILE_K : (size_t)TILE_K * LDB;
    FETCH(A, next_a, p0 + TILE_K, i0, m)
    FETCH(B, next_b, p0 + TILE_K, j0, n)
    __local const float *rows = left[buffer] + y * VECTOR_A * STRIDE_D_A;
    __local const float *columns = right[buffer] + x * VECTOR_B * STRIDE_D_B;
#pragma unroll UNROLL / DEPTH
    for (int p = 0; p < TILE_K; p += DEPTH) {
      float row[WORK_M * DEPTH];
      float column[WORK_N * DEPTH];
#if DEPTH == 4
#pragma unroll
      for (int r = 0; r < WORK_M; r++) {
        load_local_4(row + 4 * r, rows + r * SIZE_Y * STRIDE_D_A + p);
      }
#pragma unroll
      for (int s = 0; s < WORK_N; s++) {
        load_local_4(column + 4 * s, columns + s * SIZE_X * STRIDE_D_B + p);
      }
#else
#pragma unroll
      for (int r = 0; r < WORK_M; r += VECTOR_A) {
        PASTE(load_local_, VECTOR_A)(row + r, rows + p * ROW_A + r * SIZE_Y);
      }
#pragma unroll
      for (int s = 0; s < WORK_N; s += VECTOR_B) {
        PASTE(load_local_, VECTOR_B)(column + s, columns + p * ROW_B + s * SIZE_X);
      }
#endif
#pragma unroll
      for (int q = 0; q < DEPTH; q++) {
#pragma unroll
        for (int r = 0; r < WORK_M; r++) {
#pragma unroll
          for (int s = 0; s < WORK_N; s++) {
            sum[r * WORK_N + s] = fma(row[r * DEPTH + q], column[s * DEPTH + q], sum[r * WORK_N + s]);
          }
        }
      }
    }
#if BUFFERS == 1
    barrier(CLK_LOCAL_MEM_FENCE);
#endif
  }

#pragma unroll
  for (int r = 0; r < WORK_M; r++) {
#pragma unroll
    for (int s = 0; s < WORK_N; s += GLOBAL_C) {
      const int i = i0 + y * VECTOR_A + r / VECTOR_A * VECTOR_A * SIZE_Y + r % VECTOR_A;
      const int j = j0 + x * VECTOR_B + s / VECTOR_B * VECTOR_B * SIZE_X + s % VECTOR_B;
      if (i < m && j < n) {
        const size_t at = (size_t)i * LDC + j;
        float old[GLOBAL_C];
        float other[GLOBAL_C];
#if BETA
        PASTE(load_, GLOBAL_C)(old, c + at);
#endif
#if BIAS
        PASTE(load_, GLOBAL_C)(other, extra + j);
#elif GRADIENT
        PASTE(load_, GLOBAL_C)(other, extra + at);
#endif
#pragma unroll
        for (int l = 0; l < GLOBAL_C; l++) {
          old[l] = epilogue_1(sum[r * WORK_N + s + l], alpha, beta, BETA ? old[l] : 0.0f, BIAS || GRADIENT ? other[l] : 0.0f);
        }
        PASTE(store_, GLOBAL_C)(c + at, old);
      }
    }
  }
}
