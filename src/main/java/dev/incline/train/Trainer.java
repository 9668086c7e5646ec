package dev.incline.train;

import dev.incline.backend.Backend;
import dev.incline.backend.Capacity;
import dev.incline.data.Dataset;
import dev.incline.data.Permutation;
import dev.incline.data.Split;
import dev.incline.model.Activation;
import dev.incline.model.Network;
import dev.incline.model.Weights;
import dev.incline.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/** Trains a network on a backend. */
public final class Trainer {
  private static final double LOOK_SECONDS = 0.25; // between two reports of progress
  private static final int FIRST_LOOK = 16; // steps, while the pace is unknown

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
   * Trains on the first part of the training rows, keeps the weights of the best validation
   * accuracy and tests those.
   *
   * @throws InvalidOptionException when the split leaves no row to train on or to validate, or when
   *     one batch is too much for the device
   * @throws DivergedException when a loss or a weight is no longer finite
   */
  public TrainResult train(Dataset training, Dataset test) {
    requireFit(training);
    requireFit(test);
    return train(
        training,
        test,
        Residence.of(network, options, training.rows(), test.rows(), capacity, backend.name()));
  }

  TrainResult train(Dataset training, Dataset test, Residence residence) {
    long start = System.nanoTime();
    Split split = residence.split();
    Passes passes = Passes.over(backend, residence, training, test);
    Pass steps = passes.training();
    Evaluation validation =
        new Evaluation(
            backend, network, training.labels(), split.validation(), passes.validation());
    Evaluation testing =
        new Evaluation(backend, network, test.labels(), ascending(test.rows()), passes.test());

    DeviceWeights parameters = new DeviceWeights(backend, network);
    Weights current = options.initializer().draw(network, options.seed());
    parameters.write(current);
    Weights best = current;
    double bestAccuracy = -1;
    List<EpochRecord> epochs = new ArrayList<>();
    for (int epoch = 1; epoch <= options.epochs(); epoch++) {
      Epoch run = new Epoch(epoch, steps, training.labels(), split.training());
      run.train();
      current = parameters.read();
      requireFinite(current, epoch, steps);
      Score validated = validation.score();
      if (!Double.isFinite(validated.loss())) {
        throw diverged(epoch, steps.steps(), "the validation loss is");
      }
      EpochRecord record = run.record(validated);
      epochs.add(record);
      listener.epochFinished(record);
      if (validated.accuracy() > bestAccuracy) {
        bestAccuracy = validated.accuracy();
        best = current;
      }
    }

    parameters.write(best);
    Score tested = testing.score();
    List<Integer> dead =
        network.last().activation() == Activation.RELU ? validation.deadClasses() : List.of();
    return new TrainResult(
        new History(epochs),
        tested,
        best,
        current.sha256(),
        dead,
        secondsSince(start),
        residence.chunk());
  }

  private void requireFit(Dataset data) {
    if (data.features() != network.inputs() || data.classes() > network.classes()) {
      throw new IllegalArgumentException(
          "%s has %d pixels a row and %d classes, which does not fit the network %s"
              .formatted(data.name(), data.features(), data.classes(), network));
    }
  }

  private void requireFinite(Weights weights, int epoch, Pass steps) {
    for (int layer = 0; layer < weights.matrices().size(); layer++) {
      if (!isFinite(weights.matrices().get(layer)) || !isFinite(weights.biases().get(layer))) {
        // A ReLU turns NaN logits into zeros, so that the loss alone does not tell.
        throw diverged(epoch, steps.steps(), "weights of layer " + (layer + 1) + " are");
      }
    }
  }

  private static boolean isFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private DivergedException diverged(int epoch, int step, String what) {
    return new DivergedException(epoch, step, what, options.learningRate());
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

  /** One pass over the training rows in an order of its own. */
  private final class Epoch {
    private final int number;
    private final Pass steps;
    private final byte[] labels;
    private final int[] rows;
    private Score score = new Score(0, 0);
    private double seconds;

    Epoch(int number, Pass steps, byte[] labels, int[] rows) {
      this.number = number;
      this.steps = steps;
      this.labels = labels;
      this.rows = rows;
    }

    void train() {
      long start = System.nanoTime();
      int[] order = Permutation.shuffled(rows, options.seed(), number);
      steps.begin(order);
      int done = 0;
      int stride = listener.wantsProgress() ? FIRST_LOOK : steps.steps();
      while (done < steps.steps()) {
        int next = Math.min(done + stride, steps.steps());
        steps.run(done, next);
        done = next;
        float[] loss = steps.loss(); // waits for the device
        int[] prediction = steps.prediction();
        seconds = secondsSince(start);
        int count = steps.position(done);
        requireFinite(loss, count);
        score = Score.of(loss, prediction, labels, order, count);
        if (done < steps.steps()) {
          listener.progress(new Progress(number, count, rows.length, score, count / seconds));
          stride = (int) Math.max(1, LOOK_SECONDS * done / seconds);
        }
      }
    }

    private void requireFinite(float[] loss, int count) {
      for (int p = 0; p < count; p++) {
        if (!Float.isFinite(loss[p])) {
          throw diverged(number, steps.stepOf(p), "the loss is");
        }
      }
    }

    EpochRecord record(Score validated) {
      return new EpochRecord(
          number,
          score.loss(),
          score.accuracy(),
          validated.loss(),
          validated.accuracy(),
          seconds,
          rows.length / seconds);
    }
  }
}
