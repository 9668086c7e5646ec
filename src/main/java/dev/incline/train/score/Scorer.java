package dev.incline.train.score;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.data.Inputs;
import dev.incline.model.Draw;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Weights;
import dev.incline.plan.Planner;
import dev.incline.plan.Slot;
import dev.incline.plan.Source;
import dev.incline.plan.Tensors;
import dev.incline.train.feed.Chunk;
import dev.incline.train.feed.Scored;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A network on a backend that scores rows from the host, a batch at a time. A shorter batch is
 * filled up with rows of zeros.
 */
final class Scorer {
  private final Backend backend;
  private final Network network;
  private final Recipe recipe;
  private final int batch;
  private final Source source;
  private final Slot<float[]> logits;
  private final Executable step;
  private final Scored unwritten; // [batch]

  /**
   * What the backend left.
   *
   * @param scored [count]
   * @param logits [count x classes]
   */
  record Batch(Scored scored, float[] logits) {}

  /**
   * @param backend stays open
   * @param inputs what rows are made of: {@code byte[].class} or {@code float[].class}
   * @param batch rows, at least 1
   */
  Scorer(Backend backend, Network network, Class<?> inputs, int batch) {
    this(backend, network, inputs, batch, Recipe.STANDARD);
  }

  /**
   * Scores as a training step does.
   *
   * @param recipe its class weights are over the rows that train
   */
  Scorer(Backend backend, Network network, Class<?> inputs, int batch, Recipe recipe) {
    this.backend = backend;
    this.network = network;
    this.recipe = recipe;
    this.batch = batch;
    this.source = Source.of("input", inputs, batch, network.inputs(), batch);
    this.logits = Planner.logits(network, batch);
    this.step = backend.compile(Planner.scoring(network, source, batch, recipe));
    this.unwritten = Scored.unwritten(batch);
    backend.write(source.order(), IntStream.range(0, batch).toArray());
    backend.write(source.scalars(recipe, 0, new double[] {recipe.learningRate()}, batch));
  }

  int batch() {
    return batch;
  }

  /** From now on, rows are scored with these. */
  void load(Weights weights) {
    backend.write(Tensors.of(weights));
  }

  /** From now on, the first row of a batch has these random numbers. */
  void draw(Draw first) {
    if (recipe.drops()) {
      backend.write(source.draw(), first.words());
    }
  }

  /**
   * @param inputs [count x inputs] of at most a batch
   * @param labels [count]
   */
  Batch score(Inputs inputs, byte[] labels) {
    int count = labels.length;
    Chunk.write(backend, source.inputs(), inputs.part(0, (long) batch * network.inputs()));
    backend.write(source.labels(), Arrays.copyOf(labels, batch));
    backend.write(source.loss(), unwritten.loss());
    backend.write(source.prediction(), unwritten.prediction());
    step.run(0);
    return new Batch(
        new Scored(
            Arrays.copyOf(backend.read(source.loss()), count),
            Arrays.copyOf(backend.read(source.prediction()), count)),
        Arrays.copyOf(backend.read(logits), count * network.classes()));
  }
}
