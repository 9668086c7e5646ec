package dev.incline.train;

import dev.incline.backend.Backend;
import dev.incline.data.Dataset;
import dev.incline.data.Permutation;
import dev.incline.data.Split;
import dev.incline.model.Activation;
import dev.incline.model.Network;
import dev.incline.model.Weights;
import dev.incline.plan.Plan;
import dev.incline.plan.Planner;
import dev.incline.plan.Source;
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

  /**
   * @param backend holds nothing yet; stays open
   */
  public Trainer(
      Backend backend, Network network, TrainOptions options, TrainingListener listener) {
    this.backend = backend;
    this.network = network;
    this.options = options;
    this.listener = listener;
  }

  /**
   * The plans that a training of so many rows runs, each with its shorter rest where there is one:
   * training step, validation, test.
   *
   * @throws InvalidOptionException when the split leaves no row to train on or to validate
   */
  public static List<Plan> plans(
      Network network, TrainOptions options, int trainingRows, int testRows) {
    Split split = options.split(trainingRows);
    Source training = trainingSource(network, split, trainingRows);
    Source validation = validationSource(training, split);
    Source test = Source.of("test", testRows, network.inputs(), testRows);
    List<Plan> plans = new ArrayList<>();
    for (int size : Pass.sizes(split.training().length, options.batch())) {
      plans.add(trainingStep(network, options, training, size));
    }
    for (int size : Pass.sizes(split.validation().length, Evaluation.BATCH)) {
      plans.add(Planner.evaluation(network, validation, size));
    }
    for (int size : Pass.sizes(testRows, Evaluation.BATCH)) {
      plans.add(Planner.evaluation(network, test, size));
    }
    return plans;
  }

  /**
   * Trains on the first part of the training rows, keeps the weights of the best validation
   * accuracy and tests those.
   *
   * @throws InvalidOptionException when the split leaves no row to train on or to validate
   * @throws DivergedException when a loss or a weight is no longer finite
   */
  public TrainResult train(Dataset training, Dataset test) {
    requireFit(training);
    requireFit(test);
    long start = System.nanoTime();
    Split split = options.split(training.rows());
    Source trainRows = trainingSource(network, split, training.rows());
    Source testRows = Source.of("test", test.rows(), test.features(), test.rows());
    write(trainRows, training);
    write(testRows, test);

    Pass steps =
        new Pass(
            backend,
            split.training().length,
            options.batch(),
            size -> trainingStep(network, options, trainRows, size));
    Evaluation validation =
        new Evaluation(
            backend,
            network,
            validationSource(trainRows, split),
            training.labels(),
            split.validation());
    Evaluation testing =
        new Evaluation(backend, network, testRows, test.labels(), ascending(test.rows()));

    DeviceWeights parameters = new DeviceWeights(backend, network);
    Weights current = options.initializer().draw(network, options.seed());
    parameters.write(current);
    Weights best = current;
    double bestAccuracy = -1;
    List<EpochRecord> epochs = new ArrayList<>();
    for (int epoch = 1; epoch <= options.epochs(); epoch++) {
      Epoch run = new Epoch(epoch, steps, trainRows, training.labels(), split.training());
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
        new History(epochs), tested, best, current.sha256(), dead, secondsSince(start));
  }

  private void requireFit(Dataset data) {
    if (data.features() != network.inputs() || data.classes() > network.classes()) {
      throw new IllegalArgumentException(
          "%s has %d pixels a row and %d classes, which does not fit the network %s"
              .formatted(data.name(), data.features(), data.classes(), network));
    }
  }

  private void write(Source source, Dataset data) {
    backend.write(source.images(), data.images());
    backend.write(source.labels(), data.labels());
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

  private static Plan trainingStep(
      Network network, TrainOptions options, Source source, int batch) {
    return Planner.trainingStep(network, source, batch, options.learningRate(), options.l2());
  }

  private static Source trainingSource(Network network, Split split, int rows) {
    return Source.of("training", rows, network.inputs(), split.training().length);
  }

  private static Source validationSource(Source training, Split split) {
    return training.choose("validation", split.validation().length);
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
    private final Source source;
    private final byte[] labels;
    private final int[] rows;
    private Score score = new Score(0, 0);
    private double seconds;

    Epoch(int number, Pass steps, Source source, byte[] labels, int[] rows) {
      this.number = number;
      this.steps = steps;
      this.source = source;
      this.labels = labels;
      this.rows = rows;
    }

    void train() {
      long start = System.nanoTime();
      int[] order = Permutation.shuffled(rows, options.seed(), number);
      backend.write(source.order(), order);
      int done = 0;
      int stride = listener.wantsProgress() ? FIRST_LOOK : steps.steps();
      while (done < steps.steps()) {
        int next = Math.min(done + stride, steps.steps());
        steps.run(done, next);
        done = next;
        float[] loss = backend.read(source.loss()); // waits for the device
        int[] prediction = backend.read(source.prediction());
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
