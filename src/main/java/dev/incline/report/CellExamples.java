package dev.incline.report;

import dev.incline.data.Dataset;
import dev.incline.page.Example;
import dev.incline.page.Markup;
import dev.incline.report.pages.ReportText;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The test rows that a confusion matrix counts: of each cell the surest. */
final class CellExamples {
  private static final int MOST = 8;
  private static final long PIXELS = 1_000_000; // in one page

  private CellExamples() {}

  /** None where the rows are no pictures, or too large ones. */
  static List<Example> of(BestModel best) {
    Dataset test = best.test();
    if (!test.hasPixels()) {
      return List.of();
    }
    Map<Integer, List<Integer>> cells = best.cells();
    int each = (int) Math.min(MOST, PIXELS / cells.size() / test.height() / test.width());
    List<Example> examples = new ArrayList<>();
    if (each > 0) {
      cells.forEach((cell, rows) -> examples.add(example(best, cell, rows, each)));
    }
    return examples;
  }

  private static Example example(BestModel best, int cell, List<Integer> rows, int each) {
    List<String> names = best.names();
    List<Integer> shown = rows.subList(0, Math.min(each, rows.size()));
    return new Example(
        cell,
        Pictures.strip(shown.stream().map(row -> Pictures.ofRow(best.test(), row)).toList()),
        Phrase.of(
            "True class %s, predicted %s: %s. Shown: test %s, with the probabilities %s.",
            Markup.escape(names.get(cell / names.size())),
            Markup.escape(names.get(cell % names.size())),
            Numeral.count(rows.size(), "row"),
            (shown.size() == 1 ? "row " : "rows ")
                + ReportText.list(shown.stream().map(row -> Integer.toString(row)).toList()),
            ReportText.list(
                shown.stream().map(row -> ReportText.decimal(best.sure(row), 3)).toList())));
  }
}
