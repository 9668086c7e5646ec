package dev.incline.report;

import dev.incline.chart.HeatMap;
import dev.incline.page.Example;
import dev.incline.page.Markup;
import dev.incline.report.pages.DataTable;
import dev.incline.report.pages.DataTable.Column;
import dev.incline.report.pages.Pages;
import dev.incline.train.score.ConfusionMatrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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

  void set(List<Example> examples) {
    pages.prose("classes", facts(examples));
  }

  /**
   * The facts of the resource {@code report/classes.md}, with the figure and the table.
   *
   * @param examples of the cells
   */
  Map<String, Object> facts(List<Example> examples) {
    boolean readable = confusion.classes() <= CELLS;
    if (readable) {
      HeatMap matrix =
          HeatMap.ofCounts(
              "Test rows by true and predicted class",
              "predicted class",
              "true class",
              names,
              confusion.counts());
      pages.figure(prefix + "-confusion", matrix, examples);
    } else {
      pages.table(matrix());
    }
    pages.table(isLong() ? table(worst()) : every(), every());
    Map<String, Object> facts = new HashMap<>();
    facts.put("readable", readable);
    facts.put("prefix", prefix);
    facts.put("classes", confusion.classes());
    facts.put("long", isLong());
    facts.put("shown", WORST);
    facts.put("all", all);
    facts.put("counts", counts);
    return facts;
  }

  /** The table of all classes. */
  void setEvery() {
    pages.table(every(), every());
    pages.prose("every-class", Map.of("prefix", prefix));
  }

  /** Whether {@link #set} shows some classes only. */
  boolean isLong() {
    return confusion.classes() > LISTED;
  }

  /** All classes. */
  DataTable every() {
    return table(classes().toList());
  }

  private Stream<Integer> classes() {
    return IntStream.range(0, confusion.classes()).boxed();
  }

  private List<Integer> worst() {
    return classes()
        .sorted(
            Comparator.comparingDouble(confusion::f1)
                .thenComparing(confusion::support, Comparator.reverseOrder()))
        .limit(WORST)
        .toList();
  }

  private DataTable table(List<Integer> classes) {
    return DataTable.of(
        prefix + "-classes",
        classes,
        Column.text("class", names::get),
        Column.number("rows", 0, confusion::support),
        Column.number("predicted", 0, confusion::predicted),
        Column.number("precision", 4, confusion::precision),
        Column.number("recall", 4, confusion::recall),
        Column.number("F1", 4, confusion::f1));
  }

  private DataTable matrix() {
    List<Column<Integer>> columns = new ArrayList<>();
    columns.add(Column.text("true class", names::get));
    for (int predicted : classes().toList()) {
      columns.add(
          Column.number(
              Markup.escape(names.get(predicted)), 0, truth -> confusion.count(truth, predicted)));
    }
    return DataTable.of(prefix + "-confusion", classes().toList(), columns);
  }
}
