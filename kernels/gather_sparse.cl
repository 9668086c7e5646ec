/*
 * Brings a batch of images together with the positions of their non-zero pixels, for the products that skip zeros.
 *
 *   layout, row-major:   images [rows x features] bytes,  occupancy [rows x words] (see occupancy.cl)
 *                        pixels [batch x 64 words] bytes: row i is image order[cursor + i]
 *                        filled [batch x words]: the occupancy of row i
 *                        columns [64 words x blocks]: per pixel, one word for each block of 64 rows of the batch; bit
 *                        i of block g is set where row 64 g + i has the pixel; blocks = ceil(batch / 64)
 *
 * Launched with global size (words, blocks), words and blocks those of the layout: a work-item copies 64 pixels of 64 images, all loads independent because
 * each misses the cache, and transposes their 64 x 64 bits by halving the squares it swaps six times (Warren, Hacker's
 * Delight, section 7-3). Copies run past the end of an image, never past the buffer's padding.
 */
#include "instance.clh"

void OWN(gather_sparse_tile)(__global const uchar *restrict images, __global const ulong *restrict occupancy,
                             __global const int *restrict order, __global uchar *restrict pixels,
                             __global ulong *restrict filled, __global ulong *restrict columns, const int batch,
                             const int features, const int words, const int blocks, const int cursor, const int x,
                             const int y) {
  const int word = x;
  const int block = y;
  const int count = min(batch - 64 * block, 64);

  ulong square[64];
  for (int i = 0; i < count; i++) {
    const int at = 64 * block + i;
    const size_t row = (size_t)order[cursor + at];
    __global const uchar *from = images + row * features + 64 * word;
    __global uchar16 *to = (__global uchar16 *)(pixels + ((size_t)at * words + word) * 64);
    for (int quarter = 0; quarter < 4; quarter++) {
      to[quarter] = vload16(quarter, from);
    }
    square[i] = occupancy[row * words + word];
    filled[(size_t)at * words + word] = square[i];
  }
  for (int i = count; i < 64; i++) {
    square[i] = 0;
  }

  ulong mask = 0x00000000ffffffffUL;
  for (int half_size = 32; half_size > 0; half_size >>= 1, mask ^= mask << half_size) {
    for (int base = 0; base < 64; base += 2 * half_size) {
      for (int i = base; i < base + half_size; i++) {
        const ulong swap = ((square[i] >> half_size) ^ square[i + half_size]) & mask;
        square[i] ^= swap << half_size;
        square[i + half_size] ^= swap;
      }
    }
  }
  for (int b = 0; b < 64; b++) {
    columns[(size_t)(64 * word + b) * blocks + block] = square[b];
  }
}

#ifndef FUSED
__kernel void gather_sparse(__global const uchar *restrict images, __global const ulong *restrict occupancy,
                            __global const int *restrict order, __global uchar *restrict pixels,
                            __global ulong *restrict filled, __global ulong *restrict columns, const int batch,
                            const int features, const int words, const int blocks, const int cursor) {
  gather_sparse_tile(images, occupancy, order, pixels, filled, columns, batch, features, words, blocks, cursor,
                     (int)get_global_id(0), (int)get_global_id(1));
}
#endif
