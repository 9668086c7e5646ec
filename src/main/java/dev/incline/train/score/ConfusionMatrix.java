package dev.incline.train.score;

import dev.incline.wording.Phrase;
import java.util.Arrays;

/**
 * Which classes were taken for which. Of a class, precision is the share of its predictions that
 * are right, recall the share of its rows that are found, and F1 the harmonic mean of the two: 2 TP
 * / (2 TP + FP + FN). Where nothing is there to take a share of (0 / 0: a class never predicted, or
 * without a row) the share is 0, as in scikit-learn.
 */
public final class ConfusionMatrix {
  private final int[][] counts; // [true class][predicted class]

  /**
   * @param counts [true class][predicted class], square, copied
   */
  public ConfusionMatrix(int[][] counts) {
    this.counts = copy(counts);
    for (int[] row : counts) {
      if (row.length != counts.length || Arrays.stream(row).anyMatch(n -> n < 0)) {
        throw new IllegalArgumentException("a confusion matrix is square, of counts from 0");
      }
    }
  }

  /**
   * Counts rows.
   *
   * @param labels [rows], unsigned bytes below {@code classes}
   * @param predictions [rows], below {@code classes}
   * @throws IllegalArgumentException when a label or a prediction is no class
   */
  public static ConfusionMatrix of(byte[] labels, int[] predictions, int classes) {
    if (labels.length != predictions.length) {
      throw new IllegalArgumentException(
          Phrase.of("%d labels for %d predictions", labels.length, predictions.length));
    }
    int[][] counts = new int[classes][classes];
    for (int row = 0; row < labels.length; row++) {
      int label = labels[row] & 0xff;
      int predicted = predictions[row];
      if (label >= classes || predicted < 0 || predicted >= classes) {
        throw new IllegalArgumentException(
            Phrase.of(
                "row %d: label %d, prediction %d, but there are %d classes",
                row, label, predicted, classes));
      }
      counts[label][predicted]++;
    }
    ConfusionMatrix matrix = new ConfusionMatrix(counts);
    if (matrix.rows() != labels.length) {
      throw new IllegalStateException(
          Phrase.of("the confusion matrix sums to %d of %d rows", matrix.rows(), labels.length));
    }
    return matrix;
  }

  /** [true class][predicted class], a copy. */
  public int[][] counts() {
    return copy(counts);
  }

  public int classes() {
    return counts.length;
  }

  public int count(int trueClass, int predictedClass) {
    return counts[trueClass][predictedClass];
  }

  /** Rows in all. */
  public int rows() {
    int rows = 0;
    for (int c = 0; c < classes(); c++) {
      rows += support(c);
    }
    return rows;
  }

  /** Rows whose prediction is their label. */
  public int right() {
    int right = 0;
    for (int c = 0; c < classes(); c++) {
      right += counts[c][c];
    }
    return right;
  }

  public double accuracy() {
    return share(right(), rows());
  }

  /** The accuracy's 95 % interval. */
  public Interval accuracyInterval() {
    return Interval.wilson95(right(), rows());
  }

  /** Rows of a class. */
  public int support(int trueClass) {
    return Arrays.stream(counts[trueClass]).sum();
  }

  /** Rows that were taken for a class. */
  public int predicted(int predictedClass) {
    return Arrays.stream(counts).mapToInt(row -> row[predictedClass]).sum();
  }

  public double precision(int c) {
    return share(counts[c][c], predicted(c));
  }

  public double recall(int c) {
    return share(counts[c][c], support(c));
  }

  public double f1(int c) {
    return share(2L * counts[c][c], (long) predicted(c) + support(c));
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  private static int[][] copy(int[][] counts) {
    return Arrays.stream(counts).map(int[]::clone).toArray(int[][]::new);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConfusionMatrix matrix && Arrays.deepEquals(counts, matrix.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(counts);
  }

  @Override
  public String toString() {
    return Arrays.deepToString(counts);
  }
}
