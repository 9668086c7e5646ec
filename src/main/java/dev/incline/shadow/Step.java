package dev.incline.shadow;

import dev.incline.backend.Backend;
import dev.incline.inspect.Batch;
import dev.incline.model.Network;
import dev.incline.model.Weights;
import dev.incline.plan.Plan;
import dev.incline.plan.Planner;
import dev.incline.plan.Source;
import dev.incline.train.DeviceWeights;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A training step and everything that decides what it comes to.
 *
 * @param number of the training's steps, from 1
 * @param before the weights it starts from
 * @param batch of pixels
 */
public record Step(long number, Weights before, Batch batch, double learningRate, double l2) {
  public Step {
    Objects.requireNonNull(batch.pixels(), "a step gathers pixels");
  }

  Network network() {
    return before.network();
  }

  Source source() {
    return Source.of("batch", batch.rows(), batch.features(), batch.rows());
  }

  Plan plan() {
    return Planner.trainingStep(network(), source(), batch.rows(), learningRate, l2);
  }

  /** Writes weights and batch. */
  void load(Backend backend) {
    Source source = source();
    backend.write(source.images(), Objects.requireNonNull(batch.pixels()));
    backend.write(source.labels(), batch.labels());
    backend.write(source.order(), IntStream.range(0, batch.rows()).toArray());
    new DeviceWeights(backend, network()).write(before);
  }

  /** Takes the step as training does. */
  Outcome take(Backend backend) {
    load(backend);
    backend.compile(plan()).run(0);
    return new Outcome(
        new DeviceWeights(backend, network()).read(),
        backend.read(source().loss()),
        backend.read(source().prediction()));
  }
}
