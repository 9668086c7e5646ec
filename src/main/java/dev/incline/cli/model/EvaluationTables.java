package dev.incline.cli.model;

import dev.incline.train.score.ConfusionMatrix;
import dev.incline.wording.Listing;
import dev.incline.wording.Phrase;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** A confusion matrix and what follows from it, as aligned tables. */
final class EvaluationTables {
  private static final int LONGEST_NAME = 12;

  private final ConfusionMatrix confusion;
  private final List<String> names;
  private final StringBuilder text = new StringBuilder();

  private EvaluationTables(ConfusionMatrix confusion, List<String> classes) {
    this.confusion = confusion;
    this.names = classes.stream().map(name -> Phrase.shortened(name, LONGEST_NAME)).toList();
  }

  /**
   * Both tables, each after an empty line.
   *
   * @param classes the name of each
   */
  static String of(ConfusionMatrix confusion, List<String> classes) {
    EvaluationTables tables = new EvaluationTables(confusion, classes);
    tables.confusion();
    tables.perClass();
    return tables.text.toString();
  }

  private void confusion() {
    int most = IntStream.range(0, names.size()).map(confusion::support).max().orElse(0);
    int longest = names.stream().mapToInt(String::length).max().orElse(0);
    int label = Math.max(longest, "true".length());
    String cell = " %" + Math.max(longest, count(most).length()) + "s";
    String rowName = "%" + label + "s |";

    line("");
    line("confusion matrix: a line per true class, a column per predicted class");
    StringBuilder head = new StringBuilder(String.format(Locale.ROOT, rowName, "true"));
    names.forEach(name -> head.append(String.format(Locale.ROOT, cell, name)));
    line(head.toString());
    line("-".repeat(label + 1) + "+" + "-".repeat(head.length() - label - 2));
    for (int t = 0; t < names.size(); t++) {
      StringBuilder row = new StringBuilder(String.format(Locale.ROOT, rowName, names.get(t)));
      for (int p = 0; p < names.size(); p++) {
        int count = confusion.count(t, p);
        row.append(String.format(Locale.ROOT, cell, count == 0 ? "." : count(count)));
      }
      line(row.toString());
    }
  }

  private void perClass() {
    int label = Math.max(names.stream().mapToInt(String::length).max().orElse(0), "class".length());
    String row = "%" + label + "s  %9s  %6s  %6s  %7s";
    line("");
    line(String.format(Locale.ROOT, row, "class", "precision", "recall", "F1", "rows"));
    for (int c = 0; c < names.size(); c++) {
      line(
          String.format(
              Locale.ROOT,
              row,
              names.get(c),
              share(confusion.precision(c)),
              share(confusion.recall(c)),
              share(confusion.f1(c)),
              count(confusion.support(c))));
    }
    line(
        String.format(
            Locale.ROOT,
            row,
            "mean",
            share(mean(confusion::precision)),
            share(mean(confusion::recall)),
            share(mean(confusion::f1)),
            count(confusion.rows())));
    List<String> never =
        IntStream.range(0, names.size())
            .filter(c -> confusion.predicted(c) == 0)
            .mapToObj(names::get)
            .toList();
    if (!never.isEmpty()) {
      line("never predicted, so that precision counts as 0: " + Listing.of(never));
    }
  }

  private double mean(IntToDoubleFunction share) {
    return IntStream.range(0, names.size()).mapToDouble(share).average().orElse(0);
  }

  private static String count(int count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String share(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private void line(String line) {
    text.append(line).append(System.lineSeparator());
  }
}
