package dev.incline.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incline.experiment.StoredRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What run folders record, against what a report says. */
final class RecordedNumbers {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern FOUR_DECIMALS = Pattern.compile("(?<![\\d.])\\d+\\.\\d{4}(?!\\d)");

  /** The 97.5 % quantile of Student's t with 2 degrees of freedom: each setting has 3 seeds. */
  private static final double T = 4.302652729911275;

  private RecordedNumbers() {}

  /** What each run's history.json says, read without the report's own classes. */
  static List<JsonNode> histories(Path runs) throws IOException {
    List<JsonNode> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(runs)) {
      for (Path file : files.filter(f -> f.endsWith(StoredRun.RESULT)).sorted().toList()) {
        all.add(JSON.readTree(file.toFile()));
      }
    }
    return all;
  }

  static String name(JsonNode run) {
    return Path.of(run.path("out").textValue()).getFileName().toString();
  }

  private static JsonNode bestEpoch(JsonNode run) {
    return run.path("epochs").path(run.path("best").path("epoch").intValue() - 1);
  }

  private static String four(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  /** What the page of that run must say, in the order of its table. */
  static String row(JsonNode run) {
    JsonNode best = bestEpoch(run);
    return String.join(
        " ",
        name(run),
        run.path("seed").asText(),
        best.path("epoch").asText(),
        four(best.path("trainLoss").doubleValue()),
        four(best.path("trainAccuracy").doubleValue()),
        four(best.path("validationLoss").doubleValue()),
        four(best.path("validationAccuracy").doubleValue()),
        four(run.path("test").path("loss").doubleValue()),
        four(run.path("test").path("accuracy").doubleValue()),
        String.format(Locale.ROOT, "%.2f", run.path("seconds").doubleValue()));
  }

  /** Every number of four decimals that the runs can account for. */
  private static Set<String> accountedFor(List<JsonNode> runs) {
    Set<String> numbers = new TreeSet<>();
    for (JsonNode run : runs) {
      for (String number : row(run).split(" ", -1)) {
        numbers.add(number);
      }
    }
    Map<String, List<Double>> scores = new TreeMap<>(); // means of validation accuracies, by group
    for (int i = 0; i + 2 < runs.size(); i += 3) { // sorted by name: the seeds of a setting
      List<JsonNode> seeds = runs.subList(i, i + 3);
      estimate(numbers, seeds, r -> bestEpoch(r).path("trainAccuracy").doubleValue());
      double score = estimate(numbers, seeds, RecordedNumbers::validationAccuracy);
      estimate(numbers, seeds, r -> r.path("test").path("accuracy").doubleValue());
      estimate(numbers, seeds, r -> r.path("test").path("loss").doubleValue());
      estimate(
          numbers,
          seeds,
          r -> bestEpoch(r).path("trainAccuracy").doubleValue() - validationAccuracy(r));
      String group = name(runs.get(i)).replaceFirst("-.*", "");
      scores.computeIfAbsent(group, none -> new ArrayList<>()).add(score);
    }
    for (List<Double> means : scores.values()) { // differences are said of settings of a group
      means.forEach(a -> means.forEach(b -> numbers.add(four(Math.abs(a - b)))));
    }
    return numbers;
  }

  private static double validationAccuracy(JsonNode run) {
    return bestEpoch(run).path("validationAccuracy").doubleValue();
  }

  /** The mean, which the pages may say, with its margin and its interval. */
  private static double estimate(
      Set<String> numbers, List<JsonNode> seeds, ToDoubleFunction<JsonNode> value) {
    double[] v = seeds.stream().mapToDouble(value).toArray();
    double mean = (v[0] + v[1] + v[2]) / 3;
    double squares = 0;
    for (double one : v) {
      squares += (one - mean) * (one - mean);
    }
    double margin = T * Math.sqrt(squares / 2) / Math.sqrt(3);
    for (double number : new double[] {mean, margin, mean - margin, mean + margin}) {
      numbers.add(four(number));
    }
    return mean;
  }

  /** What is wrong between the report's numbers and the runs'. */
  static List<String> complaints(String text, List<JsonNode> runs) {
    List<String> complaints = new ArrayList<>();
    for (JsonNode run : runs) {
      if (!text.contains(row(run))) {
        complaints.add("missing: " + row(run));
      }
      for (String hash : List.of("weightsSha256", "bestWeightsSha256")) {
        if (!text.contains(run.path(hash).textValue().substring(0, 16))) {
          complaints.add(name(run) + " has no " + hash);
        }
      }
    }
    Set<String> known = accountedFor(runs);
    Matcher numbers = FOUR_DECIMALS.matcher(text);
    while (numbers.find()) {
      if (!known.contains(numbers.group()) && !numbers.group().equals("0.0001")) { // an L2 strength
        complaints.add("from nowhere: " + numbers.group());
      }
    }
    return complaints;
  }
}
