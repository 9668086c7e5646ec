/*
 * c = epilogue(alpha * op(a) op(b) + beta * c), for CPU devices, where the operands do not fit a core's cache. A work-item
 * takes a block of c and goes along k in pieces, so that what it reads many times stays near:
 *
 *   layout, row-major:   a [m x k], or [k x m] with TRANS_A
 *                        b [k x n], or [n x k] with TRANS_B
 *                        c [m x n]
 *
 *                           16*VECTORS
 *                          +---------+
 *                 BLOCK_K  |  piece  | of b, packed: its rows lie one behind the other
 *                          +---------+
 *       +---------+        +---------+
 *       |         |        |  ROWS   | in vector registers for a piece of k; then its sums are put aside, and the next
 *       |  of a   |        +---------+ rows are taken up
 *       |         | BLOCK_M|  of c   |
 *       +---------+        +---------+
 *         BLOCK_K
 *
 *   Every element is one chain of fma over k, ascending, from +0: it is put aside and taken up as it was, so that its bits
 *   depend on no block.
 *
 *   define    default  meaning, constraint
 *   TRANS_A   0        a is stored transposed
 *   TRANS_B   0        b is stored transposed
 *   ROWS      8        rows in registers, 1 to 16
 *   VECTORS   3        float16 vectors in a row of a block, 1 to 4
 *   BLOCK_M   256      rows of a block, a multiple of ROWS
 *   BLOCK_K   128      length of a piece, a multiple of 16
 *   LDA, LDB, LDC      row lengths of a, b and c; when not given they follow from m, n, k
 *   and those of epilogue.clh and update.clh
 *
 * Launched with global size (ceil(m / BLOCK_M), ceil(n / (16 VECTORS))), work-groups of one work-item. Vector loads run past
 * the end of a row, never past the buffer: every buffer ends in at least 256 floats of padding. What they bring is dropped.
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
#define VECTORS 3
#endif
#ifndef BLOCK_M
#define BLOCK_M 256
#endif
#ifndef BLOCK_K
#define BLOCK_K 128
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

/* Floats of local memory: the piece of b, and the sums. */
#undef PIECE
#undef SUMS
#define PIECE (16 * VECTORS * BLOCK_K)
#define SUMS (16 * VECTORS * BLOCK_M)

/* The piece of b from row k0 and column j0, [depth x 16 VECTORS]; up to 15 rows more are of no use. */
INLINED void OWN(pack_right)(__global const float *restrict b, __local float16 *restrict right, const int n, const int k,
                             const int k0, const int depth, const int j0) {
#if TRANS_B
  for (int v = 0; v < VECTORS; v++) {
    for (int p = 0; p < depth; p += 16) {
      float16 block[16];
#pragma unroll
      for (int r = 0; r < 16; r++) {
        block[r] = vload16(0, b + (size_t)min(j0 + 16 * v + r, n - 1) * LDB + k0 + p);
      }
      transpose(block);
#pragma unroll
      for (int q = 0; q < 16; q++) {
        right[(p + q) * VECTORS + v] = block[q];
      }
    }
  }
#else
  for (int p = 0; p < depth; p++) {
#pragma unroll
    for (int v = 0; v < VECTORS; v++) {
      right[p * VECTORS + v] = vload16(0, b + (size_t)(k0 + p) * LDB + j0 + 16 * v);
    }
  }
#endif
}

__attribute__((always_inline)) void OWN(matmul_blocked_tile)(__global const float *restrict a,
                              __global const float *restrict b, __global float *restrict c,
                              __global const float *restrict extra, const int m, const int n, const int k,
                              const float alpha, const float beta, __local float *restrict shared UPDATE_PARAMETERS,
                              const int x, const int y) {
  const int i0 = y * BLOCK_M;
  const int j0 = x * (16 * VECTORS);
  if (i0 >= m || j0 >= n) {
    return;
  }
  const int height = min(BLOCK_M, m - i0);
  __local float16 *right = (__local float16 *)shared;
  __local float16 *sums = (__local float16 *)(shared + PIECE);

  for (int k0 = 0; k0 < k; k0 += BLOCK_K) {
    const int depth = min(BLOCK_K, k - k0);
    OWN(pack_right)(b, right, n, k, k0, depth, j0);
    for (int r0 = 0; r0 < height; r0 += ROWS) {
      float16 sum[ROWS][VECTORS];
#pragma unroll
      for (int r = 0; r < ROWS; r++) {
#pragma unroll
        for (int v = 0; v < VECTORS; v++) {
          sum[r][v] = k0 == 0 ? (float16)(0.0f) : sums[(r0 + r) * VECTORS + v];
        }
      }
#if TRANS_A
      __global const float *column = a + (size_t)k0 * LDA + i0 + r0;
#define LEFT(r, p) column[(size_t)(p) * LDA + (r)]
#else
#define LEFT(r, p) row[r][p]
      __global const float *row[ROWS]; /* rows past the last repeat it */
#pragma unroll
      for (int r = 0; r < ROWS; r++) {
        row[r] = a + (size_t)min(i0 + r0 + r, m - 1) * LDA + k0;
      }
#endif
      for (int p = 0; p < depth; p++) {
        float16 piece[VECTORS];
#pragma unroll
        for (int v = 0; v < VECTORS; v++) {
          piece[v] = right[p * VECTORS + v];
        }
#pragma unroll
        for (int r = 0; r < ROWS; r++) {
          const float16 factor = (float16)(LEFT(r, p));
#pragma unroll
          for (int v = 0; v < VECTORS; v++) {
            sum[r][v] = fma(factor, piece[v], sum[r][v]);
          }
        }
      }
#undef LEFT
#pragma unroll
      for (int r = 0; r < ROWS; r++) {
#pragma unroll
        for (int v = 0; v < VECTORS; v++) {
          sums[(r0 + r) * VECTORS + v] = sum[r][v];
        }
      }
    }
  }
  for (int i = 0; i < height; i++) {
    for (int v = 0; v < VECTORS; v++) {
      OWN(store_16)(sums[i * VECTORS + v], c, extra, i0 + i, j0 + 16 * v, n, LDC, alpha, beta UPDATE_ARGUMENTS);
    }
  }
}

#ifndef FUSED
__kernel void matmul_blocked(__global const float *restrict a, __global const float *restrict b,
                             __global float *restrict c, __global const float *restrict extra, const int m,
                             const int n, const int k, const float alpha, const float beta UPDATE_PARAMETERS) {
  __local float shared[PIECE + SUMS] __attribute__((aligned(64)));
  matmul_blocked_tile(a, b, c, extra, m, n, k, alpha, beta, shared UPDATE_ARGUMENTS, (int)get_global_id(1),
                      (int)get_global_id(0));
}
#endif
