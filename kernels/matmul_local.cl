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
 *                      one barrier per piece is enough; Tiling.Local.localBytes says what must fit local memory
 *   UNROLL    8        steps along k that are written out, so that the reads of the next ones start early
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
#include "pixel.clh"

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

/*
 * A piece is read in lines of global memory, which lie along k or along d: the rows of op(a), the columns of op(b).
 * GLOBAL_A and GLOBAL_B are the widest vectors that divide a line of a piece and a row of the matrix: since both do, a
 * vector is inside the matrix or outside, never half. They must be known to the preprocessor: a choice between an
 * aligned load and another that is left to the compiler ends as four loads.
 */
#define ALONG_A (!TRANS_A)
#define ALONG_B TRANS_B
#if ALONG_A
#define LINE_A TILE_K
#define LINES_A TILE_M
#else
#define LINE_A TILE_M
#define LINES_A TILE_K
#endif
#if ALONG_B
#define LINE_B TILE_K
#define LINES_B TILE_N
#else
#define LINE_B TILE_N
#define LINES_B TILE_K
#endif
#if defined(LDA) && LDA % 4 == 0 && LINE_A % 4 == 0
#define GLOBAL_A 4
#elif defined(LDA) && LDA % 2 == 0 && LINE_A % 2 == 0
#define GLOBAL_A 2
#else
#define GLOBAL_A 1
#endif
#if defined(LDB) && LDB % 4 == 0 && LINE_B % 4 == 0
#define GLOBAL_B 4
#elif defined(LDB) && LDB % 2 == 0 && LINE_B % 2 == 0
#define GLOBAL_B 2
#else
#define GLOBAL_B 1
#endif
/* Floats of c, and of extra, at once. */
#if defined(LDC) && LDC % VECTOR_B == 0
#define GLOBAL_C VECTOR_B
#else
#define GLOBAL_C 1
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
#define PER_LINE_A (LINE_A / GLOBAL_A)
#define PER_LINE_B (LINE_B / GLOBAL_B)
/* Vectors of a piece that one work-item loads. */
#define SHARE_A ((LINES_A * PER_LINE_A + ITEMS - 1) / ITEMS)
#define SHARE_B ((LINES_B * PER_LINE_B + ITEMS - 1) / ITEMS)

/*
 * In local memory element (p, d) of a piece lies at p * STRIDE_P + d * STRIDE_D. Rows are whole vectors. Where lines of
 * global memory become columns there, four floats more keep their elements in different banks; rows read along k by
 * neighbours are an odd number of vectors apart for the same reason.
 */
#if DEPTH == 4
#define ROW_A ((TILE_K + 3) / 4 % 2 == 1 ? TILE_K : TILE_K + 4)
#define ROW_B ROW_A
#define PIECE_A (TILE_M * ROW_A)
#define PIECE_B (TILE_N * ROW_B)
#define STRIDE_P_A 1
#define STRIDE_P_B 1
#define STRIDE_D_A ROW_A
#define STRIDE_D_B ROW_B
#define IS_TURNED_A (!ALONG_A)
#define IS_TURNED_B (!ALONG_B)
#else
#define ROW_A ((TILE_M + 3) / 4 * 4 + 4 * ALONG_A)
#define ROW_B ((TILE_N + 3) / 4 * 4 + 4 * ALONG_B)
#define PIECE_A (TILE_K * ROW_A)
#define PIECE_B (TILE_K * ROW_B)
#define STRIDE_P_A ROW_A
#define STRIDE_P_B ROW_B
#define STRIDE_D_A 1
#define STRIDE_D_B 1
#define IS_TURNED_A ALONG_A
#define IS_TURNED_B ALONG_B
#endif

/*
 * Of a private array that lives across a barrier. PoCL keeps those of all work-items one after the other, without the
 * gaps that the 16 bytes would need to which Clang aligns an array by itself.
 */
#define PACKED __attribute__((aligned(4)))

/* Vectors between registers and memory; aligned. */
INLINED void load_1(float *to, __global const float *from) { *to = *from; }

INLINED void store_1(__global float *to, const float *from) { *to = *from; }

INLINED void load_local_1(float *to, __local const float *from) { *to = *from; }

INLINED void store_local_1(__local float *to, const float *from, const int stride) { *to = *from; }

#define MOVES(W)                                                                                                \
  INLINED void load_##W(float *to, __global const float *from) {                                                \
    vstore##W(*(__global const float##W *)from, 0, to);                                                         \
  }                                                                                                             \
  INLINED void store_##W(__global float *to, const float *from) {                                               \
    *(__global float##W *)to = vload##W(0, from);                                                               \
  }                                                                                                             \
  INLINED void load_local_##W(float *to, __local const float *from) {                                           \
    vstore##W(*(__local const float##W *)from, 0, to);                                                          \
  }                                                                                                             \
  /* its floats `stride` apart */                                                                               \
  INLINED void store_local_##W(__local float *to, const float *from, const int stride) {                        \
    if (stride == 1) {                                                                                          \
      *(__local float##W *)to = vload##W(0, from);                                                              \
    } else {                                                                                                    \
      _Pragma("unroll") for (int l = 0; l < W; l++) { to[l * stride] = from[l]; }                               \
    }                                                                                                           \
  }

MOVES(2)
MOVES(4)

INLINED void load_pixels_1(float *to, __global const uchar *from) { *to = over_255_1((float)*from); }

#define LOAD_PIXELS(W)                                                                                          \
  INLINED void load_pixels_##W(float *to, __global const uchar *from) {                                         \
    vstore##W(convert_float##W(*(__global const uchar##W *)from), 0, to);                                       \
    _Pragma("unroll") for (int l = 0; l < W; l++) { to[l] = over_255_1(to[l]); }                                \
  }

LOAD_PIXELS(2)
LOAD_PIXELS(4)

/*
 * Vector `item + share * ITEMS` of a piece: neighbouring work-items take neighbouring vectors, line by line. Its line,
 * and its place in the line. Where a round of all work-items takes whole lines, the shares of one differ by constants.
 */
INLINED int line_of(const uint item, const uint share, const uint per_line) {
  return ITEMS % per_line == 0 ? item / per_line + share * (ITEMS / per_line) : (item + share * ITEMS) / per_line;
}

INLINED int place_of(const uint item, const uint share, const uint per_line) {
  return ITEMS % per_line == 0 ? item % per_line : (item + share * ITEMS) % per_line;
}

#define IS_IN_PIECE(X) ((SHARE_##X * ITEMS == LINES_##X * PER_LINE_##X) || line < LINES_##X)

/*
 * A vector of a piece of a or b, in line `line` of it. Of images the first work-group of a row of them writes a, too.
 */
#if IMAGES
#define READ_A                                                                                                  \
  PASTE(load_pixels_, GLOBAL_A)(next_a + l * GLOBAL_A, images + (size_t)image[l] * LDA + p);                    \
  if (get_group_id(0) == 0) {                                                                                   \
    PASTE(store_, GLOBAL_A)(a + (size_t)d * LDA + p, next_a + l * GLOBAL_A);                                    \
  }
#else
#define READ_A PASTE(load_, GLOBAL_A)(next_a + l * GLOBAL_A, from_a + line * LDA + place);
#endif
#define READ_B PASTE(load_, GLOBAL_B)(next_b + l * GLOBAL_B, from_b + line * LDB + place);

/*
 * This work-item's share of the piece of a or b (X) at p0, from global memory into registers; 0 outside of k x size.
 * d0 is the piece's first row of op(a) or column of op(b).
 */
#define FETCH(X, next, p0, d0, size)                                                          \
  _Pragma("unroll") for (int l = 0; l < SHARE_##X; l++) {                                                       \
    const int line = line_of(item, l, PER_LINE_##X);                                                            \
    const int place = place_of(item, l, PER_LINE_##X) * GLOBAL_##X;                                             \
    const int p = p0 + (ALONG_##X ? place : line);                                                              \
    const int d = d0 + (ALONG_##X ? line : place);                                                              \
    _Pragma("unroll") for (int e = 0; e < GLOBAL_##X; e++) { next[l * GLOBAL_##X + e] = 0.0f; }                 \
    if (IS_IN_PIECE(X) && p < k && d < size) {                                                                  \
      READ_##X                                                                                                  \
    }                                                                                                           \
  }

/* From registers into local memory. */
#define PUT(X, piece, next)                                                                                     \
  _Pragma("unroll") for (int l = 0; l < SHARE_##X; l++) {                                                       \
    const int line = line_of(item, l, PER_LINE_##X);                                                            \
    const int place = place_of(item, l, PER_LINE_##X) * GLOBAL_##X;                                             \
    const int p = ALONG_##X ? place : line;                                                                     \
    const int d = ALONG_##X ? line : place;                                                                     \
    if (IS_IN_PIECE(X)) {                                                                                       \
      PASTE(store_local_, GLOBAL_##X)(piece + p * STRIDE_P_##X + d * STRIDE_D_##X, next + l * GLOBAL_##X,       \
                                      IS_TURNED_##X ? ROW_##X : 1);                                             \
    }                                                                                                           \
  }

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
