package dev.incline.data;

import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Row numbers of one file: some rows train, the others validate.
 *
 * @param training row numbers, ascending
 * @param validation row numbers, ascending; none where all rows train
 */
public record Split(int[] training, int[] validation) {
  /** The share that validates where nothing else is asked for. */
  public static final double USUAL = 0.2;

  /**
   * Which rows validate. Of n rows, v = round(n · share) validate, halves rounded up, but for
   * {@link #FOLDS}.
   */
  public enum Choice {
    /** The last v rows of the file. */
    LAST,
    /**
     * The last v rows of {@link Permutation#shuffled} of the rows 0 to n - 1, by the seed and epoch
     * 0, which no training has.
     */
    SHUFFLED,
    /**
     * A share of each class. Class c with n(c) rows gives v(c) of them: n(c) · v / n rounded down,
     * and one more for as many classes as it takes to make v, those with the largest remainders
     * n(c) · v mod n, of equal ones the lower class. They are the last v(c) rows of class c in the
     * order of {@link #SHUFFLED}.
     */
    STRATIFIED,
    /**
     * One of N = round(1 / share) parts, each of which validates by one of N consecutive seeds. The
     * rows of class 0, then those of class 1, and so on, each in the order that {@link #SHUFFLED}
     * has by seed 0, are dealt out one by one: position p is in part p mod N. The part of the seed
     * is seed mod N. So v, and the rows of each class, differ by at most one between parts.
     */
    FOLDS;

    /** As the option takes it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Keeps the last part of the rows for validation.
   *
   * @param fraction in [0, 1), of all rows, rounded to the nearest row; 0 keeps none
   * @throws IllegalArgumentException when the fraction is out of range, or a part would be empty
   *     that is not to be
   */
  public static Split of(int rows, double fraction) {
    if (!(fraction >= 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "--validation must be 0, or above 0 and below 1, not " + Numeral.of(fraction));
    }
    return last(rows, (int) Math.round(rows * fraction), fraction);
  }

  /**
   * As many rows for each part as {@link #of(byte[], double, Choice, long)} has, but the last ones
   * validate.
   *
   * @throws IllegalArgumentException as {@link #of(int, double)} does
   */
  public static Split of(int rows, double fraction, Choice choice, long seed) {
    Split usual = of(rows, fraction);
    if (choice != Choice.FOLDS || fraction == 0) {
      return usual;
    }
    int folds = folds(fraction);
    int part = (int) Math.floorMod(seed, (long) folds);
    return last(rows, (int) Math.max(0, ((long) rows - part + folds - 1) / folds), fraction);
  }

  private static int folds(double fraction) {
    return (int) Math.max(2, Math.round(1 / fraction));
  }

  private static Split last(int rows, int validation, double fraction) {
    if ((validation < 1 && fraction > 0) || validation >= rows) {
      throw new IllegalArgumentException(
          Phrase.of(
              "--validation %s leaves %d of %d rows to train on and %d to validate on: both need at least one",
              Numeral.of(fraction), rows - validation, rows, validation));
    }
    return new Split(range(0, rows - validation), range(rows - validation, rows));
  }

  /**
   * Splits labelled rows.
   *
   * @param labels [rows] unsigned bytes
   * @param fraction as in {@link #of(int, double)}
   * @param seed draws the rows; of no effect on {@link Choice#LAST}
   * @throws IllegalArgumentException as {@link #of(int, double)} does
   */
  public static Split of(byte[] labels, double fraction, Choice choice, long seed) {
    Split last = of(labels.length, fraction, choice, seed);
    if (choice == Choice.LAST || fraction == 0) {
      return last;
    }
    if (choice == Choice.FOLDS) {
      return fold(labels, folds(fraction), seed);
    }
    int validation = last.validation.length;
    int[] order = Permutation.shuffled(range(0, labels.length), seed, 0);
    int[] left = choice == Choice.STRATIFIED ? shares(labels, validation) : new int[] {validation};
    boolean[] validates = new boolean[labels.length];
    for (int p = order.length - 1; p >= 0; p--) {
      int row = order[p];
      int part = choice == Choice.STRATIFIED ? labels[row] & 0xff : 0;
      if (left[part] > 0) {
        left[part]--;
        validates[row] = true;
      }
    }
    return validating(validates);
  }

  private static Split fold(byte[] labels, int folds, long seed) {
    int[] order = Permutation.shuffled(range(0, labels.length), 0, 0);
    int[] classes = new int[257]; // position of the first row of each class, then of its next
    for (byte label : labels) {
      classes[(label & 0xff) + 1]++;
    }
    Arrays.parallelPrefix(classes, Integer::sum);
    int part = (int) Math.floorMod(seed, (long) folds);
    boolean[] validates = new boolean[labels.length];
    for (int row : order) {
      validates[row] = classes[labels[row] & 0xff]++ % folds == part;
    }
    return validating(validates);
  }

  private static Split validating(boolean[] validates) {
    int[] all = range(0, validates.length);
    return new Split(
        Arrays.stream(all).filter(row -> !validates[row]).toArray(),
        Arrays.stream(all).filter(row -> validates[row]).toArray());
  }

  /** Rows of each class that validate: v(c). */
  private static int[] shares(byte[] labels, int validation) {
    int[] rows = new int[256];
    for (byte label : labels) {
      rows[label & 0xff]++;
    }
    int[] shares = new int[rows.length];
    long[] remainders = new long[rows.length];
    int left = validation;
    for (int c = 0; c < rows.length; c++) {
      long product = (long) rows[c] * validation;
      shares[c] = (int) (product / labels.length);
      remainders[c] = product % labels.length;
      left -= shares[c];
    }
    for (; left > 0; left--) {
      int largest = 0;
      for (int c = 1; c < rows.length; c++) {
        largest = remainders[c] > remainders[largest] ? c : largest;
      }
      shares[largest]++;
      remainders[largest] = -1;
    }
    return shares;
  }

  private static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }
}
