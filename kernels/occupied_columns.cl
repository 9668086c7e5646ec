/*
 * Finds the rows of a batch of images that have a pixel, for every pixel: what matmul_sparse_transposed.cl goes through.
 *
 *   layout, row-major:   images [rows x features] bytes; row i of the batch is image order[cursor + i]
 *                        columns [tiles x 64 words] bytes, words = ceil(features / 64): bit r of byte p of tile t is set
 *                        where pixel p of row ROWS t + r is not 0; past features they mean nothing
 *
 *   define   default  meaning, constraint
 *   ROWS     8        rows of the batch in a tile: 1, 2, 4 or 8
 *
 * Launched with global size at least tiles = ceil(batch / ROWS): a work-item per tile. Loads run past the end of an
 * image, never past the buffer's padding.
 */
#include "instance.clh"

#ifndef ROWS
#define ROWS 8
#endif

void OWN(occupied_columns_tile)(__global const uchar *restrict images, __global const int *restrict order,
                                __global uchar *restrict columns, const int batch, const int features,
                                const int cursor, const int x, const int y) {
  const int words = (features + 63) / 64;
  const uchar16 none = (uchar16)(0);
  for (int quarter = 0; quarter < 4 * words; quarter++) {
    uchar16 found = none;
#pragma unroll
    for (int r = 0; r < ROWS; r++) {
      const int i = ROWS * y + r;
      if (i < batch) {
        const uchar16 p = vload16(quarter, images + (size_t)order[cursor + i] * features);
        found |= as_uchar16(p != none) & (uchar16)(1 << r);
      }
    }
    /* Typed, for a store of bytes is made one by one. */
    ((__global uchar16 *)(columns + (size_t)y * 64 * words))[quarter] = found;
  }
}

#ifndef FUSED
__kernel void occupied_columns(__global const uchar *restrict images, __global const int *restrict order,
                               __global uchar *restrict columns, const int batch, const int features,
                               const int cursor) {
  const int tile = (int)get_global_id(0);
  if (ROWS * tile < batch) {
    occupied_columns_tile(images, order, columns, batch, features, cursor, 0, tile);
  }
}
#endif
