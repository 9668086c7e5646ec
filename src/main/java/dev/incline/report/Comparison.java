package dev.incline.report;

import dev.incline.chart.Panels;
import dev.incline.chart.Series.Look;
import dev.incline.pdf.Document;
import dev.incline.pdf.Markup;
import dev.incline.report.DataTable.Column;
import dev.incline.store.OutputFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Two runs side by side. */
public final class Comparison {
  private final Run first;
  private final Run second;

  public Comparison(Run first, Run second) {
    this.first = first;
    this.second = second;
  }

  /** One line of the comparison: what, and each run's own. */
  record Row(String what, String first, String second) {}

  /** Whether both ended with the same weights, bit by bit. */
  public boolean isSame() {
    return first.outcome().weightsSha256().equals(second.outcome().weightsSha256());
  }

  /** Options, and what else decides the result, where the two differ. */
  List<Row> differences() {
    List<Row> rows = new ArrayList<>();
    add(rows, "model", first.outcome().model(), second.outcome().model());
    add(rows, "network", first.outcome().network(), second.outcome().network());
    add(rows, "seed", first.outcome().seed() + "", second.outcome().seed() + "");
    Set<String> names = new TreeSet<>(first.options().keySet());
    names.addAll(second.options().keySet());
    for (String name : names) {
      add(rows, name, first.option(name), second.option(name));
    }
    add(rows, "run on", first.outcome().device(), second.outcome().device());
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
    List<Row> rows = new ArrayList<>();
    rows.add(row("epochs", r -> Integer.toString(r.outcome().epochs())));
    rows.add(row("best epoch", r -> Integer.toString(r.outcome().best().epoch())));
    rows.add(row("training loss", r -> Text.decimal(r.best().trainLoss())));
    rows.add(row("training accuracy", r -> Text.decimal(r.trainAccuracy())));
    rows.add(row("validation loss", r -> validation(r, r.best().validationLoss())));
    rows.add(row("validation accuracy", r -> validation(r, r.validationAccuracy())));
    rows.add(row("test loss", r -> Text.decimal(r.outcome().test().loss())));
    rows.add(row("test accuracy", r -> Text.decimal(r.testAccuracy())));
    rows.add(row("time (s)", r -> Text.decimal(r.outcome().seconds(), 2)));
    rows.add(row("samples/s", r -> Text.decimal(r.outcome().samplesPerSecond(), 0)));
    return rows;
  }

  private static String validation(Run run, double value) {
    return run.hasValidation() ? Text.decimal(value) : "–";
  }

  /** How a run shows something. */
  private interface Shown {
    String of(Run run);
  }

  private Row row(String what, Shown shown) {
    return new Row(what, shown.of(first), shown.of(second));
  }

  /** What the hashes say. */
  String verdict() {
    return isSame()
        ? "Both ended with the same weights, bit by bit: " + first.outcome().weightsSha256()
        : "They ended with different weights: %s and %s"
            .formatted(first.outcome().weightsSha256(), second.outcome().weightsSha256());
  }

  /** For a terminal: aligned, each line ended. */
  public String toText() {
    List<Row> all = new ArrayList<>();
    all.add(new Row("", first.name(), second.name()));
    List<Row> differences = differences();
    all.addAll(differences);
    all.addAll(metrics());
    int what = all.stream().mapToInt(r -> r.what.length()).max().orElse(0);
    int wide = all.stream().mapToInt(r -> r.first.length()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < all.size(); i++) {
      if (i == 1) {
        text.append(differences.isEmpty() ? "no option differs\n" : "");
      }
      if (i == 1 + differences.size()) {
        text.append('\n');
      }
      Row row = all.get(i);
      String format = "%-" + what + "s  %-" + wide + "s  %s";
      text.append(
              String.format(Locale.ROOT, format, row.what, row.first, row.second).stripTrailing())
          .append('\n');
    }
    return text.append('\n').append(verdict()).append('\n').toString();
  }

  private Panels curves() throws IOException {
    return Curves.overlaid(
        List.of(first.history().epochs(), second.history().epochs()),
        List.of(first.name() + ", training", second.name() + ", training"),
        List.of(first.name() + ", validation", second.name() + ", validation"),
        List.of(Look.solid(0), Look.solid(1)));
  }

  /**
   * Writes the comparison as a PDF, and its figures and tables beside it.
   *
   * @return what the author should know: letters that no font has
   */
  public List<String> write(Path pdf, String program) throws IOException {
    String names = first.name() + " and " + second.name();
    try (Document document = new Document("Two runs compared", List.of(Markup.escape(names)))) {
      Pages pages = new Pages(document, Notes.NONE);
      pages.section("Comparison", () -> set(pages));
      pages.writeFiles(ReportWriter.figures(pdf));
      OutputFile.write(pdf, draft -> document.save(draft, program, names));
      return ReportWriter.missing(document);
    }
  }

  private void set(Pages pages) throws IOException {
    pages.paragraph(Markup.escape(verdict()) + ".");
    List<Row> differences = differences();
    if (differences.isEmpty()) {
      pages.paragraph("No option differs.");
    } else {
      pages.table(table("differences", "Where they differ.", differences, false));
    }
    pages.table(table("metrics", "Results at the best epoch.", metrics(), true));
    pages.figure("curves", curves(), "Loss and accuracy of both.");
  }

  private DataTable table(String name, String caption, List<Row> rows, boolean numeric) {
    DataTable table =
        DataTable.of(
            name,
            caption,
            Column.text(""),
            new Column(Markup.escape(first.name()), 0, numeric),
            new Column(Markup.escape(second.name()), 0, numeric));
    rows.forEach(r -> table.add(List.of(r.what, r.first, r.second)));
    return table;
  }
}
