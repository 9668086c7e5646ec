package dev.incline.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where labelled rows come from: files of some format that were found, and are not yet read. */
public interface DataSource {
  /** What the files were taken for, in words, such as {@code IDX files}. */
  String taken();

  /** What the user should not miss of the reading, such as files that were left out. */
  default List<String> warnings() {
    return List.of();
  }

  /**
   * What {@link #load} will read; cheaper where headers tell it.
   *
   * @param limit of the training rows
   * @throws DataException naming the file and what is wrong
   */
  Sizes sizes(int limit);

  /**
   * The first training rows. Which classes there are is decided by all of them.
   *
   * @param limit at least 1; more than there are means all
   * @throws DataException naming the file and what is wrong
   */
  Dataset training(int limit);

  /** All training rows. */
  default Dataset training() {
    return training(Integer.MAX_VALUE);
  }

  /**
   * The test rows.
   *
   * @throws DataException naming the file and what is wrong
   */
  Dataset test();

  /** {@link #training(int)} and {@link #test}. */
  Pair load(int limit);

  /**
   * Values of a row, classes, and rows.
   *
   * @param inputs what rows are made of: {@code byte[].class} or {@code float[].class}
   * @param inMemory whether {@link #load} keeps all rows in memory; else they stay in their files
   */
  record Sizes(
      int features,
      int classes,
      int trainingRows,
      int testRows,
      Class<?> inputs,
      boolean inMemory) {
    /** In memory. */
    public Sizes(int features, int classes, int trainingRows, int testRows, Class<?> inputs) {
      this(features, classes, trainingRows, testRows, inputs, true);
    }
  }

  /**
   * What {@link #load} reads.
   *
   * @param sha256 of each file's bytes, unpacked, in hexadecimal, by file name in small letters
   *     without {@code .gz}; of the whole file, whatever the limit
   * @param scaling that was applied to both; null of pixels, and before it is
   * @param columns of the table that they are
   * @param warnings what the user should not miss of the reading
   */
  record Pair(
      Dataset training,
      Dataset test,
      Map<String, String> sha256,
      @Nullable FeatureScaling scaling,
      TableColumns columns,
      List<String> warnings) {
    /** As they were read, of no table. */
    public Pair(Dataset training, Dataset test, Map<String, String> sha256) {
      this(training, test, sha256, null, TableColumns.UNNAMED, List.of());
    }

    /** The same with one more warning. */
    public Pair warning(String text) {
      List<String> all = new ArrayList<>(warnings);
      all.add(text);
      return new Pair(training, test, sha256, scaling, columns, List.copyOf(all));
    }

    /**
     * With numbers as a network takes them: missing ones are filled in, then all are scaled, as
     * these rows ask for. Pixels stay as they are.
     *
     * @param rows that train
     * @throws DataException naming a feature that has no value in any of them
     */
    public Pair scaled(FeatureScaling.Kind kind, TableColumns.Missing missing, int[] rows) {
      if (training.hasPixels()) {
        return this;
      }
      TableColumns known =
          missing == TableColumns.Missing.MEAN ? columns.withMeans(training, rows) : columns;
      Dataset filled = known.filled(training);
      FeatureScaling fitted = FeatureScaling.of(kind, filled, rows);
      return new Pair(
          fitted.of(filled), fitted.of(known.filled(test)), sha256, fitted, known, warnings);
    }

    public Sizes sizes() {
      return new Sizes(
          training.features(),
          training.classes(),
          training.rows(),
          test.rows(),
          training.inputs().type(),
          training.inputs().isInMemory() && test.inputs().isInMemory());
    }
  }
}
