package dev.incline.option;

import dev.incline.model.Adam;
import dev.incline.model.Momentum;
import dev.incline.model.Optimizer;
import dev.incline.model.Sgd;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code --optimizer} takes. */
public enum OptimizerKind {
  SGD(Sgd.STANDARD.learningRate(), ""),
  MOMENTUM(Momentum.USUAL_RATE, ", --momentum"),
  NESTEROV(Momentum.USUAL_RATE, ", --momentum"),
  ADAM(Adam.USUAL_RATE, ", --beta1, --beta2, --epsilon"),
  ADAMW(Adam.USUAL_RATE, ", --beta1, --beta2, --epsilon");

  private final double learningRate;
  private final String options;

  OptimizerKind(double learningRate, String options) {
    this.learningRate = learningRate;
    this.options = "--lr, --l2" + options;
  }

  /** The default of {@code --lr} beside it. */
  double learningRate() {
    return learningRate;
  }

  /** Whether it uses an option of this name, which not all do. */
  boolean uses(String option) {
    return List.of(options.split(", ")).contains("--" + option);
  }

  /** Every option that it uses. */
  String uses() {
    return options;
  }

  /** The names of those beside {@code --lr} and {@code --l2}. */
  public List<String> own() {
    return Stream.of(options.split(", ")).skip(2).map(flag -> flag.substring(2)).toList();
  }

  /** Those that use an option of this name. */
  static String users(String option) {
    return Stream.of(values())
        .filter(kind -> kind.uses(option))
        .map(OptimizerKind::toString)
        .collect(Collectors.joining(" or "));
  }

  /** With these numbers. */
  Optimizer of(OptionValues values) {
    double lr = values.get(Options.LR);
    double l2 = values.get(Options.L2);
    return switch (this) {
      case SGD -> new Sgd(lr, l2);
      case MOMENTUM, NESTEROV ->
          new Momentum(lr, l2, values.get(Options.MOMENTUM), this == NESTEROV);
      case ADAM, ADAMW ->
          new Adam(
              lr,
              l2,
              values.get(Options.BETA1),
              values.get(Options.BETA2),
              values.get(Options.EPSILON),
              this == ADAMW);
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
