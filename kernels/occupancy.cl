/*
 * One bit per pixel, set where it is not 0: bit b of word w for pixel 64 w + b (see sparse_rows.clh).
 *
 *   layout, row-major:   images [rows x features] bytes,  occupancy [rows x ceil(features / 64)]
 *
 * Launched with global size at least rows, once for a dataset or a chunk of one: one work-item per image. Eight pixels
 * at a time: adding 127 to the lower seven bits of a byte carries into its top bit unless they are 0; the product then
 * brings the eight top bits together in its highest byte, the first pixel lowest (no two terms meet, so none carries).
 * A whole word takes eight times eight at once.
 */
#define EIGHT_BITS(T, W)                                                                                            \
  T eight_bits_##W(const T eight) {                                                                                 \
    const T low = 0x7f7f7f7f7f7f7f7fUL;                                                                             \
    const T filled = (((eight & low) + low) | eight) & ~low;                                                        \
    return ((filled >> 7) * 0x0102040810204080UL) >> 56;                                                            \
  }
EIGHT_BITS(ulong, 1)
EIGHT_BITS(ulong8, 8)

/* The bits of 64 pixels. */
ulong word_of(__global const uchar *pixels) {
  const ulong2 p = as_ulong2(vload16(0, pixels));
  const ulong2 q = as_ulong2(vload16(1, pixels));
  const ulong2 r = as_ulong2(vload16(2, pixels));
  const ulong2 s = as_ulong2(vload16(3, pixels));
  const ulong8 all = (ulong8)(p.x, p.y, q.x, q.y, r.x, r.y, s.x, s.y);
  const ulong8 eights = eight_bits_8(all) << (ulong8)(0, 8, 16, 24, 32, 40, 48, 56);
  const ulong4 fours = eights.lo | eights.hi;
  const ulong2 twos = fours.lo | fours.hi;
  return twos.lo | twos.hi;
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
    __global const uchar *pixels = image + 64 * word;
    const int count = min(64, features - 64 * word);
    ulong bits = 0;
    int b = 0;
#ifdef __ENDIAN_LITTLE__ // else the first pixel is not the lowest byte
    if (count == 64) {
      bits = word_of(pixels);
      b = 64;
    }
    for (; b + 8 <= count; b += 8) {
      bits |= eight_bits_1(as_ulong(vload8(0, pixels + b))) << b;
    }
#endif
    for (; b < count; b++) {
      bits |= (ulong)(pixels[b] != 0) << b;
    }
    occupied[row * words + word] = bits;
  }
}
