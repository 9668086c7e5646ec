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
import java.util.TreeSet;

/** The formulas by which parameters follow their gradients: of the optimizers that runs used. */
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
}
