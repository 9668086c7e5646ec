/*
 * c = epilogue(alpha * op(a) op(b) + beta * c), for CPU devices, where the operands do not fit a core's cache. A work-item
 * takes a block of c and goes along k in pieces, so that what it reads many times stays near:
 *
 *   layout, row-major:   a [m x k], or [k x m] with TRANS_A
 *                        b [k x n], or [n x k] with TRANS_B
 *                        c [m x n]
 *
 *                           STRIPS strips of 16*VECTORS
 *                          +---------+---------+
 *                 BLOCK_K  |  piece  |  piece  | of b, packed: the rows of a strip lie one behind the other
 *                          +---------+---------+
 *       +---------+        +---------+---------+
 *       |  of a   | BLOCK_M|       of c        | its sums are put aside after each piece
 *       +---------+        +---------+---------+
 *         BLOCK_K
 *
 *   Dense: ROWS rows of a strip are in vector registers for a piece of k.
 *   Skipping: one row of all strips is, and only the factors of a that are not zero are met: activations and gradients
 *   behind ReLU are half zeros. The first piece of a decides, and each further one until one is too dense.
 *
 *   Every element is one chain of fma over k, ascending, from +0: it is put aside and taken up as it was, so that its bits
 *   depend on no block, and fma(0, w, c) = c.
 *
 *   define    default  meaning, constraint
 *   TRANS_A   0        a is stored transposed
 *   TRANS_B   0        b is stored transposed
 *   ROWS      6        rows in registers, 1 to 16
 *   VECTORS   4        float16 vectors in a row of a strip, 1 to 4
 *   STRIPS    2        strips of a block, 1 to 4
 *   BLOCK_M   512      rows of a block
 *   BLOCK_K   64       length of a piece, a multiple of 16, at most 64
 *   LDA, LDB, LDC      row lengths of a, b and c; when not given they follow from m, n, k
 *   and those of epilogue.clh and update.clh
 *
 * Launched with global size (ceil(m / BLOCK_M), ceil(n / (16 VECTORS STRIPS))), work-groups of one work-item. Vector loads run
 * past the end of a row, never past the buffer: every buffer ends in at least 256 floats of padding. What they bring is dropped.
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
#define ROWS 6
#endif
#ifndef VECTORS
#define VECTORS 4
#endif
#ifndef STRIPS
#define STRIPS 2
#endif
#ifndef BLOCK_M
#define BLOCK_M 512
#endif
#ifndef BLOCK_K
#define BLOCK_K 64
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

/* Vectors in a row of a block. */
#undef WIDE
#define WIDE (STRIPS * VECTORS)

/* Floats of local memory: the piece of b, the sums, and a mask of each row. */
#undef PIECE
#undef SUMS
#undef MASKS
#define PIECE (16 * WIDE * BLOCK_K)
#define SUMS (16 * WIDE * ((BLOCK_M + ROWS - 1) / ROWS * ROWS))
#define MASKS (2 * ((BLOCK_M + 15) / 16 * 16))

#ifndef BLOCKED_MASKS
#define BLOCKED_MASKS
/* Skips if at most 5/8 of a piece are not zero. */
#define PAYS(some, all) (8 * (some) <= 5 * (all))

#define PLACES ((uint16)(0x80000000u) >> (uint16)(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15))

/* Which of 16 neighbours are not zero: all bits of a lane or none. */
INLINED uint16 nonzero(__global const float *x) { return as_uint16(vload16(0, x) != (float16)(0.0f)); }

INLINED uint any_lane(const uint16 x) {
  return x.s0 | x.s1 | x.s2 | x.s3 | x.s4 | x.s5 | x.s6 | x.s7 | x.s8 | x.s9 | x.sa | x.sb | x.sc | x.sd | x.se | x.sf;
}
#endif

/* Sets bit 63 - p of masks[r] where factor p of row r is not zero, [height x depth]. Returns how many are not. */
INLINED int OWN(note_nonzero)(__global const float *restrict a, __local ulong *restrict masks, const int m, const int k,
                              const int height, const int depth) {
  int some = 0;
#if TRANS_A
  for (int r = 0; r < height; r += 16) {
    uint16 first = (uint16)(0);
    uint16 last = (uint16)(0);
    for (int p = 0; p < min(depth, 32); p++) {
      first |= nonzero(a + (size_t)p * LDA + r) & (0x80000000u >> p);
    }
    for (int p = 32; p < depth; p++) {
      last |= nonzero(a + (size_t)p * LDA + r) & (0x80000000u >> (p - 32));
    }
    const ulong16 both = upsample(first, last);
    vstore16(both, 0, masks + r);
  }
#else
  for (int r = 0; r < height; r++) {
    __global const float *row = a + (size_t)r * LDA;
    uint part[2] = {0, 0};
    for (int p = 0; p + 32 <= depth; p += 32) {
      part[p / 32] = any_lane((nonzero(row + p) & PLACES) | (nonzero(row + p + 16) & (PLACES >> 16)));
    }
    for (int p = depth & ~31; p < depth; p++) {
      part[p / 32] |= row[p] != 0.0f ? 0x80000000u >> (p & 31) : 0;
    }
    masks[r] = upsample(part[0], part[1]);
  }
#endif
  for (int r = 0; r < height; r++) {
    some += (int)popcount(masks[r]);
  }
  return some;
}

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

/* Adds a piece of k to the sums of a strip: all factors [height x depth] of a. */
INLINED void OWN(extend_dense)(__global const float *restrict a, __local const float16 *restrict right,
                               __local float16 *restrict sums, const int m, const int k, const int height,
                               const int depth) {
  for (int r0 = 0; r0 < height; r0 += ROWS) {
    float16 sum[ROWS][VECTORS];
#pragma unroll
    for (int r = 0; r < ROWS; r++) {
#pragma unroll
      for (int v = 0; v < VECTORS; v++) {
        sum[r][v] = sums[(r0 + r) * WIDE + v];
      }
    }
#undef LEFT
#if TRANS_A
    __global const float *column = a + r0;
#define LEFT(r, p) column[(size_t)(p) * LDA + (r)]
#else
#define LEFT(r, p) row[r][p]
    __global const float *row[ROWS]; /* rows past the last repeat it */
#pragma unroll
    for (int r = 0; r < ROWS; r++) {
      row[r] = a + (size_t)min(r0 + r, height - 1) * LDA;
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
#pragma unroll
    for (int r = 0; r < ROWS; r++) {
#pragma unroll
      for (int v = 0; v < VECTORS; v++) {
        sums[(r0 + r) * WIDE + v] = sum[r][v];
      }
    }
  }
}

/* Adds a piece of k to the sums of all strips: the factors of a that the masks name. */
INLINED void OWN(extend_skipping)(__global const float *restrict a, __local const float16 *restrict right,
                                  __local float16 *restrict sums, __local const ulong *restrict masks, const int m,
                                  const int k, const int height) {
  for (int r = 0; r < height; r++) {
    float16 sum[WIDE];
#pragma unroll
    for (int v = 0; v < WIDE; v++) {
      sum[v] = sums[r * WIDE + v];
    }
    for (ulong mask = masks[r]; mask != 0;) {
      const int p = (int)clz(mask);
      mask &= ~(0x8000000000000000UL >> p);
      const float16 factor = (float16)(TRANS_A ? a[(size_t)p * LDA + r] : a[(size_t)r * LDA + p]);
#pragma unroll
      for (int v = 0; v < WIDE; v++) {
        sum[v] = fma(factor, right[(v / VECTORS * BLOCK_K + p) * VECTORS + v % VECTORS], sum[v]);
      }
    }
#pragma unroll
    for (int v = 0; v < WIDE; v++) {
      sums[r * WIDE + v] = sum[v];
    }
  }
}

__attribute__((always_inline)) void OWN(matmul_blocked_tile)(__global const float *restrict a,
                              __global const float *restrict b, __global float *restrict c,
                              __global const float *restrict extra, const int m, const int n, const int k,
                              const float alpha, const float beta, __local float *restrict shared UPDATE_PARAMETERS,
                              const int x, const int y) {
  const int i0 = y * BLOCK_M;
  const int j0 = x * (16 * WIDE);
  if (i0 >= m || j0 >= n) {
    return;
  }
  const int height = min(BLOCK_M, m - i0);
  const int strips = min(STRIPS, (n - j0 + 16 * VECTORS - 1) / (16 * VECTORS));
  __local float16 *right = (__local float16 *)shared;
  __local float16 *sums = (__local float16 *)(shared + PIECE);
  __local ulong *masks = (__local ulong *)(shared + PIECE + SUMS);
  for (int i = 0; i < SUMS / 16; i++) {
    sums[i] = (float16)(0.0f);
  }
  bool skips = strips == STRIPS; /* a row of all strips at a time */
  for (int k0 = 0; k0 < k; k0 += BLOCK_K) {
    const int depth = min(BLOCK_K, k - k0);
    __global const float *left = a + (TRANS_A ? (size_t)k0 * LDA + i0 : (size_t)i0 * LDA + k0);
    for (int s = 0; s < strips; s++) {
      OWN(pack_right)(b, right + s * BLOCK_K * VECTORS, n, k, k0, depth, j0 + 16 * VECTORS * s);
    }
    skips = skips && PAYS(OWN(note_nonzero)(left, masks, m, k, height, depth), height * depth);
    if (skips) {
      OWN(extend_skipping)(left, right, sums, masks, m, k, height);
    } else {
      for (int s = 0; s < strips; s++) {
        OWN(extend_dense)(left, right + s * BLOCK_K * VECTORS, sums + s * VECTORS, m, k, height, depth);
      }
    }
  }
  for (int i = 0; i < height; i++) {
    for (int v = 0; v < WIDE; v++) {
      OWN(store_16)(sums[i * WIDE + v], c, extra, i0 + i, j0 + 16 * v, n, LDC, alpha, beta UPDATE_ARGUMENTS);
    }
  }
}

#ifndef FUSED
__kernel void matmul_blocked(__global const float *restrict a, __global const float *restrict b,
                             __global float *restrict c, __global const float *restrict extra, const int m,
                             const int n, const int k, const float alpha, const float beta UPDATE_PARAMETERS) {
  __local float shared[PIECE + SUMS + MASKS] __attribute__((aligned(64)));
  matmul_blocked_tile(a, b, c, extra, m, n, k, alpha, beta, shared UPDATE_ARGUMENTS, (int)get_global_id(1),
                      (int)get_global_id(0));
}
#endif
