package dev.incline.testing;

import dev.incline.backend.Backend;
import dev.incline.data.Dataset;
import dev.incline.model.Network;
import dev.incline.train.Setup;
import dev.incline.train.TrainOptions;
import dev.incline.train.TrainResult;
import dev.incline.train.Trainer;
import dev.incline.train.TrainingListener;
import dev.incline.train.TrainingState;
import dev.incline.train.score.Reference;

/** A {@link Trainer} that starts from the initial weights and takes all of its device's memory. */
public final class TestTrainer {
  private final Backend backend;
  private final Network network;
  private final TrainOptions options;
  private final Trainer trainer;

  /** Compares no scores. */
  public TestTrainer(
      Backend backend, Network network, TrainOptions options, TrainingListener listener) {
    this(backend, network, options, listener, null);
  }

  public TestTrainer(
      Backend backend,
      Network network,
      TrainOptions options,
      TrainingListener listener,
      Reference reference) {
    this.backend = backend;
    this.network = network;
    this.options = options;
    this.trainer = new Trainer(backend, network, options, listener, reference);
  }

  public TrainResult train(Dataset training, Dataset test) {
    return train(training, test, initial());
  }

  public TrainResult train(Dataset training, Dataset test, Setup setup) {
    return trainer.train(training, test, setup, initial());
  }

  /** Goes on from there. */
  public TrainResult train(Dataset training, Dataset test, TrainingState from) {
    Setup setup =
        Setup.of(
            network,
            options,
            training.rows(),
            test.rows(),
            training.inputs().type(),
            training.inputs().isInMemory() && test.inputs().isInMemory(),
            backend,
            backend.capacity());
    return trainer.train(training, test, setup, from);
  }

  private TrainingState initial() {
    return TrainingState.initial(
        options.initializer().draw(network, options.seed()), options.optimizer());
  }
}
