/*
 * A product c = a^T b + c of the kind that the gate lets pass, and in which its tests plant faults. A work-group of 16 x 8
 * work-items computes a tile of c, each of them a block of ROWS x COLUMNS.
 *
 *   define    default  meaning, constraint
 *   ROWS      4        rows of a block, a multiple of 4
 *   COLUMNS   4        columns of a block, a multiple of 4
 */
#ifndef ROWS
#define ROWS 4
#endif
#ifndef COLUMNS
#define COLUMNS 4
#endif
#define DEPTH 16
#define ITEMS 128
#define TILE_M (8 * ROWS)
#define TILE_N (16 * COLUMNS)
#define LENGTH 1024 /* of a row of a, b and c */

/* A vector. `aligned` is for a planted fault: all vectors are aligned. */
static __attribute__((always_inline)) float4 load(__global const float *from, const int aligned) {
  return *(__global const float4 *)from;
}

#define SHARE(piece, from, tile, at)                                                            \
  _Pragma("unroll") for (int l = 0; l < DEPTH * tile / 4 / ITEMS; l++) {                        \
    const int v = item + l * ITEMS;                                                             \
    const int p = v / (tile / 4);                                                               \
    const int d = v % (tile / 4) * 4;                                                           \
    *(__local float4 *)&piece[p][d] = load(from + (size_t)(p0 + p) * LENGTH + at + d, 1);       \
  }

__kernel __attribute__((reqd_work_group_size(16, 8, 1))) void matmul_local(
    __global const float *restrict a, __global const float *restrict b, __global float *restrict c, const int k) {
  __local float left[DEPTH][TILE_M] __attribute__((aligned(16)));
  __local float right[DEPTH][TILE_N] __attribute__((aligned(16)));
  const int x = (int)get_local_id(0);
  const int y = (int)get_local_id(1);
  const int item = y * 16 + x;
  const int i0 = (int)get_group_id(1) * TILE_M;
  const int j0 = (int)get_group_id(0) * TILE_N;
  float sum[ROWS][COLUMNS];
#pragma unroll
  for (int r = 0; r < ROWS; r++) {
#pragma unroll
    for (int s = 0; s < COLUMNS; s++) {
      sum[r][s] = 0.0f;
    }
  }
  for (int p0 = 0; p0 < k; p0 += DEPTH) {
    SHARE(left, a, TILE_M, i0)
    SHARE(right, b, TILE_N, j0)
    barrier(CLK_LOCAL_MEM_FENCE);
#pragma unroll 4
    for (int p = 0; p < DEPTH; p++) {
      float row[ROWS];
      float column[COLUMNS];
#pragma unroll
      for (int r = 0; r < ROWS; r += 4) {
        vstore4(*(__local const float4 *)&left[p][y * 4 + r * 8], 0, row + r);
      }
#pragma unroll
      for (int s = 0; s < COLUMNS; s += 4) {
        vstore4(*(__local const float4 *)&right[p][x * 4 + s * 16], 0, column + s);
      }
#pragma unroll
      for (int r = 0; r < ROWS; r++) {
#pragma unroll
        for (int s = 0; s < COLUMNS; s++) {
          sum[r][s] = fma(row[r], column[s], sum[r][s]);
        }
      }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
#pragma unroll
  for (int r = 0; r < ROWS; r++) {
#pragma unroll
    for (int s = 0; s < COLUMNS; s += 4) {
      __global float *at = c + (size_t)(i0 + y * 4 + r * 8) * LENGTH + j0 + x * 4 + s * 16;
      *(__global float4 *)at = load(at, 0) + (float4)(sum[r][s], sum[r][s + 1], sum[r][s + 2], sum[r][s + 3]);
    }
  }
}
