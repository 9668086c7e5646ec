package dev.incline.cli.inspect;

import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.List;

/** Rows of a dataset, as {@code --rows} names them. */
final class RowList {
  /** What the command line accepts. */
  static final String SYNTAX =
      "row numbers from 0 and ranges FROM:TO without TO, separated by commas, as in 0:64 or 5,9,12";

  private static final int MOST = 100_000; // rows of one batch

  private RowList() {}

  /**
   * @param rows of the dataset
   * @throws InvalidOptionException naming the flag and the syntax, or the row that is not there
   */
  static int[] parse(String text, int rows) {
    List<Integer> chosen = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String[] ends = part.strip().split(":", -1);
      if (ends.length > 2) {
        throw wrong(text);
      }
      int from = number(ends[0], text);
      int to = ends.length == 1 ? from + 1 : number(ends[1], text);
      if (from >= to) {
        throw new InvalidOptionException("--rows %s: the range %s is empty".formatted(text, part));
      }
      if (to > rows) {
        throw new InvalidOptionException(
            Phrase.of(
                "--rows %s: there is no row %d, the last is %d",
                text, Math.max(from, rows), rows - 1));
      }
      if (chosen.size() + to - from > MOST) {
        throw new InvalidOptionException(
            Phrase.of("--rows %s: more than %,d rows are no batch", text, MOST));
      }
      for (int row = from; row < to; row++) {
        chosen.add(row);
      }
    }
    return chosen.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int number(String digits, String text) {
    if (!digits.matches("\\d{1,9}")) {
      throw wrong(text);
    }
    return Integer.parseInt(digits);
  }

  private static InvalidOptionException wrong(String text) {
    return new InvalidOptionException("--rows must be %s, not '%s'".formatted(SYNTAX, text));
  }
}
