package dev.incline.train.score;

import dev.incline.backend.Backend;
import dev.incline.data.Dataset;
import dev.incline.model.Layer;
import dev.incline.model.Network;
import dev.incline.model.Weights;
import dev.incline.train.feed.Chunk;
import dev.incline.train.feed.Scored;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a device scored with what the reference makes of the same rows and weights. How
 * many rows follows from their number and from the network alone, never from the clock: the same
 * command compares the same rows.
 */
public final class ScoreCheck implements AutoCloseable {
  private static final int BATCH = 16; // rows at a time, on the reference: most samples are as few
  private static final int OF_AN_EPOCH = 12; // rows of its validation
  private static final int OF_A_STEP = 4; // rows of an epoch's first training step

  /**
   * Rows trained for each row that is compared at the end. Plain Java scores its first rows before
   * the JVM has compiled it, so that a second of training affords some hundred rows.
   */
  private static final int TRAINED_PER_ROW = 1500;

  /** Multiplications that are always allowed: a hundredth of a second. */
  private static final long FEW = 30_000_000;

  /** Multiplications that are never exceeded: about a second. */
  private static final long MANY = 5_000_000_000L;

  private final @Nullable Reference reference;
  private final Network network;
  private final long seed;
  private final long multiplications; // of a row
  private @Nullable Backend backend;
  private @Nullable Scorer scorer;
  private @Nullable Scorer stepScorer; // where a training step scores in another way
  private long rows;
  private long of;
  private long epochRows;
  private boolean equal = true; // every bit so far

  /**
   * @param reference null where the device is plain Java: then nothing is compared
   */
  public ScoreCheck(@Nullable Reference reference, Network network, long seed) {
    this.reference = reference;
    this.network = network;
    this.seed = seed;
    long products = 0;
    for (Layer layer : network.layers()) {
      products += (long) layer.inputs() * layer.outputs();
    }
    this.multiplications = products;
  }

  public boolean isAsked() {
    return reference != null;
  }

  /** How many rows may be compared at the end of a training that took so many rows in all. */
  public long affordable(long trainedRows) {
    long part = trainedRows / TRAINED_PER_ROW;
    return Math.max(FEW / multiplications, Math.min(part, affordable()));
  }

  /** How many rows may be compared where nothing is trained. */
  long affordable() {
    return MANY / multiplications;
  }

  /** A few rows of an epoch's validation. */
  public void validation(ScoredRows scored, Weights weights, Scored got, int epoch) {
    epochRows += sample(scored, weights, got, OF_AN_EPOCH, epoch);
  }

  /**
   * A few rows of the first step of an epoch whose weights were read before it.
   *
   * @param scored of the same recipe in every epoch
   */
  public void training(ScoredRows scored, Weights weights, Scored got, int epoch) {
    epochRows += sample(scored, weights, got, OF_A_STEP, epoch);
  }

  private int sample(ScoredRows scored, Weights weights, Scored got, int most, int epoch) {
    int few = (int) Math.max(2, Math.min(most, FEW / multiplications));
    int[] positions = RowSample.of(scored.samples(), scored.batch(), few, seed, epoch);
    return compare(scored, weights, got, null, positions);
  }

  /**
   * Some rows of a pass whose logits count.
   *
   * @param logits [samples x classes]
   */
  void logits(ScoredRows scored, Weights weights, Scored got, float[] logits) {
    int[] positions =
        RowSample.of(scored.samples(), scored.batch(), OF_AN_EPOCH, seed, Integer.MAX_VALUE);
    compare(scored, weights, got, logits, positions);
  }

  /**
   * Rows that a reported number comes from.
   *
   * @param logits [samples x classes]; null where the device's were not read
   * @param share of the rows to compare; more where the edges of the steps are more
   */
  public void result(
      ScoredRows scored, Weights weights, Scored got, float @Nullable [] logits, double share) {
    int edges = RowSample.edges(scored.samples(), scored.batch()).length;
    double wanted = Math.max(edges, share * scored.samples());
    int most = (int) Math.min(scored.samples(), Math.ceil(wanted));
    int[] positions = RowSample.of(scored.samples(), scored.batch(), most, seed, 1);
    rows += compare(scored, weights, got, logits, positions);
    of += scored.samples();
  }

  private int compare(
      ScoredRows scored, Weights weights, Scored got, float @Nullable [] logits, int[] positions) {
    if (reference == null) {
      return 0;
    }
    Scorer judge = scorer(reference, scored);
    judge.load(weights);
    for (int from = 0; from < positions.length; from += judge.batch()) {
      int count = Math.min(judge.batch(), positions.length - from);
      Chunk chunk = gathered(scored, positions, from, count);
      judge.draw(scored.draw().plus(positions[from]));
      Scorer.Batch expected = judge.score(chunk.inputs(), chunk.labels());
      for (int i = 0; i < count; i++) {
        int position = positions[from + i];
        ExpectedScore row =
            new ExpectedScore(expected, i, network.classes(), scored.weight(position));
        if (!row.isBitEqual(got, logits, position)) {
          equal = false;
          if (reference.exact() || !row.isNear(got, logits, position)) {
            throw new WrongScoreException(
                new WrongScore(
                    scored, weights, position, got, row.difference(got, logits, position)));
          }
        }
      }
    }
    return positions.length;
  }

  private Scorer scorer(Reference open, ScoredRows scored) {
    if (backend == null) {
      backend = open.open().get();
    }
    Class<?> inputs = scored.data().inputs().type();
    if (scored.recipe().scoresAsEvaluated()) {
      scorer = scorer == null ? new Scorer(backend, network, inputs, BATCH) : scorer;
      return scorer;
    }
    if (stepScorer == null) { // a mask follows from the position: rows that are apart go alone
      stepScorer = new Scorer(backend, network, inputs, 1, scored.recipe());
    }
    return stepScorer;
  }

  private static Chunk gathered(ScoredRows scored, int[] positions, int from, int count) {
    Dataset data = scored.data();
    int[] rows = new int[count];
    for (int i = 0; i < count; i++) {
      rows[i] = scored.order()[positions[from + i]];
    }
    Chunk chunk = Chunk.of(data, count);
    chunk.gather(data, rows, 0, count);
    return chunk;
  }

  /** What it came to. */
  public CheckRecord record() {
    return reference == null
        ? CheckRecord.NONE
        : new CheckRecord(rows, of, epochRows, equal ? "bit-equal" : "within bounds");
  }

  @Override
  public void close() {
    if (backend != null) {
      backend.close();
    }
  }
}
