package dev.incline.train;

import dev.incline.backend.Backend;
import dev.incline.backend.Capacity;
import dev.incline.data.Dataset;
import dev.incline.data.Split;
import dev.incline.model.Activation;
import dev.incline.model.Network;
import dev.incline.plan.Plan;
import java.util.List;

/** Trains a network on a backend. */
public final class Trainer {
  private final Backend backend;
  private final Network network;
  private final TrainOptions options;
  private final TrainingListener listener;
  private final Capacity capacity;

  /**
   * Takes of the device what it has.
   *
   * @param backend holds nothing yet; stays open
   */
  public Trainer(
      Backend backend, Network network, TrainOptions options, TrainingListener listener) {
    this(backend, network, options, listener, backend.capacity());
  }

  /**
   * @param backend holds nothing yet; stays open
   * @param capacity what may be taken of the device; rows that do not fit are streamed, which
   *     changes no bit of the result
   */
  public Trainer(
      Backend backend,
      Network network,
      TrainOptions options,
      TrainingListener listener,
      Capacity capacity) {
    this.capacity = capacity;
    this.backend = backend;
    this.network = network;
    this.options = options;
    this.listener = listener;
  }

  /**
   * The plans that a training of so many rows runs, each with its shorter rest where there is one:
   * training step, validation, test.
   *
   * @throws InvalidOptionException when the split leaves no row to train on or to validate, or when
   *     one batch is too much for the device
   */
  public static List<Plan> plans(
      Network network, TrainOptions options, int trainingRows, int testRows, Capacity capacity) {
    return Residence.of(network, options, trainingRows, testRows, capacity, "the device").plans();
  }

  /**
   * Checks, before anything is written anywhere, that the rows and the device do for a training.
   *
   * @param device for messages
   * @throws InvalidOptionException when the split leaves no row to train on or to validate, or when
   *     one batch is too much for the device
   */
  public static void requireRoom(
      Network network,
      TrainOptions options,
      int trainingRows,
      int testRows,
      Capacity capacity,
      String device) {
    Residence.of(network, options, trainingRows, testRows, capacity, device);
  }

  /**
   * Readies a device for a training of so many rows while these are still being read.
   *
   * @throws InvalidOptionException when the split leaves no row to train on or to validate, or when
   *     one batch is too much for the device
   */
  public static void prepare(
      Backend backend,
      Network network,
      TrainOptions options,
      int trainingRows,
      int testRows,
      Capacity capacity) {
    Residence.of(network, options, trainingRows, testRows, capacity, backend.name())
        .plans()
        .forEach(backend::prepare);
  }

  /**
   * Trains on the rows that do not validate, keeps the weights of the best validation accuracy, or
   * the last where no row validates, and tests those.
   *
   * @throws InvalidOptionException when the split leaves no row to train on or to validate, or when
   *     one batch is too much for the device
   * @throws DivergedException when a loss or a weight is no longer finite
   */
  public TrainResult train(Dataset training, Dataset test) {
    return train(training, test, initial());
  }

  /**
   * Goes on from a state of the same training to the same end, bit for bit.
   *
   * @throws InvalidOptionException when the split leaves no row to train on or to validate, or when
   *     one batch is too much for the device
   * @throws DivergedException when a loss or a weight is no longer finite
   */
  public TrainResult train(Dataset training, Dataset test, TrainingState from) {
    requireFit(training);
    requireFit(test);
    return train(
        training,
        test,
        Residence.of(network, options, training.rows(), test.rows(), capacity, backend.name()),
        from);
  }

  TrainResult train(Dataset training, Dataset test, Residence residence, TrainingState from) {
    long start = System.nanoTime();
    Residence chosen = residence.over(training.labels());
    Split split = chosen.split();
    Passes passes = Passes.over(backend, chosen, training, test);
    Pass validating = passes.validation();
    Evaluation validation =
        validating == null
            ? null
            : new Evaluation(backend, network, training.labels(), split.validation(), validating);
    Evaluation testing =
        new Evaluation(backend, network, test.labels(), ascending(test.rows()), passes.test());
    DeviceWeights parameters = new DeviceWeights(backend, network);

    Course course =
        new Course(
            options,
            listener,
            passes.training(),
            parameters,
            training.labels(),
            split.training(),
            from);
    course.run(validation);
    TrainingState end = course.state();

    parameters.write(end.best());
    Score tested = testing.score();
    List<Integer> dead =
        network.last().activation() == Activation.RELU
            ? (validation == null ? testing : validation).deadClasses()
            : List.of();
    return new TrainResult(
        new History(end.epochs()),
        tested,
        end.best(),
        end.weights().sha256(),
        dead,
        secondsSince(start),
        residence.chunk());
  }

  TrainResult train(Dataset training, Dataset test, Residence residence) {
    return train(training, test, residence, initial());
  }

  private TrainingState initial() {
    return TrainingState.initial(options.initializer().draw(network, options.seed()));
  }

  private void requireFit(Dataset data) {
    if (data.features() != network.inputs() || data.classes() > network.classes()) {
      throw new IllegalArgumentException(
          "%s has %d pixels a row and %d classes, which does not fit the network %s"
              .formatted(data.name(), data.features(), data.classes(), network));
    }
  }

  private static int[] ascending(int rows) {
    int[] order = new int[rows];
    for (int row = 0; row < rows; row++) {
      order[row] = row;
    }
    return order;
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
