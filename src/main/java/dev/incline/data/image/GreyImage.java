package dev.incline.data.image;

import dev.incline.wording.Phrase;
import java.util.Arrays;
import java.util.List;

/**
 * One grey picture. The array is shared, not copied.
 *
 * @param width pixels
 * @param height pixels
 * @param pixels [height x width] unsigned bytes, 255 is white
 * @param notes what was done to the file's own pixels, for people
 */
public record GreyImage(int width, int height, byte[] pixels, List<String> notes) {
  public GreyImage {
    notes = List.copyOf(notes);
    if (width < 1 || height < 1 || pixels.length != (long) width * height) {
      throw new IllegalArgumentException(
          Phrase.of("%d pixels in %d x %d", pixels.length, width, height));
    }
  }

  /** The pixels of a box inside. */
  GreyImage cropped(Box box) {
    byte[] part = new byte[box.width() * box.height()];
    for (int y = 0; y < box.height(); y++) {
      int from = (box.top() + y) * width + box.left();
      System.arraycopy(pixels, from, part, y * box.width(), box.width());
    }
    return new GreyImage(box.width(), box.height(), part, List.of());
  }

  /** Black for white. */
  GreyImage inverted() {
    byte[] other = pixels.clone();
    for (int i = 0; i < other.length; i++) {
      other[i] = (byte) ~other[i]; // 255 - pixel
    }
    return new GreyImage(width, height, other, List.of());
  }

  /** The outermost pixels, ascending; those of the corners twice. */
  int[] border() {
    int[] border = new int[2 * (width + height)];
    int count = 0;
    for (int x = 0; x < width; x++) {
      border[count++] = at(x, 0);
      border[count++] = at(x, height - 1);
    }
    for (int y = 0; y < height; y++) {
      border[count++] = at(0, y);
      border[count++] = at(width - 1, y);
    }
    Arrays.sort(border);
    return border;
  }

  /** Darkest and lightest pixel. */
  int[] range() {
    int least = 255;
    int most = 0;
    for (byte pixel : pixels) {
      least = Math.min(least, pixel & 0xff);
      most = Math.max(most, pixel & 0xff);
    }
    return new int[] {least, most};
  }

  /** From 0, black, to 255. */
  int at(int x, int y) {
    return pixels[y * width + x] & 0xff;
  }
}
