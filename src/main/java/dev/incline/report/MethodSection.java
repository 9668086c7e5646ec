package dev.incline.report;

import dev.incline.data.FeatureScaling;
import dev.incline.model.Schedule;
import dev.incline.report.pages.Excerpt;
import dev.incline.report.pages.Pages;
import dev.incline.report.pages.ReportText;
import dev.incline.train.TrainResult;
import dev.incline.wording.Listing;
import dev.incline.wording.Numeral;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was trained, on what, and how: only what the runs at hand used. The words and formulas are
 * in the resource {@code report/method.md}.
 */
record MethodSection(List<Run> runs) {
  static final String TITLE = "Setting and method";

  /**
   * An activation.
   *
   * @param value of *a*
   * @param slope at all of **A**
   */
  record Phi(String name, String value, String slope) {}

  static final List<Phi> PHIS =
      List.of(
          new Phi("sigmoid", "1 / (1 + *e*^{−*a*})", "**H** ⊙ (1 − **H**)"),
          new Phi("relu", "max(0, *a*)", "1[**A** > 0]"),
          new Phi("tanh", "tanh *a*", "(1 − **H** ⊙ **H**)"));

  /**
   * Writes it.
   *
   * @param data one sentence
   * @param best of the runs, which has their rows; null where these cannot be had
   */
  void set(Pages pages, String data, @Nullable BestModel best) throws IOException {
    boolean validated = has(Run::hasValidation);
    Map<String, Object> facts = new HashMap<>();
    facts.put("data", data);
    facts.put("validated", validated);
    facts.put("measured", validated ? "validation" : "training");
    facts.put("split", split());
    facts.put("monitored", monitored());
    facts.put("patience", patience());
    facts.put("rows", rows());
    settings(facts);
    models(facts);
    facts.put("sample", best == null ? "sample" : sample(best));
    schedules(facts);
    pages.prose("method", facts);
  }

  private void settings(Map<String, Object> facts) {
    boolean one = runs.stream().map(r -> r.result().seed()).distinct().count() == 1;
    UsedOptimizers optimizers = new UsedOptimizers(runs);
    facts.putAll(optimizers.facts());
    facts.put("optimizers", optimizers.names());
    facts.put("lr", optimizers.each("lr"));
    facts.put("l2", optimizers.each("l2"));
    facts.put("runs", Numeral.count(runs.size(), "run") + (runs.size() == 1 ? " is" : " are"));
    facts.put("batch", all(r -> r.option("batch")));
    facts.put("epochs", all(r -> r.option("epochs")));
    facts.put("seeds", (one ? "seed " : "seeds ") + all(r -> Long.toString(r.result().seed())));
    facts.put("initialWeights", initialWeights());
    facts.put("networks", all(r -> r.result().network()));
    facts.put("devices", all(r -> r.result().device()));
  }

  private void models(Map<String, Object> facts) {
    List<Phi> phis =
        PHIS.stream()
            .filter(phi -> has(r -> List.of(r.option("activation").split(",")).contains(phi.name)))
            .toList();
    facts.put("softmax", has(r -> r.result().model().equals("softmax")));
    facts.put("relu", has(r -> r.option("logit-relu").equals("true")));
    facts.put("layered", has(r -> !r.result().model().equals("softmax")));
    facts.put("phi", String.join(" or ", phis.stream().map(Phi::value).toList()));
    facts.put("slope", phis.size() == 1 ? phis.get(0).slope : "φ′(**A**)");
    facts.put("dropout", has(r -> r.option("dropout").matches(".*[1-9].*")));
    facts.put("classWeights", has(r -> !r.option("class-weights").isEmpty()));
  }

  /** What a row is to the networks. */
  private String sample(BestModel best) {
    if (best.test().hasPixels()) {
      return "image, its pixels divided by 255";
    }
    List<String> scaled =
        Arrays.stream(FeatureScaling.Kind.values())
            .filter(kind -> has(r -> option(r, "scale", "standard").equals(kind.toString())))
            .map(FeatureScaling.Kind::words)
            .toList();
    return "sample, its numbers %s%s"
        .formatted(
            String.join(" or, in other runs, ", scaled),
            has(r -> r.option("missing").equals("mean"))
                ? "; a missing number is the mean of its feature over the rows that train"
                : "");
  }

  private String split() {
    String share = all(r -> share(r.option("validation")));
    List<String> which = new ArrayList<>();
    if (has(r -> option(r, "validation-split", "last").equals("last"))) {
      which.add("The last %s of the training file".formatted(share));
    }
    if (has(r -> option(r, "validation-split", "last").equals("shuffled"))) {
      which.add("%s of the training file, drawn from the seed,".formatted(share));
    }
    if (has(r -> option(r, "validation-split", "last").equals("stratified"))) {
      which.add("%s of each class of the training file, drawn from the seed,".formatted(share));
    }
    return String.join(" or, in other runs, ", which);
  }

  private static String share(String validation) {
    try {
      return "%s %%".formatted(ReportText.number(100 * Double.parseDouble(validation)));
    } catch (NumberFormatException e) {
      return "part"; // a run that did not record it
    }
  }

  private String monitored() {
    Predicate<Run> loss = r -> r.option("monitor").equals("loss");
    return runs.stream().noneMatch(loss)
        ? "highest validation accuracy"
        : runs.stream().allMatch(loss)
            ? "lowest validation loss"
            : "highest validation accuracy, in other runs the lowest validation loss,";
  }

  /** Empty where every run goes through all its epochs. */
  private String patience() {
    List<Run> patient = runs.stream().filter(r -> isOn(r, "patience")).toList();
    return patient.isEmpty()
        ? ""
        : "%s stops early, once %s epochs in a row brought no better one."
            .formatted(
                patient.size() == runs.size() ? "A run" : "A run with patience",
                values(patient.stream().map(r -> r.option("patience"))));
  }

  /** How many rows each part has, where that was recorded. */
  private String rows() {
    List<String> parts =
        runs.stream()
            .map(r -> r.result().rows())
            .filter(rows -> rows.test() > 0)
            .distinct()
            .map(TrainResult.Rows::words)
            .toList();
    return parts.isEmpty() ? "" : Excerpt.list(parts, "; in other runs ") + ".";
  }

  /** Those of each model, where there are several. */
  private String initialWeights() {
    List<String> models = runs.stream().map(r -> r.option("model")).distinct().toList();
    List<String> each = new ArrayList<>();
    for (String model : models) {
      String weights =
          values(
              runs.stream()
                  .filter(r -> r.option("model").equals(model))
                  .map(r -> r.option(r.option("weights").isEmpty() ? "init" : "weights")));
      String name = model.equals("softmax") ? "softmax regression" : "layered network";
      each.add(models.size() == 1 ? weights : weights + " (" + name + ")");
    }
    return String.join("; ", each);
  }

  /** Those that were used, by their names; PyTorch's and Keras' words for them. */
  private void schedules(Map<String, Object> facts) {
    facts.put("warmup", has(r -> isOn(r, "warmup")));
    boolean scheduled = has(r -> isOn(r, "warmup"));
    for (Schedule.Kind kind : Schedule.Kind.values()) {
      String word = kind.name().toLowerCase(Locale.ROOT);
      List<String> used =
          runs.stream().map(r -> r.option("schedule")).filter(s -> kind(s).equals(word)).toList();
      String given = values(used.stream().filter(schedule -> schedule.contains(":")));
      facts.put(word, used.isEmpty() ? false : Map.of("given", given));
      scheduled |= kind != Schedule.Kind.CONSTANT && !used.isEmpty();
    }
    facts.put("scheduled", scheduled);
    facts.put("ends", has(r -> List.of("cosine", "linear").contains(kind(r.option("schedule")))));
  }

  private static String kind(String schedule) {
    return schedule.replaceFirst(":.*", "");
  }

  private static boolean isOn(Run run, String option) {
    return !run.option(option).isEmpty() && !run.option(option).equals("0");
  }

  /** As a run from before there was a choice had it. */
  private static String option(Run run, String option, String before) {
    return run.option(option).isEmpty() ? before : run.option(option);
  }

  private boolean has(Predicate<Run> property) {
    return runs.stream().anyMatch(property);
  }

  private String all(Function<Run, String> value) {
    return values(runs.stream().map(value));
  }

  /** Those that occur, in order. */
  private static String values(Stream<String> all) {
    TreeSet<String> values = new TreeSet<>(SettingGroup::compareValues);
    all.map(Objects::requireNonNull).forEach(values::add);
    List<String> each = List.copyOf(values);
    return each.size() > Excerpt.LISTED ? Listing.of(each) : ReportText.list(each);
  }
}
