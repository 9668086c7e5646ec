/*
 * One bit per pixel, set where it is not 0: bit b of word w for pixel 64 w + b (see sparse_rows.clh).
 *
 *   layout, row-major:   images [rows x features] bytes,  occupancy [rows x ceil(features / 64)]
 *
 * Launched with global size at least rows, once for a dataset: one work-item per image.
 */
__kernel void occupancy(__global const uchar *restrict images, __global ulong *restrict occupied, const int rows,
                        const int features) {
  const size_t row = get_global_id(0);
  if (row >= (size_t)rows) {
    return;
  }
  const int words = (features + 63) / 64;
  for (int word = 0; word < words; word++) {
    ulong bits = 0;
    for (int b = 0; b < 64 && 64 * word + b < features; b++) {
      bits |= (ulong)(images[row * features + 64 * word + b] != 0) << b;
    }
    occupied[row * words + word] = bits;
  }
}
