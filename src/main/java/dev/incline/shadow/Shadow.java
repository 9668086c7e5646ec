package dev.incline.shadow;

import dev.incline.backend.Backend;
import dev.incline.data.Dataset;
import dev.incline.inspect.Batch;
import dev.incline.model.Draw;
import dev.incline.store.RunFolder;
import dev.incline.train.EpochRecord;
import dev.incline.train.PausedTraining;
import dev.incline.train.ShadowRecord;
import dev.incline.train.TrainOptions;
import dev.incline.train.TrainingListener;
import dev.incline.train.TrainingState;
import dev.incline.verify.Difference;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes chosen steps of a training again on the reference, from the same weights and rows, and ends
 * the training where the device made something else of one. It changes nothing of the training.
 */
public final class Shadow implements TrainingListener, AutoCloseable {
  private final ShadowInterval interval;
  private final TrainOptions options;
  private final Dataset training;
  private final Backend reference;
  private final BundleOrigin origin;
  private final RunFolder folder;

  private @Nullable Backend again; // the device once more, from the first step looked into
  private @Nullable ShadowedStep under; // the shadowed step, until the training has taken it
  private long steps; // shadowed
  private long inBits; // of them, equal in every bit

  /**
   * @param training the rows that batches are chosen from
   * @param reference stays open
   * @param folder gets the bundle
   */
  public Shadow(
      ShadowInterval interval,
      TrainOptions options,
      Dataset training,
      Backend reference,
      BundleOrigin origin,
      RunFolder folder) {
    this.interval = interval;
    this.options = options;
    this.training = training;
    this.reference = reference;
    this.origin = origin;
    this.folder = folder;
  }

  @Override
  public void epochFinished(EpochRecord record) {}

  @Override
  public long stopBefore(long step) {
    return interval.includes(step) ? step + 1 : interval.after(step);
  }

  /**
   * @throws BreachException when the step that is just done came out otherwise on the reference
   */
  @Override
  public void between(PausedTraining paused) {
    if (under != null && paused.step() == under.number()) {
      compare(under, paused);
    }
    under = null;
    if (interval.includes(paused.step()) && !paused.isOver()) {
      Batch batch = Batch.of(training, paused.nextBatch());
      TrainingState state = paused.state();
      under =
          ShadowedStep.training(
              paused.step() + 1,
              state.best().network(),
              state.state(),
              batch,
              options.recipe(),
              paused.rate(),
              new Draw(options.seed(), state.epoch(), state.loss().length));
    }
  }

  private void compare(ShadowedStep step, PausedTraining paused) {
    StepResult got =
        new StepResult(paused.state().state(), paused.lastLoss(), paused.lastPrediction());
    StepResult expected = step.take(reference);
    steps++;
    if (got.differenceFrom(expected, true).isEmpty()) {
      inBits++;
      return;
    }
    Optional<Difference> difference = got.differenceFrom(expected, origin.isExact());
    Optional<Difference> cause = Optional.empty();
    if (difference.isPresent() || !origin.isExact()) {
      cause = inquire(step);
    }
    if (difference.isPresent() || cause.isPresent()) {
      breach(step, expected, got, difference.or(() -> got.differenceFrom(expected, true)), cause);
    }
  }

  private Optional<Difference> inquire(ShadowedStep step) {
    if (again == null) {
      again = origin.reopen().get();
    }
    return new FaultSearch(step, again, reference, origin.isExact()).run();
  }

  private void breach(
      ShadowedStep step,
      StepResult expected,
      StepResult got,
      Optional<Difference> difference,
      Optional<Difference> cause) {
    Difference seen = difference.orElseThrow();
    String where =
        cause
            .map(found -> "first in %s: %s".formatted(found.made(), found.where()))
            .orElse(
                seen.where()
                    + ". Taken again on the device the step is right, so this may be a fault of the"
                    + " hardware or of memory, or one that depends on what the device did before");
    String name = Phrase.of("breach-step-%d.bundle.npz", step.number());
    Bundle bundle = new Bundle(step, expected, got, Bundle.About.of(step, origin, seen, cause));
    try {
      folder.write(name, bundle::write);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new BreachException(
        Phrase.of(
            "step %d of the training on %s is not what plain Java makes of it: %s.%nTraining stopped. The step is kept in %s: 'incline verify --bundle FILE' takes it again, on any device",
            step.number(), origin.device(), where, folder.path().resolve(name)));
  }

  @Override
  public void close() {
    if (again != null) {
      again.close();
    }
  }

  /** What it came to. */
  public ShadowRecord record() {
    String outcome = steps == inBits ? "bit-equal" : "within bounds";
    return new ShadowRecord(interval.toString(), steps, inBits, outcome);
  }
}
