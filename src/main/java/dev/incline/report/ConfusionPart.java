package dev.incline.report;

import dev.incline.chart.HeatMap;
import dev.incline.page.Example;
import dev.incline.page.Markup;
import dev.incline.report.pages.DataTable;
import dev.incline.report.pages.DataTable.Column;
import dev.incline.report.pages.Pages;
import dev.incline.train.score.ConfusionMatrix;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a model takes for what: the matrix as a figure, and a table of its classes; of many classes
 * the worst.
 *
 * @param prefix of the names of the files
 * @param all where the table of many classes is whole
 * @param counts where the matrix of many classes is
 */
record ConfusionPart(
    Pages pages,
    ConfusionMatrix confusion,
    List<String> names,
    String prefix,
    String all,
    String counts) {
  private static final int CELLS = 40; // classes whose cells hold their number
  private static final int LISTED = 25; // classes
  private static final int WORST = 10;

  /**
   * Sets both.
   *
   * @param examples of the cells
   */
  void set(List<Example> examples) throws IOException {
    List<Integer> classes = IntStream.range(0, confusion.classes()).boxed().toList();
    if (classes.size() <= CELLS) {
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
              "%d classes are too many for a confusion matrix that one could read. Its counts are in %s.",
              classes.size(), counts));
      pages.file(matrix(classes));
    }
    if (isLong()) {
      pages.table(
          table(
              Phrase.of(
                  "The %d of %d classes with the lowest F1 on the test rows. All are in %s.",
                  WORST, classes.size(), all),
              classes.stream()
                  .sorted(
                      Comparator.comparingDouble(confusion::f1)
                          .thenComparing(confusion::support, Comparator.reverseOrder()))
                  .limit(WORST)
                  .toList()),
          every());
    } else {
      pages.table(every());
    }
  }

  /** Whether {@link #set} shows some classes only. */
  boolean isLong() {
    return confusion.classes() > LISTED;
  }

  /** All classes. */
  DataTable every() {
    return table(
        "Precision, recall and F1 of each class on the test rows.",
        IntStream.range(0, confusion.classes()).boxed().toList());
  }

  private DataTable table(String caption, List<Integer> classes) {
    return DataTable.of(
        prefix + "-classes",
        caption,
        classes,
        Column.text("class", names::get),
        Column.number("rows", 0, confusion::support),
        Column.number("predicted", 0, confusion::predicted),
        Column.number("precision", 4, confusion::precision),
        Column.number("recall", 4, confusion::recall),
        Column.number("F1", 4, confusion::f1));
  }

  private DataTable matrix(List<Integer> classes) {
    List<Column<Integer>> columns = new ArrayList<>();
    columns.add(Column.text("true class", names::get));
    for (int predicted : classes) {
      columns.add(
          Column.number(
              Markup.escape(names.get(predicted)), 0, truth -> confusion.count(truth, predicted)));
    }
    return DataTable.of(prefix + "-confusion", "", classes, columns);
  }
}
