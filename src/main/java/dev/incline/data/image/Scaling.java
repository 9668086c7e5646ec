package dev.incline.data.image;

import java.util.List;

/** Makes a picture smaller or larger. */
final class Scaling {
  private Scaling() {}

  /** The box, each pixel the weighted mean of {@code scale} pixels and their neighbours. */
  static GreyImage of(GreyImage image, Box box, double scale) {
    int width = (int) Math.max(1, Math.round(box.width() / scale));
    int height = (int) Math.max(1, Math.round(box.height() / scale));
    float[] across = new float[box.height() * width]; // first along x, then along y
    for (int y = 0; y < box.height(); y++) {
      int line = box.top() + y;
      for (int x = 0; x < width; x++) {
        across[y * width + x] = mean(x, scale, box.width(), k -> image.at(box.left() + k, line));
      }
    }
    byte[] pixels = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int column = x;
        float value = mean(y, scale, box.height(), k -> across[k * width + column]);
        pixels[y * width + x] = (byte) Math.round(value);
      }
    }
    return new GreyImage(width, height, pixels, List.of());
  }

  private interface Line {
    float at(int index);
  }

  /**
   * Pixel {@code place} of a line of {@code length} pixels made {@code scale} times shorter: the
   * mean under a triangle that reaches one target pixel, but at least one source pixel, each way.
   */
  private static float mean(int place, double scale, int length, Line line) {
    double reach = Math.max(1, scale);
    double middle = (place + 0.5) * scale;
    int from = (int) Math.max(0, Math.floor(middle - reach));
    int to = (int) Math.min(length, Math.ceil(middle + reach));
    double sum = 0;
    double weights = 0;
    for (int k = from; k < to; k++) {
      double weight = Math.max(0, 1 - Math.abs(k + 0.5 - middle) / reach);
      sum += weight * line.at(k);
      weights += weight;
    }
    return weights > 0 ? (float) (sum / weights) : 0;
  }
}
