package dev.incline.data.check;

import dev.incline.data.DataSource;
import dev.incline.data.Dataset;
import java.util.List;

/**
 * What is in a data set, without a judgement.
 *
 * @param taken what the path was taken for
 * @param warnings what the user should not miss of the reading
 * @param parts training set and test set
 * @param testRowsInTraining how many test rows are, in all their inputs, rows of the training set
 */
public record DataDescription(
    String taken, List<String> warnings, List<Part> parts, int testRowsInTraining) {
  /**
   * One of the sets.
   *
   * @param columns of rows of numbers, each; none of images
   */
  public record Part(Description figures, List<ColumnDescription> columns) {}

  /**
   * Describes data.
   *
   * @throws dev.incline.data.DataException naming the file and what is wrong
   */
  public static DataDescription of(DataSource source) {
    DataSource.Pair pair = source.load(Integer.MAX_VALUE);
    ImageIndex training = new ImageIndex(pair.training());
    ImageIndex test = new ImageIndex(pair.test());
    return new DataDescription(
        source.taken(),
        pair.warnings(),
        List.of(part(training, pair), part(test, pair)),
        test.sharedWith(training).count());
  }

  private static Part part(ImageIndex index, DataSource.Pair pair) {
    Dataset data = index.data;
    return new Part(
        Description.of(data, index),
        data.hasPixels() ? List.of() : ColumnDescription.of(data, pair.columns()));
  }
}
