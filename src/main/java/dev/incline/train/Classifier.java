package dev.incline.train;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.data.DataException;
import dev.incline.data.Dataset;
import dev.incline.model.Network;
import dev.incline.model.Weights;
import dev.incline.plan.Planner;
import dev.incline.plan.Slot;
import dev.incline.plan.Source;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A trained network on a device, ready for rows. Rows go there a batch at a time, so that the
 * device holds one batch however many come; the last batch is filled up with black rows.
 */
public final class Classifier {
  private final Backend backend;
  private final Network network;
  private final int batch;
  private final Source source;
  private final Executable step;

  /**
   * Compiles the step and copies the weights.
   *
   * @param backend stays open, and stays the caller's
   * @param expected rows to come, at least 1, for the size of a batch; more or fewer may come
   */
  public Classifier(Backend backend, Weights weights, int expected) {
    this.backend = backend;
    this.network = weights.network();
    this.batch = Math.min(Evaluation.BATCH, expected);
    this.source = Source.of("input", batch, network.inputs(), batch);
    this.step = backend.compile(Planner.evaluation(network, source, batch));
    new DeviceWeights(backend, network).write(weights);
    backend.write(source.order(), IntStream.range(0, batch).toArray());
  }

  /**
   * Classifies rows.
   *
   * @param images [rows x inputs] unsigned bytes, at least one row
   * @throws DataException when a row's logits are not finite
   */
  public Predictions classify(byte[] images) {
    return run(images, new byte[images.length / network.inputs()]).predictions;
  }

  /**
   * Classifies labelled rows and compares.
   *
   * @throws DataException when the rows are of another size than those the network was trained on,
   *     or of more classes
   */
  public Assessment assess(Dataset data) {
    if (data.features() != network.inputs() || data.classes() > network.classes()) {
      throw new DataException(
          "the %s has images of %d x %d = %d pixels and %d classes, but the network %s takes %d pixels and tells %d classes apart: take the data it was trained on"
              .formatted(
                  data.name(),
                  data.height(),
                  data.width(),
                  data.features(),
                  data.classes(),
                  network,
                  network.inputs(),
                  network.classes()));
    }
    Outcome outcome = run(data.images(), data.labels());
    int[] predicted = outcome.predictions.predicted();
    int[] order = IntStream.range(0, data.rows()).toArray();
    return new Assessment(
        Score.of(outcome.loss, predicted, data.labels(), order, data.rows()),
        ConfusionMatrix.of(data.labels(), predicted, network.classes()),
        outcome.predictions);
  }

  /**
   * @param loss [rows]
   */
  private record Outcome(Predictions predictions, float[] loss) {}

  private Outcome run(byte[] images, byte[] labels) {
    int rows = labels.length;
    int inputs = network.inputs();
    int classes = network.classes();
    if (rows < 1 || images.length != (long) rows * inputs) {
      throw new IllegalArgumentException(
          "%d pixels are not whole rows of %d".formatted(images.length, inputs));
    }
    int[] predicted = new int[rows];
    double[] probabilities = new double[rows * classes];
    float[] loss = new float[rows];
    Slot<float[]> logitsSlot = Planner.logits(network, batch);
    for (int from = 0; from < rows; from += batch) {
      int count = Math.min(batch, rows - from);
      byte[] pixels = Arrays.copyOfRange(images, from * inputs, (from + count) * inputs);
      backend.write(source.images(), Arrays.copyOf(pixels, batch * inputs));
      byte[] truth = Arrays.copyOfRange(labels, from, from + count);
      backend.write(source.labels(), Arrays.copyOf(truth, batch));
      step.run(0);
      System.arraycopy(backend.read(source.loss()), 0, loss, from, count);
      System.arraycopy(backend.read(source.prediction()), 0, predicted, from, count);
      float[] logits = backend.read(logitsSlot); // [batch x classes]
      for (int row = 0; row < count; row++) {
        double sum = softmax(logits, row * classes, probabilities, (from + row) * classes, classes);
        if (!Double.isFinite(sum)) {
          throw new DataException(
              "row %d gives logits that are not finite: the model is of no use"
                  .formatted(from + row + 1));
        }
      }
    }
    return new Outcome(new Predictions(classes, predicted, probabilities), loss);
  }

  /**
   * p = exp(z - max z), over the sum of these, from {@code z[at..]} into {@code p[to..]}.
   *
   * @return the sum
   */
  private static double softmax(float[] z, int at, double[] p, int to, int classes) {
    double max = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      max = Math.max(max, z[at + c]);
    }
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      p[to + c] = Math.exp(z[at + c] - max);
      sum += p[to + c];
    }
    for (int c = 0; c < classes; c++) {
      p[to + c] /= sum;
    }
    return sum;
  }
}
