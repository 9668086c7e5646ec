package dev.incline.cli.inspect;

import dev.incline.data.NpyArray;
import dev.incline.file.Json;
import dev.incline.inspect.StepComparison;
import dev.incline.inspect.StepComparison.Finding;
import dev.incline.inspect.StepComparison.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** The tables of {@code incline trace}. */
final class TraceReport {
  private static final int WIDTH = 80;

  private TraceReport() {}

  /** A line for each tensor of the steps. */
  static String of(Map<String, NpyArray> tensors) {
    StringBuilder table = new StringBuilder();
    table.append(row("tensor", "shape", "type", "norm", "smallest", "largest"));
    tensors.forEach(
        (name, array) -> {
          double squares = 0;
          double smallest = Double.POSITIVE_INFINITY;
          double largest = Double.NEGATIVE_INFINITY;
          for (int i = 0; i < array.size(); i++) {
            squares += array.get(i) * array.get(i);
            smallest = Math.min(smallest, array.get(i));
            largest = Math.max(largest, array.get(i));
          }
          table.append(
              row(
                  name,
                  array.sizes(),
                  array.type(),
                  number(Math.sqrt(squares)),
                  number(smallest),
                  number(largest)));
        });
    return table.toString();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6g", value);
  }

  private static String row(String... cells) {
    return String.format("%-13s %-12s %-4s %13s %13s %13s%n", (Object[]) cells);
  }

  /** A line for each tensor that was compared, and what the wrong ones look like. */
  static String of(StepComparison.Result result) {
    StringBuilder text = new StringBuilder();
    text.append(line("tensor", "shape", "largest difference", "at", "verdict"));
    for (Finding f : result.findings()) {
      boolean follows = f.verdict() == Verdict.FOLLOWS;
      text.append(
          line(
              f.tensor(),
              f.sizes(),
              difference(f),
              f.at(),
              follows ? "follows from " + f.words() : f.verdict().toString()));
    }
    text.append(names("not given", result.absent()));
    text.append(names("no tensor of a step", result.unknown()));
    return text + "\n" + sentence(result);
  }

  private static String difference(Finding f) {
    if (Double.isNaN(f.largest())) {
      return "-";
    }
    return f.largest() == 0 ? "0" : String.format(Locale.ROOT, "%.2e", f.largest());
  }

  private static String line(String... cells) {
    return String.format("%-13s %-10s %18s  %-9s %s%n", (Object[]) cells).stripTrailing() + "\n";
  }

  /** A list under a heading, in lines that do not wrap. */
  private static String names(String heading, List<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("\n" + heading + ":");
    int column = heading.length() + 1;
    for (String name : names) {
      if (column + 1 + name.length() > WIDTH) {
        text.append("\n ");
        column = 1;
      }
      text.append(' ').append(name);
      column += 1 + name.length();
    }
    return text.append('\n').toString();
  }

  private static String sentence(StepComparison.Result result) {
    List<Finding> wrong = result.differing();
    if (wrong.isEmpty()) {
      return "verdict: right: every tensor given is ours, as far as rounding lets one tell\n";
    }
    StringJoiner lines = new StringJoiner("\n  ", "verdict: DIFFERENT\n  ", "\n");
    wrong.forEach(f -> lines.add(f.tensor() + ": " + f.words()));
    return lines.toString();
  }

  /**
   * The comparison as JSON.
   *
   * @param heading of the steps
   */
  static String document(String heading, StepComparison.Result result) {
    List<Map<String, Object>> tensors = new ArrayList<>();
    for (Finding f : result.findings()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("tensor", f.tensor());
      fields.put("shape", f.sizes());
      fields.put("largestDifference", Json.finite(f.largest()));
      fields.put("at", f.at());
      fields.put("verdict", f.verdict().name().toLowerCase(Locale.ROOT));
      fields.put(f.verdict() == Verdict.FOLLOWS ? "follows" : "words", f.words());
      tensors.add(fields);
    }
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("steps", heading);
    root.put("right", result.differing().isEmpty());
    root.put("tensors", tensors);
    root.put("notGiven", result.absent());
    root.put("unknown", result.unknown());
    return Json.text(root);
  }
}
