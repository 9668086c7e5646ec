package dev.incline.data.check;

import dev.incline.data.Dataset;
import java.util.List;

/**
 * What a set of images and labels holds.
 *
 * @param classes names of the labels
 * @param perClass rows of each label
 * @param smallest of all pixels
 * @param largest of all pixels
 * @param mean of all pixels
 * @param zeros share of pixels that are 0
 * @param constantPixels places that hold the same value in every row
 * @param duplicates rows that are, image and label, a row before them
 * @param contradictions rows whose image is that of a row before them, under another label
 */
public record Description(
    String name,
    int rows,
    int height,
    int width,
    List<String> classes,
    int[] perClass,
    int smallest,
    int largest,
    double mean,
    double zeros,
    int constantPixels,
    int duplicates,
    int contradictions) {
  static Description of(Dataset data, ImageIndex index) {
    int features = data.features();
    byte[] images = data.images();
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
    int constant = 0;
    for (boolean each : varies) {
      constant += each ? 0 : 1;
    }
    int[] perClass = new int[data.classes()];
    for (byte label : data.labels()) {
      perClass[label & 0xff]++;
    }
    return new Description(
        data.name(),
        data.rows(),
        data.height(),
        data.width(),
        data.classNames(),
        perClass,
        smallest,
        largest,
        sum / images.length,
        (double) histogram[0] / images.length,
        constant,
        index.duplicates,
        index.contradictions);
  }
}
