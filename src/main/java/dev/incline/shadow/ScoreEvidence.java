package dev.incline.shadow;

import dev.incline.backend.Backend;
import dev.incline.inspect.Batch;
import dev.incline.model.Weights;
import dev.incline.plan.Tensors;
import dev.incline.store.RunFolder;
import dev.incline.train.score.ScoredRows;
import dev.incline.train.score.WrongScore;
import dev.incline.verify.Difference;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a pass that a device scored wrong as a bundle.
 *
 * @param folder gets the bundle
 */
public record ScoreEvidence(BundleOrigin origin, RunFolder folder) {
  private static final Logger log = LoggerFactory.getLogger(ScoreEvidence.class);
  private static final int MAX_PIXELS = 32 << 20; // of the rows in a bundle

  /**
   * Does the pass again, on the reference and op by op on the device, and writes the bundle.
   *
   * @param reference stays open
   * @return what to end the run with
   */
  public BreachException keep(WrongScore wrong, Backend reference) {
    String begin = "%s scored wrong %s".formatted(origin.device(), wrong.where());
    Weights weights = wrong.weights();
    if (weights == null) {
      return new BreachException(
          "%s.%nTraining stopped. --shadow 1 compares every step with plain Java and keeps one that is wrong"
              .formatted(begin));
    }
    int first = first(wrong.rows(), wrong.position());
    ShadowedStep step = step(wrong, weights, first);
    StepResult expected = step.take(reference);
    StepResult got = got(wrong, weights, first, step.batch().rows());
    Optional<Difference> cause = cause(step, reference);
    String name = "breach-%s.bundle.npz".formatted(wrong.rows().pass().replace(' ', '-'));
    Difference seen = seen(expected, got, wrong.position() - first);
    Bundle bundle = new Bundle(step, expected, got, Bundle.About.of(step, origin, seen, cause));
    String kept;
    try {
      kept =
          "The pass is kept in %s: 'incline verify --bundle FILE' runs it again, on any device"
              .formatted(folder.write(name, bundle::write));
    } catch (IOException e) {
      kept = "The pass could not be kept: " + e.getMessage();
    }
    return new BreachException(
        "%s%s.%s%nNo result is reported. %s"
            .formatted(begin, extent(expected, got), sentence(cause), kept));
  }

  /** The whole pass from its start, or the wrong batch alone where that is too much for a file. */
  private static int first(ScoredRows rows, int position) {
    return (long) rows.samples() * rows.data().features() <= MAX_PIXELS
        ? 0
        : position / rows.batch() * rows.batch();
  }

  private static ShadowedStep step(WrongScore wrong, Weights weights, int first) {
    ScoredRows rows = wrong.rows();
    int end = first == 0 ? rows.samples() : Math.min(rows.samples(), first + rows.batch());
    int size = Math.min(rows.batch(), end - first);
    int number = (wrong.position() - first) / size + 1;
    Batch batch = Batch.of(rows.data(), Arrays.copyOfRange(rows.order(), first, end));
    return ShadowedStep.scoring(
        rows.pass(), number, size, weights, batch, rows.recipe(), rows.draw().plus(first));
  }

  private static StepResult got(WrongScore wrong, Weights weights, int first, int count) {
    return new StepResult(
        Tensors.of(weights),
        Arrays.copyOfRange(wrong.got().loss(), first, first + count),
        Arrays.copyOfRange(wrong.got().prediction(), first, first + count));
  }

  private static Difference seen(StepResult expected, StepResult got, int position) {
    return got.differenceFrom(expected, true)
        .orElseGet(
            () -> {
              float loss = got.loss()[position]; // right: a logit is wrong
              return new Difference("the pass as a whole", "loss", 0, position, loss, loss);
            });
  }

  /** A device that fails now, on top of all, gives none. */
  private Optional<Difference> cause(ShadowedStep step, Backend reference) {
    try (Backend again = origin.reopen().get()) {
      return new FaultSearch(step, again, reference, origin.isExact()).run();
    } catch (RuntimeException e) {
      log.debug("{} could not run the pass again", origin.device(), e);
      return Optional.empty();
    }
  }

  private static String sentence(Optional<Difference> cause) {
    return cause
        .map(found -> " First in %s: %s.".formatted(found.made(), found.where()))
        .orElse(
            " Run again, the pass is right: this may be a fault of the hardware or of memory, or one"
                + " that depends on what the device did before.");
  }

  /** How many rows are not equal in every bit. */
  private static String extent(StepResult expected, StepResult got) {
    int differ = 0;
    for (int p = 0; p < got.loss().length; p++) {
      boolean equal =
          Float.floatToIntBits(got.loss()[p]) == Float.floatToIntBits(expected.loss()[p])
              && got.prediction()[p] == expected.prediction()[p];
      differ += equal ? 0 : 1;
    }
    return String.format(Locale.ROOT, " (%,d of %,d rows differ)", differ, got.loss().length);
  }
}
