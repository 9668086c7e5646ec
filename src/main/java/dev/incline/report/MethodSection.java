package dev.incline.report;

import dev.incline.data.FeatureScaling;
import dev.incline.data.Split;
import dev.incline.model.Schedule;
import dev.incline.option.OptimizerKind;
import dev.incline.report.pages.Excerpt;
import dev.incline.report.pages.Pages;
import dev.incline.report.pages.ReportText;
import dev.incline.train.TrainResult;
import dev.incline.wording.Listing;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was trained, on what, and how: only what the runs at hand used. The words and formulas are
 * in the resource {@code report/method.md}.
 */
record MethodSection(List<Run> runs) {
  static final String TITLE = "Setting and method";

  private static final String OTHERS = " or, in other runs, ";
  private static final Predicate<Run> BY_LOSS = r -> r.option("monitor").equals("loss");

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
  void set(Pages pages, String data, @Nullable BestModel best) {
    boolean validated = has(Run::hasValidation);
    List<Run> patient = runs.stream().filter(r -> isOn(r, "patience")).toList();
    Map<String, Object> facts = new HashMap<>();
    facts.put("data", data);
    facts.put("validated", validated);
    facts.put("measured", validated ? "validation" : "training");
    facts.put("split", split());
    facts.put("byLoss", has(BY_LOSS));
    facts.put("byAccuracy", has(BY_LOSS.negate()));
    facts.put("patience", values(patient.stream().map(r -> r.option("patience"))));
    facts.put("allPatient", patient.size() == runs.size());
    facts.put("rows", rows());
    facts.put("runs", runs.size());
    facts.put("one", runs.size() == 1);
    facts.put("batch", all(r -> r.option("batch")));
    facts.put("epochs", all(r -> r.option("epochs")));
    facts.put("oneSeed", runs.stream().map(r -> r.result().seed()).distinct().count() == 1);
    facts.put("seeds", all(r -> Long.toString(r.result().seed())));
    facts.put("initialWeights", initialWeights());
    facts.put("networks", all(r -> r.result().network()));
    facts.put("devices", all(r -> r.result().device()));
    facts.put("sample", best == null || !best.test().hasPixels());
    facts.put("scaled", best == null ? "" : scaled());
    facts.put("filled", has(r -> r.option("missing").equals("mean")));
    models(facts);
    optimizers(facts);
    schedules(facts);
    pages.prose("method", facts);
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

  private String scaled() {
    return Stream.of(FeatureScaling.Kind.values())
        .filter(kind -> has(r -> option(r, "scale", "standard").equals(kind.toString())))
        .map(FeatureScaling.Kind::words)
        .collect(Collectors.joining(OTHERS));
  }

  private String split() {
    String share = all(r -> share(r.option("validation")));
    return Stream.of(Split.Choice.values())
        .filter(split -> has(r -> option(r, "validation-split", "last").equals(split.toString())))
        .map(split -> split(split, share))
        .collect(Collectors.joining(OTHERS));
  }

  private static String split(Split.Choice split, String share) {
    return switch (split) {
      case LAST -> "The last " + share + " of the training file";
      case SHUFFLED -> share + " of the training file, drawn from the seed,";
      case STRATIFIED -> share + " of each class of the training file, drawn from the seed,";
      case FOLDS ->
          share
              + " of each class of the training file, a part that consecutive seeds take in turn (cross-validation),";
    };
  }

  private static String share(String validation) {
    try {
      return "%s %%".formatted(ReportText.number(100 * Double.parseDouble(validation)));
    } catch (NumberFormatException e) {
      return "part"; // a run that did not record it
    }
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

  /** Those that were used, each with its numbers, by the word of the option. */
  private void optimizers(Map<String, Object> facts) {
    Map<OptimizerKind, List<Run>> used = new EnumMap<>(OptimizerKind.class);
    for (OptimizerKind kind : OptimizerKind.values()) {
      List<Run> own =
          runs.stream().filter(r -> option(r, "optimizer", "sgd").equals(kind.toString())).toList();
      facts.put(kind.toString(), own.isEmpty() ? false : Map.of("numbers", numbers(kind, own)));
      if (!own.isEmpty()) {
        used.put(kind, own);
      }
    }
    facts.put("optimizers", used.keySet().stream().map(MethodSection::name).toList());
    facts.put("lr", each(used, "lr"));
    facts.put("l2", each(used, "l2"));
  }

  /** In a sentence. */
  private static String name(OptimizerKind kind) {
    return switch (kind) {
      case SGD -> "plain stochastic gradient descent";
      case MOMENTUM -> "momentum";
      case NESTEROV -> "Nesterov's momentum";
      case ADAM -> "Adam";
      case ADAMW -> "AdamW";
    };
  }

  /** Such as {@code , with μ = 0.9}. */
  private static String numbers(OptimizerKind kind, List<Run> runs) {
    List<String> numbers =
        kind.own().stream().map(o -> ReportText.symbol(o) + " = " + choices(runs, o)).toList();
    return numbers.isEmpty() ? "" : ", with " + ReportText.list(numbers);
  }

  /** The values of an option; where they depend on the optimizer, those of each. */
  private static List<String> each(Map<OptimizerKind, List<Run>> used, String option) {
    Map<String, List<String>> names = new LinkedHashMap<>();
    used.forEach(
        (kind, runs) ->
            names.computeIfAbsent(choices(runs, option), v -> new ArrayList<>()).add(name(kind)));
    return names.entrySet().stream()
        .map(
            e ->
                names.size() == 1
                    ? e.getKey()
                    : e.getKey() + " (" + ReportText.list(e.getValue()) + ")")
        .toList();
  }

  private static String choices(List<Run> runs, String option) {
    List<String> values = sorted(runs.stream().map(r -> r.option(option)));
    return values.size() > Excerpt.LISTED ? Listing.of(values) : String.join(" or ", values);
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

  private static String values(Stream<String> all) {
    List<String> values = sorted(all);
    return values.size() > Excerpt.LISTED ? Listing.of(values) : ReportText.list(values);
  }

  /** Those that occur, in order. */
  private static List<String> sorted(Stream<String> all) {
    TreeSet<String> values = new TreeSet<>(SettingGroup::compareValues);
    all.map(Objects::requireNonNull).forEach(values::add);
    return List.copyOf(values);
  }
}
