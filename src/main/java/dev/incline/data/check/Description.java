package dev.incline.data.check;

import dev.incline.data.Dataset;
import dev.incline.data.Inputs;
import java.util.Arrays;
import java.util.List;

/**
 * What a set of images and labels holds.
 *
 * @param channels of an image: 1, or 3 of colours
 * @param classes names of the labels
 * @param perClass rows of each label
 * @param pixels whether rows are images; else they are numbers
 * @param smallest of all pixels, a whole number, or of all numbers
 * @param largest likewise
 * @param mean of all of them
 * @param zeros share of them that are 0
 * @param missing how many have no value; those above tell of the others
 * @param constantPixels places that hold the same value in every row
 * @param duplicates rows that are, image and label, a row before them
 * @param contradictions rows whose image is that of a row before them, under another label
 */
public record Description(
    String name,
    int rows,
    int height,
    int width,
    int channels,
    List<String> classes,
    int[] perClass,
    boolean pixels,
    Number smallest,
    Number largest,
    double mean,
    double zeros,
    int missing,
    int constantPixels,
    int duplicates,
    int contradictions) {
  static Description of(Dataset data, ImageIndex index) {
    Range range =
        data.inputs() instanceof Inputs.Numbers numbers
            ? ofNumbers(numbers.array(), data.features())
            : ofPixels(data.images(), data.features());
    int[] perClass = new int[data.classes()];
    for (byte label : data.labels()) {
      perClass[label & 0xff]++;
    }
    return new Description(
        data.name(),
        data.rows(),
        data.height(),
        data.width(),
        data.channels(),
        data.classNames(),
        perClass,
        data.hasPixels(),
        range.smallest,
        range.largest,
        range.mean,
        range.zeros,
        range.missing,
        range.constant,
        index.duplicates,
        index.contradictions);
  }

  private record Range(
      Number smallest, Number largest, double mean, double zeros, int missing, int constant) {}

  private static Range ofPixels(byte[] images, int features) {
    long[] histogram = new long[256];
    boolean[] varies = new boolean[features];
    for (int i = 0; i < images.length; i++) {
      histogram[images[i] & 0xff]++;
      varies[i % features] |= images[i] != images[i % features];
    }
    int smallest = 255;
    int largest = 0;
    double sum = 0;
    for (int value = 0; value < 256; value++) {
      if (histogram[value] > 0) {
        smallest = Math.min(smallest, value);
        largest = value;
        sum += (double) value * histogram[value];
      }
    }
    return new Range(
        smallest,
        largest,
        sum / images.length,
        (double) histogram[0] / images.length,
        0,
        constant(varies));
  }

  private static Range ofNumbers(float[] values, int features) {
    boolean[] varies = new boolean[features];
    float[] first = Arrays.copyOf(values, features); // of each feature that has a value
    float smallest = Float.POSITIVE_INFINITY;
    float largest = Float.NEGATIVE_INFINITY;
    double sum = 0;
    int zeros = 0;
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      float value = values[i];
      int d = i % features;
      if (Float.isNaN(value)) {
        continue;
      }
      count++;
      smallest = Math.min(smallest, value);
      largest = Math.max(largest, value);
      sum += value;
      zeros += value == 0 ? 1 : 0;
      first[d] = Float.isNaN(first[d]) ? value : first[d];
      varies[d] |= value != first[d];
    }
    int missing = values.length - count;
    return new Range(
        smallest, largest, sum / count, (double) zeros / count, missing, constant(varies));
  }

  private static int constant(boolean[] varies) {
    int constant = 0;
    for (boolean each : varies) {
      constant += each ? 0 : 1;
    }
    return constant;
  }
}
