package dev.incline.train.score;

import dev.incline.backend.Backend;
import dev.incline.data.Classes;
import dev.incline.data.DataException;
import dev.incline.data.Dataset;
import dev.incline.data.Inputs;
import dev.incline.model.Network;
import dev.incline.model.Weights;
import dev.incline.train.feed.Scored;
import dev.incline.wording.Phrase;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A trained network on a device, ready for rows. Rows go there a batch at a time, so that the
 * device holds one batch however many come; the last batch is filled up with rows of zeros.
 */
public final class Classifier {
  private final Backend backend;
  private final Network network;
  private final Weights weights;
  private final int batch;
  private final @Nullable Reference reference;
  private @Nullable Scorer scorer; // for rows of the kind that came first
  private CheckRecord checked = CheckRecord.NONE;

  /** Compares nothing. */
  public Classifier(Backend backend, Weights weights, int expected) {
    this(backend, weights, expected, null);
  }

  /**
   * The step is compiled when the first rows come.
   *
   * @param backend stays open, and stays the caller's
   * @param expected rows to come, at least 1, for the size of a batch; more or fewer may come
   * @param reference what the device is compared with; null where nothing is to be compared
   */
  public Classifier(Backend backend, Weights weights, int expected, @Nullable Reference reference) {
    this.backend = backend;
    this.network = weights.network();
    this.weights = weights;
    this.batch = Math.min(Evaluation.BATCH, expected);
    this.reference = reference;
  }

  /** How many of the rows of all calls were compared with plain Java: of many, the first. */
  public CheckRecord checked() {
    return checked;
  }

  /**
   * Classifies rows.
   *
   * @param inputs [rows x inputs], at least one row, of the same kind each time
   * @throws DataException when a row's logits are not finite
   * @throws WrongScoreException when the device scored a row wrong
   */
  public Predictions classify(Inputs inputs) {
    int rows = (int) (inputs.size() / network.inputs());
    if (rows < 1 || inputs.size() != (long) rows * network.inputs()) {
      throw new IllegalArgumentException(
          Phrase.of("%d inputs are not whole rows of %d", inputs.size(), network.inputs()));
    }
    Dataset unlabelled =
        new Dataset(
            "rows",
            inputs,
            new byte[rows],
            rows,
            1,
            network.inputs(),
            Classes.numbered(network.classes()));
    return run("prediction", unlabelled).predictions;
  }

  /**
   * Classifies labelled rows and compares.
   *
   * @throws DataException when the rows are of another size than those the network was trained on,
   *     or of more classes
   * @throws WrongScoreException when the device scored a row wrong
   */
  public Assessment assess(Dataset data) {
    if (data.features() != network.inputs() || data.classes() > network.classes()) {
      throw new DataException(
          Phrase.of(
              "the %s has %s and %d classes, but the network %s takes %d inputs and tells %d classes apart: take the data it was trained on",
              data.name(),
              data.shape(),
              data.classes(),
              network,
              network.inputs(),
              network.classes()));
    }
    Classified classified = run("evaluation", data);
    int[] predicted = classified.predictions.predicted();
    int[] order = IntStream.range(0, data.rows()).toArray();
    return new Assessment(
        Score.of(classified.scored, data.labels(), order, data.rows()),
        ConfusionMatrix.of(data.labels(), predicted, network.classes()),
        classified.predictions);
  }

  private record Classified(Predictions predictions, Scored scored) {}

  private Classified run(String pass, Dataset data) {
    int inputs = network.inputs();
    int classes = network.classes();
    int rows = data.rows();
    Scorer open = scorer(data.inputs());
    Scored scored = new Scored(new float[rows], new int[rows]);
    float[] logits = new float[rows * classes];
    for (int from = 0; from < rows; from += batch) {
      int to = Math.min(rows, from + batch);
      Scorer.Batch one =
          open.score(
              data.inputs().part((long) from * inputs, (long) to * inputs),
              Arrays.copyOfRange(data.labels(), from, to));
      System.arraycopy(one.scored().loss(), 0, scored.loss(), from, to - from);
      System.arraycopy(one.scored().prediction(), 0, scored.prediction(), from, to - from);
      System.arraycopy(one.logits(), 0, logits, from * classes, one.logits().length);
    }
    int[] order = IntStream.range(0, rows).toArray();
    check(new ScoredRows(pass, data, order, batch), scored, logits);
    double[] probabilities = new double[rows * classes];
    for (int row = 0; row < rows; row++) {
      double sum = softmax(logits, row * classes, probabilities, row * classes, classes);
      if (!Double.isFinite(sum)) {
        throw new DataException(
            Phrase.of("row %d gives logits that are not finite: the model is of no use", row + 1));
      }
    }
    return new Classified(new Predictions(classes, scored.prediction(), probabilities), scored);
  }

  private Scorer scorer(Inputs rows) {
    if (scorer == null) {
      scorer = new Scorer(backend, network, rows.type(), batch);
      scorer.load(weights);
    }
    return scorer;
  }

  private void check(ScoredRows rows, Scored scored, float[] logits) {
    rows.requirePossible(weights, scored, 0, rows.samples(), network.classes());
    try (ScoreCheck check = new ScoreCheck(reference, network, 1)) {
      if (check.isAsked()) {
        long left = Math.max(0, check.affordable() - checked.rows());
        check.result(rows, weights, scored, logits, left / (double) rows.samples());
      }
      checked = checked.plus(check.record());
    }
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
