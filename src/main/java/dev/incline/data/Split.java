package dev.incline.data;

/**
 * Row numbers of one file: the first rows train, the last validate.
 *
 * @param training row numbers, ascending
 * @param validation row numbers, ascending
 */
public record Split(int[] training, int[] validation) {
  /**
   * Keeps the last part of the rows for validation.
   *
   * @param fraction in (0, 1), of all rows, rounded to the nearest row
   * @throws IllegalArgumentException when the fraction is out of range or either part would be
   *     empty
   */
  public static Split of(int rows, double fraction) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "--validation must be above 0 and below 1, not " + fraction);
    }
    int validation = (int) Math.round(rows * fraction);
    if (validation < 1 || validation >= rows) {
      throw new IllegalArgumentException(
          "--validation %s leaves %d of %d rows to train on and %d to validate on: both need at least one"
              .formatted(fraction, rows - validation, rows, validation));
    }
    return new Split(range(0, rows - validation), range(rows - validation, rows));
  }

  private static int[] range(int from, int to) {
    int[] rows = new int[to - from];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = from + i;
    }
    return rows;
  }
}
