package dev.incline.report;

import dev.incline.page.Markup;
import dev.incline.report.pages.Excerpt;
import dev.incline.report.pages.Pages;
import dev.incline.report.pages.ReportText;
import dev.incline.wording.Listing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The formulas by which parameters follow their gradients: of the optimizers and schedules that
 * runs used.
 */
record OptimizerSection(Pages pages, List<Run> runs) {
  /**
   * An optimizer.
   *
   * @param word of {@code --optimizer}
   * @param name in a sentence
   * @param options that it uses beside lr and l2
   * @param text before its formulas
   * @param formulas of weights
   */
  record Update(
      String word, String name, List<String> options, String text, List<String> formulas) {}

  private static final String ADAM_STEP =
      "η ( **M** / (1 − β_{1}^{*t*}) ) / ( √( **S** / (1 − β_{2}^{*t*}) ) + ε )";

  private static final String ADAM_MEANS =
      "**M** ← β_{1} **M** + (1 − β_{1}) **G** ,\u2003**S** ← β_{2} **S** + (1 − β_{2}) **G** ⊙ **G**";

  private static final List<String> BETAS = List.of("beta1", "beta2", "epsilon");

  static final List<Update> UPDATES =
      List.of(
          new Update(
              "sgd",
              "plain stochastic gradient descent",
              List.of(),
              "The L2 strength λ adds λ**W** to the gradient of weights, not of biases; the losses reported here are without that penalty:",
              List.of(
                  "**W** ← **W** − η (∂*L*/∂**W** + λ **W**) ,\u2003**b** ← **b** − η ∂*L*/∂**b**")),
          new Update(
              "momentum",
              "momentum",
              List.of("momentum"),
              "*Momentum* keeps a velocity **V** of each parameter, at first 0. Biases have no λ:",
              List.of(
                  "**G** = ∂*L*/∂**W** + λ **W** ,\u2003**V** ← μ **V** + **G** ,\u2003**W** ← **W** − η **V**")),
          new Update(
              "nesterov",
              "Nesterov's momentum",
              List.of("momentum"),
              "*Nesterov's momentum* looks a step ahead of its velocity **V**, which is 0 at first. Biases have no λ:",
              List.of(
                  "**G** = ∂*L*/∂**W** + λ **W** ,\u2003**V** ← μ **V** + **G** ,\u2003**W** ← **W** − η (**G** + μ **V**)")),
          new Update(
              "adam",
              "Adam",
              BETAS,
              "*Adam* divides a mean of the gradients, **M**, by the root of a mean of their squares, **S**, both at first 0, element by element in step *t*, from 1. Biases have no λ:",
              List.of(
                  "**G** = ∂*L*/∂**W** + λ **W** ,\u2003" + ADAM_MEANS,
                  "**W** ← **W** − " + ADAM_STEP)),
          new Update(
              "adamw",
              "AdamW",
              BETAS,
              "*AdamW* is Adam whose λ shrinks the weights themselves: a mean of the gradients, **M**, is divided by the root of a mean of their squares, **S**, both at first 0, element by element in step *t*, from 1. Biases do not shrink:",
              List.of(
                  "**G** = ∂*L*/∂**W** ,\u2003" + ADAM_MEANS,
                  "**W** ← (1 − η λ) **W** − " + ADAM_STEP)));

  /** The names of those that were used. */
  String names() {
    return ReportText.list(used().stream().map(Update::name).toList());
  }

  /** The values of an option; where they depend on the optimizer, those of each. */
  String each(String option) {
    Map<String, List<String>> names = new LinkedHashMap<>();
    for (Update update : used()) {
      names.computeIfAbsent(values(update, option), none -> new ArrayList<>()).add(update.name);
    }
    return names.size() == 1
        ? names.keySet().iterator().next()
        : ReportText.list(
            names.entrySet().stream()
                .map(e -> "%s (%s)".formatted(e.getKey(), ReportText.list(e.getValue())))
                .toList());
  }

  /**
   * A schedule of the learning rate.
   *
   * @param kind its name
   * @param rate of step *s*
   * @param numbers what its own numbers are called in the formula
   */
  record Decay(String kind, String rate, String numbers) {}

  static final List<Decay> DECAYS =
      List.of(
          new Decay("step", "η *F*^{floor(*e* / *E*)}", "*E* and *F* as in "),
          new Decay("exponential", "η *F*^{*e*}", "*F* as in "),
          new Decay("cosine", "η_{*T*} + (η − η_{*T*}) (1 + cos π*p*) / 2", "η_{*T*} as in "),
          new Decay("linear", "η_{*T*} + (η − η_{*T*}) (1 − *p*)", "η_{*T*} as in "),
          new Decay("plateau", "η *F*^{*k*}", "*E* and *F* as in "));

  void write() throws IOException {
    for (Update update : used()) {
      boolean first = update.equals(used().get(0));
      pages.paragraph(
          (first ? "Each step moves against them, with the learning rate η. " : "")
              + update.text.replaceFirst(":$", "")
              + numbers(update)
              + ":");
      for (String formula : update.formulas) {
        pages.formula(formula);
      }
    }
    if (used().stream().noneMatch(update -> update.word.equals("sgd"))) {
      pages.paragraph("The losses reported here are without an L2 penalty.");
    }
  }

  private List<Update> used() {
    return UPDATES.stream()
        .filter(update -> runs.stream().anyMatch(run -> word(run).equals(update.word)))
        .toList();
  }

  /** A run from before there was a choice is one of sgd. */
  private static String word(Run run) {
    String word = run.option("optimizer");
    return word.isEmpty() ? "sgd" : word;
  }

  /** Such as {@code , with μ = 0.9}. */
  private String numbers(Update update) {
    List<String> numbers =
        update.options.stream()
            .map(option -> ReportText.symbol(option) + " = " + values(update, option))
            .toList();
    return numbers.isEmpty() ? "" : ", with " + ReportText.list(numbers);
  }

  private String values(Update update, String option) {
    TreeSet<String> values = new TreeSet<>(SettingGroup::compareValues);
    runs.stream()
        .filter(run -> word(run).equals(update.word))
        .forEach(run -> values.add(run.option(option)));
    boolean many = values.size() > Excerpt.LISTED;
    return Markup.escape(many ? Listing.of(List.copyOf(values)) : String.join(" or ", values));
  }

  /** How the learning rate of a step follows from its number; PyTorch's and Keras' words for it. */
  void schedules() throws IOException {
    boolean warmed = has(r -> !r.option("warmup").isEmpty() && !r.option("warmup").equals("0"));
    List<Decay> decays =
        DECAYS.stream().filter(decay -> has(r -> schedule(r).equals(decay.kind))).toList();
    if (decays.isEmpty() && !warmed) {
      return;
    }
    pages.paragraph(
        "The learning rate changes over the training. That of step *s* = 0, …, *T* in epoch *e*, both counted from 0, is η_{*s*}%s."
            .formatted(
                warmed
                    ? "; in the *w* steps of a warm-up it is (*s* + 1) / *w* of what it is without one"
                    : ""));
    for (Decay decay : decays) {
      List<String> used =
          runs.stream()
              .map(r -> r.option("schedule"))
              .filter(text -> text.replaceFirst(":.*", "").equals(decay.kind))
              .distinct()
              .sorted(SettingGroup::compareValues)
              .map(Markup::escape)
              .toList();
      pages.formula(
          "η_{*s*} = %s\u2003(%s%s)".formatted(decay.rate, decay.numbers, ReportText.list(used)));
    }
    if (has(r -> Set.of("cosine", "linear").contains(schedule(r)))) {
      pages.paragraph(
          "*p* goes from 0 %s to 1 at step *T*. Where η_{*T*} is not given, it is 0."
              .formatted(warmed ? "at the end of the warm-up" : "at step 0"));
    }
    if (has(r -> schedule(r).equals("plateau"))) {
      pages.paragraph(
          "*k* counts how often *E* epochs in a row had brought no better validation result.");
    }
  }

  /** The name alone. */
  private static String schedule(Run run) {
    return run.option("schedule").replaceFirst(":.*", "");
  }

  private boolean has(Predicate<Run> property) {
    return runs.stream().anyMatch(property);
  }
}
