package dev.incline.report;

import dev.incline.chart.Thumbnail;
import dev.incline.data.Dataset;
import dev.incline.report.pages.DataTable;
import dev.incline.report.pages.DataTable.Column;
import dev.incline.report.pages.Pages;
import dev.incline.report.pages.ReportText;
import dev.incline.statistics.McNemar;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The test rows that two models take for different classes.
 *
 * @param second evaluated on the same rows
 * @param rows their numbers; those of which the two models were most certain first
 */
public record RowChanges(BestModel first, BestModel second, List<Integer> rows) {
  private static final int TOLD = 5; // rows on a terminal
  private static final int SHOWN = 30; // pictures

  /** Whether both were evaluated on the same rows. */
  public static boolean areOfOneTest(BestModel first, BestModel second) {
    Dataset one = first.test();
    Dataset other = second.test();
    return one.rows() == other.rows()
        && Arrays.equals(one.labels(), other.labels())
        && one.classNames().equals(other.classNames())
        && first.run().environment().sumsOfData().equals(second.run().environment().sumsOfData());
  }

  /** Looks for them. */
  public static RowChanges between(BestModel first, BestModel second) {
    List<Integer> rows =
        IntStream.range(0, first.test().rows())
            .filter(row -> first.predicted(row) != second.predicted(row))
            .boxed()
            .sorted(Comparator.comparingDouble(row -> -Math.min(first.sure(row), second.sure(row))))
            .toList();
    return new RowChanges(first, second, rows);
  }

  private static boolean isRight(BestModel model, int row) {
    return model.predicted(row) == model.truth(row);
  }

  private int count(IntPredicate property) {
    return (int) IntStream.range(0, first.test().rows()).filter(property).count();
  }

  /** The rows that one model alone has right. */
  McNemar test() {
    return new McNemar(
        count(row -> isRight(first, row) && !isRight(second, row)),
        count(row -> isRight(second, row) && !isRight(first, row)));
  }

  /** How many, who has them right, and what that says. */
  String sentence() {
    int all = first.test().rows();
    int changed = rows.size();
    McNemar test = test();
    if (changed == 0) {
      return "Both take each of %s for the same class.".formatted(Numeral.count(all, "test row"));
    }
    return Phrase.of(
        "%,d of %s change their class: %,d are right in the first run alone, %,d in the second alone, %,d in neither. %s (McNemar's exact test, %s).",
        changed,
        Numeral.count(all, "test row"),
        test.first(),
        test.second(),
        changed - test.first() - test.second(),
        test.p() < 0.05
            ? "The %s run is better on these rows"
                .formatted(test.first() > test.second() ? "first" : "second")
            : "That does not show that either is better",
        ReportText.probability(test.p()));
  }

  /** For a terminal: some of them, a line each. */
  List<String> lines() {
    return rows.stream()
        .limit(TOLD)
        .map(
            row ->
                Phrase.of(
                    "  test row %d, class %s: %s (%s), then %s (%s)",
                    row,
                    name(first.truth(row)),
                    name(first.predicted(row)),
                    ReportText.decimal(first.sure(row), 3),
                    name(second.predicted(row)),
                    ReportText.decimal(second.sure(row), 3)))
        .toList();
  }

  private String name(int number) {
    return first.names().get(number);
  }

  /** All of them for a file; for the page pictures, or the table where the rows are none. */
  Map<String, Object> facts(Pages pages) {
    Dataset test = first.test();
    List<Integer> shown = rows.stream().limit(SHOWN).toList();
    if (!rows.isEmpty()) {
      pages.table(table(shown), table(rows));
    }
    if (!rows.isEmpty() && test.hasPixels()) {
      pages.figure("changed-rows", Pictures.panels(shown.stream().map(this::picture).toList()));
    }
    return Map.of(
        "sentence", sentence(),
        "changed", !rows.isEmpty(),
        "pictures", test.hasPixels(),
        "some", shown.size() < rows.size(),
        "shown", shown.size());
  }

  private Thumbnail picture(int row) {
    String caption =
        "%s: %s → %s"
            .formatted(
                Phrase.shortened(name(first.truth(row)), 6),
                Phrase.shortened(name(first.predicted(row)), 6),
                Phrase.shortened(name(second.predicted(row)), 6));
    return Pictures.captioned(Pictures.ofRow(first.test(), row), caption);
  }

  private DataTable table(List<Integer> rows) {
    return DataTable.of(
        "changed-rows",
        rows,
        Column.number("test row", 0, row -> row),
        Column.text("true class", row -> name(first.truth(row))),
        Column.text("first run", row -> name(first.predicted(row))),
        Column.number("probability", 4, row -> first.sure(row)),
        Column.text("second run", row -> name(second.predicted(row))),
        Column.number("probability", 4, row -> second.sure(row)));
  }
}
