package dev.incline.data;

import java.util.List;

/**
 * One grey picture. The array is shared, not copied.
 *
 * @param width pixels
 * @param height pixels
 * @param pixels [height x width] unsigned bytes, 255 is white
 * @param notes what was done to the file's own pixels, for people
 */
record GreyImage(int width, int height, byte[] pixels, List<String> notes) {
  GreyImage {
    notes = List.copyOf(notes);
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
