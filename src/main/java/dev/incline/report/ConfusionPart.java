package dev.incline.report;

import dev.incline.chart.HeatMap;
import dev.incline.page.Example;
import dev.incline.report.pages.DataTable;
import dev.incline.report.pages.DataTable.Column;
import dev.incline.report.pages.Pages;
import dev.incline.train.score.ConfusionMatrix;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/** What a model takes for what: the matrix as a figure, and a table of its classes. */
record ConfusionPart(Pages pages, ConfusionMatrix confusion, List<String> names) {
  /** So many classes have cells that hold their number. */
  private static final int MOST = 40;

  /**
   * Sets both.
   *
   * @param examples of the cells
   * @param prefix of the names of the files
   */
  void set(List<Example> examples, String prefix) throws IOException {
    if (confusion.classes() <= MOST) {
      pages.figure(
          prefix + "-confusion",
          HeatMap.ofCounts(
              "Test rows by true and predicted class",
              "predicted class",
              "true class",
              names,
              confusion.counts()),
          "Confusion matrix over the test rows: counts; the shade is the share of the true class.");
      pages.examples(examples);
    } else {
      pages.paragraph(
          Phrase.of(
              "%d classes are too many for a confusion matrix that one could read.",
              confusion.classes()));
    }
    pages.table(
        DataTable.of(
            prefix + "-classes",
            "Precision, recall and F1 of each class on the test rows.",
            IntStream.range(0, confusion.classes()).boxed().toList(),
            Column.text("class", names::get),
            Column.number("rows", 0, confusion::support),
            Column.number("predicted", 0, confusion::predicted),
            Column.number("precision", 4, confusion::precision),
            Column.number("recall", 4, confusion::recall),
            Column.number("F1", 4, confusion::f1)));
  }
}
