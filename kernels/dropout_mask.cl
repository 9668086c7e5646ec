/*
 * Philox4x32-10 (Salmon et al. 2011), as the Java class Philox has it:
 *
 *   w = philox(key draw[0], draw[1]; counter draw[2], draw[3] + cursor + i, layer, j / 4)
 *   mask[i, j] = w[j mod 4] < threshold ? 0 : scale
 *
 *   layout, row-major:   mask [rows x n], a row every ld elements;  draw [4]
 *
 *   define   default  meaning, constraint
 *   WIDTH    4        units taken at once, the words of one counter or of four: 4 or 16
 *   VECTORS  1        of those a work-item takes, one after the other; 1 or more
 *
 * Launched with global size at least (ceil(n / (WIDTH VECTORS)), rows).
 */
#include "philox.clh"
#include "store.clh"

#ifndef WIDTH
#define WIDTH 4
#endif
#ifndef VECTORS
#define VECTORS 1
#endif

#if WIDTH == 16
/*
 * Four counters side by side: in each 128 bits the words x0, x1, x2, x3, as two longs. A product of the lower words fills
 * a long; the four halves of two products in reverse order are the next words, but for x1, x3 and the key.
 */
float16 OWN(mask_16)(const uint4 key_epoch_position, const uint layer, const uint block, const uint threshold,
                    const float scale) {
  const ulong8 low = (ulong8)(0xffffffffUL);
  const ulong8 factors = (ulong2)(0xD2511F53UL, 0xCD9E8D57UL).s01010101;
  const ulong epoch_position = ((ulong)key_epoch_position.w << 32) | key_epoch_position.z;
  const ulong8 blocks = (ulong8)(0, block, 0, block + 1, 0, block + 2, 0, block + 3);
  const ulong8 first = (ulong2)(epoch_position, layer).s01010101;
  ulong8 s = first | (blocks << 32);
  uint2 key = key_epoch_position.xy;
#pragma unroll
  for (int round = 0; round < 10; round++) {
    const ulong8 product = (s & low) * factors;
    const ulong8 keys = convert_ulong2(key).s01010101;
    const ulong8 other = product.s10325476;
    s = ((other << 32) | (other >> 32)) ^ (s >> 32) ^ keys;
    key += (uint2)(0x9E3779B9u, 0xBB67AE85u);
  }
  return select((float16)(scale), (float16)(0.0f), as_uint16(s) < (uint16)(threshold));
}
#endif

void OWN(dropout_mask_tile)(__global const int *restrict draw, __global float *restrict mask, const int rows,
                            const int n, const int ld, const int layer, const int threshold, const float scale,
                            const int cursor, const int x, const int y) {
  if (y >= rows) {
    return;
  }
  const uint position = (uint)(draw[3] + cursor + y);
  const uint4 key_epoch_position = (uint4)((uint)draw[0], (uint)draw[1], (uint)draw[2], position);
  __global float *out = mask + (size_t)y * ld;
  const int begin = x * (WIDTH * VECTORS);
  const int end = min(begin + WIDTH * VECTORS, n);
  for (int j = begin; j < end; j += WIDTH) {
#if WIDTH == 16
    const float16 masked = OWN(mask_16)(key_epoch_position, (uint)layer, (uint)(j / 4), (uint)threshold, scale);
    store_part(masked, out + j, min(end - j, 16));
#else
    const uint4 counter = (uint4)(key_epoch_position.zw, (uint)layer, (uint)(j / 4));
    const uint4 words = philox(key_epoch_position.xy, counter);
    const float4 masked = select((float4)(scale), (float4)(0.0f), words < (uint4)((uint)threshold));
    out[j] = masked.x;
    if (j + 1 < end) {
      out[j + 1] = masked.y;
    }
    if (j + 2 < end) {
      out[j + 2] = masked.z;
    }
    if (j + 3 < end) {
      out[j + 3] = masked.w;
    }
#endif
  }
}

#ifndef FUSED
__kernel void dropout_mask(__global const int *restrict draw, __global float *restrict mask, const int rows,
                           const int n, const int ld, const int layer, const int threshold, const float scale,
                           const int cursor) {
  dropout_mask_tile(draw, mask, rows, n, ld, layer, threshold, scale, cursor, (int)get_global_id(0),
                    (int)get_global_id(1));
}
#endif
