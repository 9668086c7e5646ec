/*
 * One bit per pixel, set where it is not 0: bit b of word w for pixel 64 w + b (see sparse_rows.clh).
 *
 *   layout, row-major:   images [rows x features] bytes,  occupancy [rows x ceil(features / 64)]
 *
 * Launched with global size at least rows, once for a dataset or a chunk of one: one work-item per image. Eight pixels
 * at a time: adding 127 to the lower seven bits of a byte carries into its top bit unless they are 0; the product then
 * brings the eight top bits together in its highest byte, the first pixel lowest (no two terms meet, so none carries).
 */
ulong eight_bits(const uchar8 pixels) {
  const ulong low = 0x7f7f7f7f7f7f7f7fUL;
  const ulong eight = as_ulong(pixels);
  const ulong filled = (((eight & low) + low) | eight) & ~low;
  return ((filled >> 7) * 0x0102040810204080UL) >> 56;
}

__kernel void occupancy(__global const uchar *restrict images, __global ulong *restrict occupied, const int rows,
                        const int features) {
  const size_t row = get_global_id(0);
  if (row >= (size_t)rows) {
    return;
  }
  __global const uchar *image = images + row * features;
  const int words = (features + 63) / 64;
  for (int word = 0; word < words; word++) {
    ulong bits = 0;
    int b = 0;
#ifdef __ENDIAN_LITTLE__ // else the first pixel is not the lowest byte
    for (; b < 64 && 64 * word + b + 8 <= features; b += 8) {
      bits |= eight_bits(vload8(8 * word + b / 8, image)) << b;
    }
#endif
    for (; b < 64 && 64 * word + b < features; b++) {
      bits |= (ulong)(image[64 * word + b] != 0) << b;
    }
    occupied[row * words + word] = bits;
  }
}
