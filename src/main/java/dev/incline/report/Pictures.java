package dev.incline.report;

import dev.incline.chart.Canvas.Picture;
import dev.incline.chart.Colours;
import dev.incline.chart.Panels;
import dev.incline.chart.Thumbnail;
import dev.incline.data.Dataset;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Rows and weights as pictures. */
final class Pictures {
  static final int ACROSS = 10;
  private static final double SIDE = 41; // points

  private Pictures() {}

  /** Pictures in rows of ten. */
  static Panels panels(List<Thumbnail> pictures) {
    return new Panels(ACROSS, pictures);
  }

  /** An empty place. */
  static Thumbnail blank() {
    return new Thumbnail(new Picture(0, 0, new int[0]), "", SIDE);
  }

  static Thumbnail captioned(Picture picture, String caption) {
    return new Thumbnail(picture, caption, SIDE);
  }

  /** A row: colours as they are; grey is dark on white, as one writes. */
  static Picture ofRow(Dataset data, int row) {
    IntUnaryOperator value = i -> data.images()[row * data.features() + i] & 0xff;
    return of(data, i -> 0x010101 * (255 - value.applyAsInt(i)), value);
  }

  /**
   * The weights of a unit, scaled by the largest of them. For grey images white is zero; for
   * colours mid-grey is, in each channel.
   *
   * @param matrix [features x units]
   */
  static Picture ofWeights(Dataset data, float[] matrix, int units, int unit) {
    double scale = Math.max(1e-30, largest(matrix, units, unit));
    return of(
        data,
        i -> Colours.signed(matrix[i * units + unit] / scale),
        i -> (int) Math.round(127.5 + 127.5 * matrix[i * units + unit] / scale));
  }

  /** The size of a unit's largest weight. */
  static double largest(float[] matrix, int units, int unit) {
    return IntStream.range(0, matrix.length / units)
        .mapToDouble(i -> Math.abs(matrix[i * units + unit]))
        .max()
        .orElse(0);
  }

  /**
   * A picture.
   *
   * @param single RGB of an input, where a pixel is one
   * @param channel red, green or blue of an input, where a pixel is three
   */
  private static Picture of(Dataset data, IntUnaryOperator single, IntUnaryOperator channel) {
    IntUnaryOperator pixel =
        data.channels() == 1
            ? single
            : p ->
                channel.applyAsInt(3 * p) << 16
                    | channel.applyAsInt(3 * p + 1) << 8
                    | channel.applyAsInt(3 * p + 2);
    int[] rgb = IntStream.range(0, data.height() * data.width()).map(pixel).toArray();
    return new Picture(data.width(), data.height(), rgb);
  }

  /** Pictures of one size, side by side. */
  static Picture strip(List<Picture> pictures) {
    int width = pictures.get(0).width();
    int height = pictures.get(0).height();
    int[] rgb = new int[pictures.size() * width * height];
    for (int p = 0; p < pictures.size(); p++) {
      for (int y = 0; y < height; y++) {
        int from = (y * pictures.size() + p) * width;
        System.arraycopy(pictures.get(p).rgb(), y * width, rgb, from, width);
      }
    }
    return new Picture(pictures.size() * width, height, rgb);
  }
}
