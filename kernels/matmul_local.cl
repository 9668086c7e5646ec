/*
 * c = epilogue(alpha * op(a) op(b) + beta * c): the product for GPUs. A work-group computes a TILE_M x TILE_N tile of
 * c. It walks along k in pieces of TILE_K: each piece of op(a) and op(b) is loaded once from global memory, shared
 * in local memory, and multiplied from there into WORK_M x WORK_N sums that each work-item keeps in registers.
 *
 *   layout, row-major:   a [m x k], or [k x m] with TRANS_A
 *                        b [k x n], or [n x k] with TRANS_B
 *                        c [m x n]
 *
 *                  TILE_N            left [TILE_K x TILE_M]   op(a)'s piece, transposed
 *              +-----------+        right [TILE_K x TILE_N]   op(b)'s piece
 *      TILE_K  |   right   |
 *              +-----------+        Work-item (x, y) owns the vectors of VECTOR_B columns x, x + SIZE_X, ... and of
 *       left^T +-----------+        VECTOR_A rows y, y + SIZE_Y, ... of the tile, so that neighbouring work-items read
 *   TILE_M     | tile of c |        neighbouring vectors of local memory, and store neighbouring vectors of c.
 *              +-----------+
 *
 *   define    default  meaning, constraint
 *   TRANS_A   0        a is stored transposed
 *   TRANS_B   0        b is stored transposed
 *   TILE_M    64       rows of a tile, a multiple of WORK_M
 *   TILE_N    64       columns of a tile, a multiple of WORK_N
 *   TILE_K    16       depth of a piece, a multiple of VECTOR_A and VECTOR_B
 *   WORK_M    4        rows per work-item, a multiple of VECTOR_A
 *   WORK_N    4        columns per work-item, a multiple of VECTOR_B
 *   VECTOR_A  4        floats of a loaded at once: 1, 2 or 4
 *   VECTOR_B  4        floats of b loaded, and of c stored, at once: 1, 2 or 4
 *   BUFFERS   1        pieces in local memory, 1 or 2: with 2, a piece is stored while the last one is still read, and
 *                      one barrier per piece is enough;
 *                      BUFFERS * TILE_K * (TILE_M + VECTOR_A + TILE_N + VECTOR_B) floats fit local memory
 *   LDA, LDB, LDC      row lengths of a, b and c; when not given they follow from m, n, k
 *   and those of epilogue.clh
 *
 * Launched with local size (TILE_N / WORK_N, TILE_M / WORK_M) and as many whole work-groups as cover c. Where a piece
 * hangs over the edge it is filled with zeros, and fma(0, 0, s) changes no bit of the result: every element is one
 * ascending chain over k, whatever the defines.
 */
#include "epilogue.clh"

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
#ifndef LDA
#define LDA (TRANS_A ? m : k)
#endif
#ifndef LDB
#define LDB (TRANS_B ? k : n)
#endif
#ifndef LDC
#define LDC n
#endif
#define SIZE_X (TILE_N / WORK_N)
#define SIZE_Y (TILE_M / WORK_M)
#define ITEMS (SIZE_X * SIZE_Y)
/* A vector more than a row needs, so that the rows of a piece that is stored transposed begin in different banks. */
#define ROW_A (TILE_M + VECTOR_A)
#define ROW_B (TILE_N + VECTOR_B)
/* Vectors of a piece that one work-item loads. */
#define SHARE_A ((TILE_K * TILE_M / VECTOR_A + ITEMS - 1) / ITEMS)
#define SHARE_B ((TILE_K * TILE_N / VECTOR_B + ITEMS - 1) / ITEMS)

/*
 * The functions below are told the width of a vector, 1, 2 or 4, and all else that steers them as constants, and have
 * no loops: inlined, nothing is left of them but the moves, and private arrays become registers.
 */
#define INLINED static __attribute__((always_inline))

/* to[l] = from[l] for l < inside, else 0. `aligned` says that `from` is at a multiple of whole vectors. */
INLINED void load(float *to, __global const float *from, const int width, const int inside, const int aligned) {
  if (width == 4 && inside >= 4) {
    vstore4(aligned ? *(__global const float4 *)from : vload4(0, from), 0, to);
  } else if (width == 2 && inside >= 2) {
    vstore2(aligned ? *(__global const float2 *)from : vload2(0, from), 0, to);
  } else {
    to[0] = inside > 0 ? from[0] : 0.0f;
    if (width >= 2) {
      to[1] = inside > 1 ? from[1] : 0.0f;
    }
    if (width >= 4) {
      to[2] = inside > 2 ? from[2] : 0.0f;
      to[3] = 0.0f;
    }
  }
}

/* to[l] = from[l] for l < inside. */
INLINED void store(__global float *to, const float *from, const int width, const int inside, const int aligned) {
  if (width == 4 && inside >= 4 && aligned) {
    *(__global float4 *)to = vload4(0, from);
  } else if (width == 2 && inside >= 2 && aligned) {
    *(__global float2 *)to = vload2(0, from);
  } else {
    if (inside > 0) {
      to[0] = from[0];
    }
    if (width >= 2 && inside > 1) {
      to[1] = from[1];
    }
    if (width >= 4 && inside > 2) {
      to[2] = from[2];
    }
    if (width >= 4 && inside > 3) {
      to[3] = from[3];
    }
  }
}

/* A vector of local memory, aligned. */
INLINED void load_local(float *to, __local const float *from, const int width) {
  if (width == 4) {
    vstore4(*(__local const float4 *)from, 0, to);
  } else if (width == 2) {
    vstore2(*(__local const float2 *)from, 0, to);
  } else {
    *to = *from;
  }
}

/* The same the other way, its floats `stride` apart. */
INLINED void store_local(__local float *to, const float *from, const int width, const int stride) {
  if (width == 4 && stride == 1) {
    *(__local float4 *)to = vload4(0, from);
  } else if (width == 2 && stride == 1) {
    *(__local float2 *)to = vload2(0, from);
  } else {
    to[0] = from[0];
    if (width >= 2) {
      to[stride] = from[1];
    }
    if (width >= 4) {
      to[2 * stride] = from[2];
      to[3 * stride] = from[3];
    }
  }
}

/*
 * A piece has TILE_K rows, one for each p, of `tile` elements d: the rows of op(a), or the columns of op(b). In global
 * memory its elements lie along d, or along k. Its vectors are dealt out so that neighbouring work-items take
 * neighbouring ones: row by row, along the rows of global memory.
 */
#define VECTORS (uint)(TILE_K * tile / width)
#define IS_IN_PIECE(v) (VECTORS % ITEMS == 0 || (v) < VECTORS)

/* Row of the piece at which vector v begins, and the element of that row. */
INLINED int row_of(const uint v, const int along_k, const int tile, const int width) {
  return along_k ? v % (uint)(TILE_K / width) * width : v / (uint)(tile / width);
}

INLINED int element_of(const uint v, const int along_k, const int tile, const int width) {
  return along_k ? v / (uint)(TILE_K / width) : v % (uint)(tile / width) * width;
}

/* Vector v of the piece at (p0, d0), 0 outside of k x size. */
INLINED void fetch(float *to, __global const float *matrix, const int row_length, const int along_k, const int tile,
                   const int width, const uint v, const int p0, const int d0, const int k, const int size) {
  const int p = p0 + row_of(v, along_k, tile, width);
  const int d = d0 + element_of(v, along_k, tile, width);
  const int inside = along_k ? (d < size ? k - p : 0) : (p < k ? size - d : 0);
  const size_t at = along_k ? (size_t)d * row_length + p : (size_t)p * row_length + d;
  load(to, matrix + at, width, IS_IN_PIECE(v) ? inside : 0, row_length % width == 0);
}

/* Puts it into local memory, where all elements lie along d. */
INLINED void put(__local float *piece, const float *from, const int row_length, const int along_k, const int tile,
                 const int width, const uint v) {
  if (IS_IN_PIECE(v)) {
    store_local(piece + row_of(v, along_k, tile, width) * row_length + element_of(v, along_k, tile, width), from,
                width, along_k ? row_length : 1);
  }
}

/* This work-item's shares of the pieces of op(a) and op(b) at p0, from global memory into registers. */
#define FETCH_NEXT(p0)                                                                                            \
  _Pragma("unroll") for (int l = 0; l < SHARE_A; l++) {                                                           \
    fetch(next_a + l * VECTOR_A, a, LDA, !TRANS_A, TILE_M, VECTOR_A, item + l * ITEMS, p0, i0, k, m);             \
  }                                                                                                               \
  _Pragma("unroll") for (int l = 0; l < SHARE_B; l++) {                                                           \
    fetch(next_b + l * VECTOR_B, b, LDB, TRANS_B, TILE_N, VECTOR_B, item + l * ITEMS, p0, j0, k, n);              \
  }

__kernel __attribute__((reqd_work_group_size(SIZE_X, SIZE_Y, 1))) void matmul_local(
    __global const float *restrict a, __global const float *restrict b, __global float *restrict c,
    __global const float *restrict extra, const int m, const int n, const int k, const float alpha,
    const float beta) {
  __local float left[BUFFERS][TILE_K * ROW_A] __attribute__((aligned(16)));
  __local float right[BUFFERS][TILE_K * ROW_B] __attribute__((aligned(16)));
  const int x = (int)get_local_id(0);
  const int y = (int)get_local_id(1);
  const int item = y * SIZE_X + x;
  const int i0 = (int)get_group_id(1) * TILE_M;
  const int j0 = (int)get_group_id(0) * TILE_N;
  float next_a[SHARE_A * VECTOR_A];
  float next_b[SHARE_B * VECTOR_B];
  float sum[WORK_M][WORK_N];
#pragma unroll
  for (int r = 0; r < WORK_M; r++) {
#pragma unroll
    for (int s = 0; s < WORK_N; s++) {
      sum[r][s] = 0.0f;
    }
  }

  FETCH_NEXT(0)
  for (int p0 = 0; p0 < k; p0 += TILE_K) {
    const int buffer = p0 / TILE_K % BUFFERS;
#pragma unroll
    for (int l = 0; l < SHARE_A; l++) {
      put(left[buffer], next_a + l * VECTOR_A, ROW_A, !TRANS_A, TILE_M, VECTOR_A, item + l * ITEMS);
    }
#pragma unroll
    for (int l = 0; l < SHARE_B; l++) {
      put(right[buffer], next_b + l * VECTOR_B, ROW_B, TRANS_B, TILE_N, VECTOR_B, item + l * ITEMS);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    /* The next piece is on its way while this one is multiplied; past the end of k it is zeros, loaded from nowhere. */
    FETCH_NEXT(p0 + TILE_K)
#pragma unroll 4
    for (int p = 0; p < TILE_K; p++) {
      float row[WORK_M];
      float column[WORK_N];
#pragma unroll
      for (int r = 0; r < WORK_M; r += VECTOR_A) {
        load_local(row + r, left[buffer] + p * ROW_A + y * VECTOR_A + r * SIZE_Y, VECTOR_A);
      }
#pragma unroll
      for (int s = 0; s < WORK_N; s += VECTOR_B) {
        load_local(column + s, right[buffer] + p * ROW_B + x * VECTOR_B + s * SIZE_X, VECTOR_B);
      }
#pragma unroll
      for (int r = 0; r < WORK_M; r++) {
#pragma unroll
        for (int s = 0; s < WORK_N; s++) {
          sum[r][s] = fma(row[r], column[s], sum[r][s]);
        }
      }
    }
    if (BUFFERS == 1) {
      barrier(CLK_LOCAL_MEM_FENCE);
    }
  }

#pragma unroll
  for (int r = 0; r < WORK_M; r++) {
#pragma unroll
    for (int s = 0; s < WORK_N; s += VECTOR_B) {
      const int i = i0 + y * VECTOR_A + r / VECTOR_A * VECTOR_A * SIZE_Y + r % VECTOR_A;
      const int j = j0 + x * VECTOR_B + s * SIZE_X;
      const int inside = i < m ? n - j : 0;
      const int aligned = LDC % VECTOR_B == 0;
      const size_t at = (size_t)i * LDC + j;
      float old[VECTOR_B];
      float other[VECTOR_B];
      load(old, c + at, VECTOR_B, BETA ? inside : 0, aligned);
      load(other, extra + (GRADIENT ? at : (size_t)j), VECTOR_B, BIAS || GRADIENT ? inside : 0, aligned);
#pragma unroll
      for (int l = 0; l < VECTOR_B; l++) {
        old[l] = epilogue_1(sum[r][s + l], alpha, beta, old[l], other[l]);
      }
      store(c + at, old, VECTOR_B, inside, aligned);
    }
  }
}
