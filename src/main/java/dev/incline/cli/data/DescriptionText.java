package dev.incline.cli.data;

import dev.incline.data.check.ColumnDescription;
import dev.incline.data.check.DataDescription;
import dev.incline.data.check.Description;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A description as people read it. */
record DescriptionText(DataDescription data, StringBuilder text) {
  private static final int LINES = 100; // of columns: more are in the JSON

  static String of(Path path, DataDescription data) {
    DescriptionText of = new DescriptionText(data, new StringBuilder());
    of.line("%s: taken for %s", path, data.taken());
    of.line("");
    data.parts().forEach(part -> of.line("%s", figures(part.figures())));
    of.line("");
    of.classes();
    of.columns(data.parts().get(0).columns());
    of.copies();
    return of.text.toString();
  }

  /** What a set is, in a line. */
  static String figures(Description d) {
    return String.format(
        Locale.ROOT,
        "%s: %s of %s, %s to %s, mean %.1f, %.1f %% zeros%s",
        d.name(),
        Numeral.count(d.rows(), "row"),
        d.pixels()
            ? Phrase.of(
                "%d x %d %spixels", d.height(), d.width(), d.channels() == 3 ? "coloured " : "")
            : Numeral.count(d.width(), "number"),
        d.smallest(),
        d.largest(),
        d.mean(),
        100 * d.zeros(),
        d.missing() == 0 ? "" : Phrase.of(", %,d missing", d.missing()));
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private void classes() {
    Description training = data.parts().get(0).figures();
    Description test = data.parts().get(1).figures();
    int width = Math.max(5, training.classes().stream().mapToInt(String::length).max().orElse(0));
    String row = "%-" + width + "s %12s %7s %12s %7s";
    line(row, "class", "training set", "share", "test set", "share");
    for (int c = 0; c < training.perClass().length; c++) {
      line(
          row,
          training.classes().get(c),
          count(training.perClass()[c]),
          share(training.perClass()[c], training.rows()),
          count(test.perClass()[c]),
          share(test.perClass()[c], test.rows()));
    }
    line("");
  }

  private void columns(List<ColumnDescription> columns) {
    if (columns.isEmpty()) {
      return;
    }
    int width = Math.max(6, columns.stream().mapToInt(c -> c.name().length()).max().orElse(0));
    String row = "%-" + width + "s  %-5s %12s %12s %12s %12s%s";
    line("training set, column by column:");
    line(row, "column", "type", "smallest", "largest", "mean", "deviation", "");
    for (ColumnDescription c : columns.subList(0, Math.min(LINES, columns.size()))) {
      line(
          row,
          c.name(),
          c.whole() ? "whole" : "real",
          number(c.smallest()),
          number(c.largest()),
          number(c.mean()),
          number(c.deviation()),
          (c.isConstant() ? "  constant" : "")
              + (c.missing() == 0 ? "" : Phrase.of("  %,d missing", c.missing())));
    }
    if (columns.size() > LINES) {
      line("and %,d more: see --json", columns.size() - LINES);
    }
    line("");
  }

  private void copies() {
    for (DataDescription.Part part : data.parts()) {
      Description d = part.figures();
      line(
          "%s: %,d of %,d %s the same in every row; rows that are copies of rows before them: %,d, under another label: %,d",
          d.name(),
          d.constantPixels(),
          d.height() * d.width() * d.channels(),
          d.pixels() ? "values of pixels are" : "columns are",
          d.duplicates(),
          d.contradictions());
    }
    line(
        "rows in both sets: %,d of %,d test rows",
        data.testRowsInTraining(), data.parts().get(1).figures().rows());
  }

  private static String count(int rows) {
    return Phrase.of("%,d", rows);
  }

  private static String share(int rows, int all) {
    return String.format(Locale.ROOT, "%.1f %%", 100.0 * rows / all);
  }

  private static String number(@Nullable Number number) {
    if (number == null) {
      return "–";
    }
    double value = number.doubleValue();
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.5g", value);
  }
}
