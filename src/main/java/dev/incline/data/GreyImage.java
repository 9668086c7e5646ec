package dev.incline.data;

/**
 * One grey picture. The array is shared, not copied.
 *
 * @param width pixels
 * @param height pixels
 * @param pixels [height x width] unsigned bytes, 255 is white
 */
record GreyImage(int width, int height, byte[] pixels) {
  GreyImage {
    if (width < 1 || height < 1 || pixels.length != (long) width * height) {
      throw new IllegalArgumentException(
          "%d pixels in %d x %d".formatted(pixels.length, width, height));
    }
  }

  /** From 0, black, to 255. */
  int at(int x, int y) {
    return pixels[y * width + x] & 0xff;
  }
}
