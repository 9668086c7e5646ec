package dev.incline.train;

import dev.incline.wording.Listing;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the user should not miss of a result, with the cause that its numbers point at. */
final class Hints {
  /** Steps that a network of MNIST's size needs to get going from small weights. */
  private static final int FEW_STEPS = 1500;

  private static final String NOTHING =
      "NOTHING WAS LEARNT: the test accuracy is no better than guessing. ";

  private final TrainResult result;
  private final @Nullable TrainingContext context;
  private final int classes;
  private final EpochRecord last;

  private Hints(TrainResult result, @Nullable TrainingContext context) {
    this.result = result;
    this.context = context;
    this.classes = result.weights().network().classes();
    this.last = result.history().epochs().get(result.history().epochs().size() - 1);
  }

  /**
   * The warnings of a result.
   *
   * @param context null where nothing is known but the result
   */
  static List<String> of(TrainResult result, @Nullable TrainingContext context) {
    Hints hints = new Hints(result, context);
    List<String> warnings = new ArrayList<>();
    if (context != null) {
      warnings.addAll(context.warnings());
    }
    boolean split = context != null && !context.ofClasses().isEmpty();
    List<Integer> dead = deadClasses(result, context);
    if (!dead.isEmpty()) {
      warnings.add(
          Phrase.of(
              "%d of %d classes are dead: their logit is never positive, so they are never learnt: %s. Start with --init half-normal:0.01, or take --no-logit-relu",
              dead.size(), hints.classes, Listing.of(dead.stream().map(hints::name).toList())));
    }
    Optional<String> difference = hints.difference();
    difference.ifPresent(warnings::add);
    if (result.isAtChance() && difference.isEmpty()) {
      warnings.add(
          NOTHING
              + (split
                  ? "See the warning about the classes of the training rows first"
                  : dead.size() == hints.classes ? "No class is alive: see above" : hints.cause()));
    }
    return warnings;
  }

  private String name(int c) {
    return context == null ? Integer.toString(c) : context.classes().names().get(c);
  }

  /** Without those of which the validation rows cannot tell. */
  static List<Integer> deadClasses(TrainResult result, @Nullable TrainingContext context) {
    return context == null || !result.history().best().hasValidation()
        ? result.deadClasses()
        : result.deadClasses().stream().filter(context.classes()::isTold).toList();
  }

  /** The accuracy on rows that are like the training rows. */
  private double reference() {
    EpochRecord best = result.history().best();
    return best.hasValidation() ? best.validationAccuracy() : best.trainAccuracy();
  }

  /** Training went well and the test did not. */
  private Optional<String> difference() {
    double tested = result.test().accuracy();
    if (context == null) {
      return Optional.empty();
    }
    double noise = 1 / Math.sqrt(context.test().rows()); // two deviations of a share near 1/2
    if (reference() - tested < 0.1 + noise) {
      return Optional.empty();
    }
    String gap =
        String.format(
            Locale.ROOT,
            "the %s accuracy is %.4f, but the test accuracy %.4f: ",
            result.history().best().hasValidation() ? "validation" : "training",
            reference(),
            tested);
    Optional<String> difference = context.difference();
    if (difference.isPresent()) {
      return Optional.of(gap + "test and training images differ. Test images: " + difference.get());
    }
    return result.isAtChance()
        ? Optional.of(
            gap
                + "what was learnt does not hold for the test set, though its pixels look alike. Do its labels belong to its images?")
        : Optional.empty();
  }

  /** Why nothing was learnt. */
  private String cause() {
    if (context == null) {
      return "Try another --lr, --init or more --epochs, and check the data";
    }
    TrainOptions options = context.options();
    double guessing = Math.log(classes);
    long steps = (long) context.steps() * result.history().epochs().size();
    if (last.trainLoss() > 1.05 * guessing) {
      return String.format(
          Locale.ROOT,
          "The training loss, %.4f, is above that of guessing, %.4f: --lr %s is too large here, or --init. Try a tenth of it",
          last.trainLoss(),
          guessing,
          Numeral.of(options.optimizer().learningRate()));
    } else if (options.optimizer().learningRate() < options.optimizer().usualRate() / 10) {
      return "--lr %s is small, and the loss hardly moved: try a larger --lr"
          .formatted(Numeral.of(options.optimizer().learningRate()));
    } else if (steps < FEW_STEPS) {
      return Phrase.of(
          "%s in batches of %,d make only %s an epoch, %,d in all: take more --epochs, a smaller --batch or more rows",
          Numeral.count(context.rows(), "row"),
          options.batch(),
          Numeral.count(context.steps(), "step"),
          steps);
    }
    return "Try another --lr, --init or more --epochs, and check the data";
  }
}
