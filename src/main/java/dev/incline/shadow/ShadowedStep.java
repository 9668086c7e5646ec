package dev.incline.shadow;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.inspect.Batch;
import dev.incline.model.Draw;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Weights;
import dev.incline.plan.Plan;
import dev.incline.plan.Planner;
import dev.incline.plan.Source;
import dev.incline.plan.Tensors;
import dev.incline.train.feed.Scored;
import dev.incline.verify.Verification;
import dev.incline.wording.Phrase;
import java.util.Locale;

/**
 * A training step, or a pass that only scores, and everything that decides what it comes to.
 *
 * @param number of the training's steps, from 1; of a pass that scores, its step that is looked at
 * @param pass {@link #TRAINING}, or the name of a pass that scores
 * @param size rows of a step
 * @param before the state it starts from; of a pass that scores, the parameters
 * @param batch of pixels: those of the training step, or of the whole pass
 * @param recipe of a pass that scores: of its optimizer nothing counts, for it moves nothing
 * @param rate the learning rate of the step
 * @param draw of its first row
 */
public record ShadowedStep(
    long number,
    String pass,
    int size,
    Network network,
    Tensors before,
    Batch batch,
    Recipe recipe,
    double rate,
    Draw draw) {
  static final String TRAINING = "training";

  public ShadowedStep {
    recipe.requireFit(network);
    if (recipe.classWeights().balanced()) {
      throw new IllegalArgumentException("balanced class weights are none before rows decide them");
    }
    if (size < 1 || number < 1 || (!pass.equals(TRAINING) && (number - 1) * size >= batch.rows())) {
      throw new IllegalArgumentException(
          Phrase.of("step %d of %d rows each is none of %d rows", number, size, batch.rows()));
    }
  }

  /** Of a training. */
  static ShadowedStep training(
      long number,
      Network network,
      Tensors before,
      Batch batch,
      Recipe recipe,
      double rate,
      Draw draw) {
    return new ShadowedStep(
        number, TRAINING, batch.rows(), network, before, batch, recipe, rate, draw);
  }

  /**
   * A pass of which the scores count, and no weights change.
   *
   * @param recipe of the training step that scored; {@link Recipe#STANDARD} of an evaluation
   * @param draw of the first row
   */
  static ShadowedStep scoring(
      String pass, int number, int size, Weights weights, Batch rows, Recipe recipe, Draw draw) {
    Network network = weights.network();
    return new ShadowedStep(
        number,
        pass,
        size,
        network,
        Tensors.of(weights),
        rows,
        recipe,
        recipe.learningRate(),
        draw);
  }

  boolean isTraining() {
    return pass.equals(TRAINING);
  }

  Source source() {
    return batch.source();
  }

  /** Where in the batch the step that is looked at begins. */
  int cursor() {
    return isTraining() ? 0 : (int) (number - 1) * size;
  }

  /** The step that is looked at. */
  Plan plan() {
    return isTraining()
        ? Planner.trainingStep(network, source(), batch.rows(), recipe)
        : evaluation(Math.min(size, batch.rows() - cursor()));
  }

  private Plan evaluation(int rows) {
    return Planner.scoring(network, source(), rows, recipe);
  }

  /** Writes state and batch, and that no row has a score yet. */
  void load(Backend backend) {
    Source source = source();
    batch.write(backend);
    Scored unwritten = Scored.unwritten(batch.rows());
    backend.write(source.loss(), unwritten.loss());
    backend.write(source.prediction(), unwritten.prediction());
    if (recipe.drops()) {
      backend.write(source.draw(), draw.words());
    }
    backend.write(source.scalars(recipe, number - 1, new double[] {rate}, batch.rows()));
    backend.write(before);
  }

  /** Does all of it as training does. */
  StepResult take(Backend backend) {
    load(backend);
    if (isTraining()) {
      Verification.run(backend, plan(), 0);
    } else {
      score(backend);
    }
    return new StepResult(
        backend.read(before.slots()),
        backend.read(source().loss()),
        backend.read(source().prediction()));
  }

  private void score(Backend backend) {
    int whole = batch.rows() / size;
    int rest = batch.rows() % size;
    if (whole > 0) {
      try (Executable all = backend.compile(evaluation(size))) {
        all.run(0, whole, size);
      }
    }
    if (rest > 0) {
      Verification.run(backend, evaluation(rest), whole * size);
    }
  }

  /** What it is, for people. */
  @Override
  public String toString() {
    return isTraining()
        ? String.format(
            Locale.ROOT,
            "step %d of a training of %s, batch %d, %s",
            number,
            network,
            size,
            recipe.optimizer().words(rate))
        : String.format(
            Locale.ROOT,
            "step %d of the %s of %s: %,d rows, %,d at a time",
            number,
            pass,
            network,
            batch.rows(),
            size);
  }
}
