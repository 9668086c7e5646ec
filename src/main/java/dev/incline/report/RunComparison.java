package dev.incline.report;

import dev.incline.chart.Panels;
import dev.incline.page.Document;
import dev.incline.page.Markup;
import dev.incline.report.pages.DataTable;
import dev.incline.report.pages.DataTable.Column;
import dev.incline.report.pages.Notes;
import dev.incline.report.pages.Pages;
import dev.incline.report.pages.ReportText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Two runs side by side.
 *
 * @param changes test rows that change their class; null where both cannot be evaluated
 * @param unknown why not; empty where they were
 */
public record RunComparison(Run first, Run second, @Nullable RowChanges changes, String unknown) {
  /** One line of the comparison: what, and each run's own. */
  record Row(String what, String first, String second) {}

  /** Whether both ended with the same weights, bit by bit. */
  boolean isSame() {
    return first.result().weightsSha256().equals(second.result().weightsSha256());
  }

  /** Options, and what else decides the result, where the two differ. */
  List<Row> differences() {
    List<Row> rows = new ArrayList<>();
    add(rows, "model", first.result().model(), second.result().model());
    add(rows, "network", first.result().network(), second.result().network());
    add(rows, "seed", first.result().seed() + "", second.result().seed() + "");
    Set<String> names = new TreeSet<>(first.options().keySet());
    names.addAll(second.options().keySet());
    for (String name : names) {
      add(rows, name, first.option(name), second.option(name));
    }
    add(rows, "run on", first.result().device(), second.result().device());
    Set<String> recorded = new TreeSet<>(first.surroundings().keySet());
    recorded.addAll(second.surroundings().keySet());
    for (String name : recorded) {
      add(
          rows,
          name,
          first.surroundings().getOrDefault(name, ""),
          second.surroundings().getOrDefault(name, ""));
    }
    return rows;
  }

  private static void add(List<Row> rows, String what, String first, String second) {
    boolean told = rows.stream().anyMatch(r -> r.first.equals(first) && r.second.equals(second));
    if (!Objects.equals(first, second) && !told) {
      rows.add(new Row(what, first.isEmpty() ? "–" : first, second.isEmpty() ? "–" : second));
    }
  }

  /** The results of both. */
  List<Row> metrics() {
    return List.of(
        row("epochs", r -> Integer.toString(r.result().epochs())),
        row("best epoch", r -> Integer.toString(r.result().best().epoch())),
        row("training loss", r -> ReportText.decimal(r.best().trainLoss())),
        row("training accuracy", r -> ReportText.decimal(r.trainAccuracy())),
        row("validation loss", r -> validation(r, r.best().validationLoss())),
        row("validation accuracy", r -> validation(r, r.validationAccuracy())),
        row("test loss", r -> ReportText.decimal(r.result().test().loss())),
        row("test accuracy", r -> ReportText.decimal(r.testAccuracy())),
        row("time (s)", r -> ReportText.decimal(r.result().seconds(), 2)),
        row("samples/s", r -> ReportText.decimal(r.result().samplesPerSecond(), 0)));
  }

  private static String validation(Run run, double value) {
    return run.hasValidation() ? ReportText.decimal(value) : "–";
  }

  private Row row(String what, Function<Run, String> shown) {
    return new Row(what, shown.apply(first), shown.apply(second));
  }

  /** What the hashes say. */
  String verdict() {
    return isSame()
        ? "Both ended with the same weights, bit by bit: " + first.result().weightsSha256()
        : "They ended with different weights: %s and %s"
            .formatted(first.result().weightsSha256(), second.result().weightsSha256());
  }

  /** For a terminal: aligned, each line ended. */
  public String toText() {
    List<Row> differences = differences();
    List<Row> head = List.of(new Row("", first.name(), second.name()));
    List<Row> rows = Stream.of(head, differences, metrics()).flatMap(List::stream).toList();
    String format = "%-" + width(rows, Row::what) + "s  %-" + width(rows, Row::first) + "s  %s";
    List<String> lines = new ArrayList<>();
    for (Row row : rows) {
      lines.add(
          String.format(Locale.ROOT, format, row.what, row.first, row.second).stripTrailing());
    }
    lines.addAll(
        1 + differences.size(),
        differences.isEmpty() ? List.of("no option differs", "") : List.of(""));
    lines.add("");
    lines.add(changes == null ? unknown : changes.sentence());
    lines.addAll(changes == null ? List.of() : changes.lines());
    lines.add(verdict());
    return String.join("\n", lines) + "\n";
  }

  private static int width(List<Row> rows, Function<Row, String> text) {
    return rows.stream().mapToInt(row -> text.apply(row).length()).max().orElse(0);
  }

  private Panels curves() throws IOException {
    return Curves.overlaid(
        List.of(first.name() + ", ", second.name() + ", "),
        List.of(first.history().epochs(), second.history().epochs()));
  }

  /**
   * Writes the comparison, and its figures and tables beside it.
   *
   * @return what the author should know: letters that no font has
   */
  public List<String> write(Path file, String program) throws IOException {
    String names = first.name() + " and " + second.name();
    Document document = new Document("Two runs compared", List.of(Markup.escape(names)));
    Pages pages = new Pages(document, Notes.NONE);
    pages.section("Comparison", () -> set(pages));
    List<String> warnings = ReportWriter.write(document, file, program, names);
    pages.writeFiles(ReportWriter.figures(file));
    return warnings;
  }

  private void set(Pages pages) throws IOException {
    List<Row> differences = differences();
    if (!differences.isEmpty()) {
      pages.table(table("differences", differences, false));
    }
    pages.table(table("metrics", metrics(), true));
    pages.figure("curves", curves());
    pages.prose(
        "comparison",
        Map.of(
            "verdict",
            verdict(),
            "differences",
            differences.size(),
            "unknown",
            unknown,
            "changes",
            changes == null ? false : changes.facts(pages)));
  }

  private DataTable table(String name, List<Row> rows, boolean numeric) {
    return DataTable.of(
        name,
        rows,
        Column.text("", Row::what),
        new Column<>(Markup.escape(first.name()), 0, numeric, Row::first),
        new Column<>(Markup.escape(second.name()), 0, numeric, Row::second));
  }
}
