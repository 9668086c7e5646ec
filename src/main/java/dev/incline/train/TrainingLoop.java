package dev.incline.train;

import dev.incline.backend.Backend;
import dev.incline.data.Dataset;
import dev.incline.data.Permutation;
import dev.incline.model.Draw;
import dev.incline.model.Network;
import dev.incline.model.Weights;
import dev.incline.plan.Slot;
import dev.incline.plan.Tensors;
import dev.incline.train.feed.Pass;
import dev.incline.train.feed.Scored;
import dev.incline.train.score.Evaluation;
import dev.incline.train.score.Score;
import dev.incline.train.score.ScoreCheck;
import dev.incline.train.score.ScoredRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A training under way. Steps are asked for in stretches; between two of them it stands and can be
 * looked at.
 *
 * <pre>
 *   state ─▶ │ stretch │ stretch │ ... │ validation │ stretch │ ...
 *            ▲         ▲         ▲                  ▲
 *            listener.between: a quarter second, a step asked for, or an epoch after the last
 * </pre>
 */
final class TrainingLoop implements PausedTraining {
  private final TrainOptions options;
  private final TrainingListener listener;
  private final Pass steps;
  private final Network network;
  private final DeviceState device;
  private final Dataset data; // the training file
  private final int[] rows; // [samples of an epoch]
  private final ScoreCheck check;
  private final Rates rates;
  private final Pace pace = new Pace();
  private final List<EpochRecord> epochs;

  private int step; // of this epoch, the next one, from 0
  private int[] order; // [samples of an epoch]
  private final Scored scored; // [samples], those of the steps done are valid
  private double seconds; // of this epoch so far
  private Weights best;
  private @Nullable Scored bestScored; // by the validation; null where another process has seen it

  /**
   * @param data the training file
   * @param rows [samples of an epoch] the rows that train
   * @param check compares some rows of each epoch
   * @param from its state is written to the device
   */
  TrainingLoop(
      TrainOptions options,
      TrainingListener listener,
      Pass steps,
      Backend backend,
      Network network,
      Dataset data,
      int[] rows,
      ScoreCheck check,
      TrainingState from) {
    this.options = options;
    this.listener = listener;
    this.steps = steps;
    this.network = network;
    this.device = new DeviceState(backend, network, options.optimizer(), from);
    this.data = data;
    this.rows = rows;
    this.check = check;
    this.rates = new Rates(options, steps.steps());
    this.epochs = new ArrayList<>(from.epochs());
    this.step = from.step();
    this.order = Permutation.shuffled(rows, options.seed(), from.epoch());
    this.scored =
        new Scored(
            Arrays.copyOf(from.loss(), rows.length), Arrays.copyOf(from.prediction(), rows.length));
    this.seconds = from.seconds();
    this.best = from.best();
  }

  /**
   * Trains all epochs that are left.
   *
   * @param validation null where no row validates: the last weights are the best then
   * @throws DivergedException when a loss or a weight is no longer finite
   */
  void run(@Nullable Evaluation validation) {
    listener.between(this);
    while (!isOver()) {
      train();
      finish(validation);
      listener.between(this);
    }
  }

  /** The steps that this epoch has left. */
  private void train() {
    long start = System.nanoTime();
    int first = step;
    if (first == 0) {
      order = Permutation.shuffled(rows, options.seed(), epoch());
    }
    begin();
    seconds = first == 0 ? Trainer.secondsSince(start) : seconds;
    Tensors before = device.isBefore(step) ? device.last() : null;
    while (step < steps.steps()) {
      stretch(Math.min(steps.steps(), step + ahead()));
      Score score = score();
      if (step < steps.steps()) {
        int done = steps.position(step);
        listener.progress(new Progress(epoch(), done, rows.length, score, done / seconds));
        listener.between(this);
      }
    }
    if (before != null) {
      checkStep(first, before.weights(network));
    }
  }

  /** Begins the pass of an epoch: its order, and what changes from step to step. */
  private void begin() {
    long first = (long) epochs.size() * steps.steps();
    Draw draw = new Draw(options.seed(), epoch(), 0);
    steps.begin(order, options.recipe(), first, rates.after(epochs), draw);
  }

  /** Compares some losses of a step that started from known weights. */
  private void checkStep(int number, Weights before) {
    int from = steps.position(number);
    int to = steps.position(number + 1);
    check.training(
        scoredRows(Arrays.copyOfRange(order, from, to), from),
        before,
        scored.between(from, to),
        epoch());
  }

  /** Rows of the training file, in this order, from a position of the epoch on. */
  private ScoredRows scoredRows(int[] chosen, int from) {
    String pass = "training of epoch " + epoch();
    Draw draw = new Draw(options.seed(), epoch(), from);
    return new ScoredRows(pass, data, chosen, steps.batch(), options.recipe(), draw);
  }

  /** How many steps to ask for before looking up again. */
  private int ahead() {
    long ahead = Math.min(pace.ahead(), listener.stopBefore(step()) - step());
    return device.agreed((int) Math.max(1, ahead));
  }

  private void stretch(int to) {
    long start = System.nanoTime();
    int from = step;
    steps.run(from, to);
    Scored all = steps.scored(); // waits for the device
    double took = Trainer.secondsSince(start);
    step = to;
    seconds += took;
    pace.took(to - from, took);
    int first = steps.position(from);
    int end = steps.position(to);
    scoredRows(order, 0).requirePossible(null, all, first, end, network.classes());
    scored.take(all, first, end);
    for (int p = first; p < end; p++) {
      if (!Float.isFinite(scored.loss()[p])) {
        throw began(steps.stepOf(p), "the loss");
      }
    }
  }

  private void finish(@Nullable Evaluation validation) {
    Weights trained = current(false).weights(network);
    device.requireShared();
    String pass = "validation of epoch " + epoch();
    Scored validating = null;
    Score validated = null;
    if (validation != null) {
      validating = validation.score(pass, trained);
      if (!validating.isFinite()) {
        throw diverged(steps.steps(), "the validation loss is no longer finite");
      }
      check.validation(validation.rows().named(pass), trained, validating, epoch());
      validated = validation.mean(validating);
    }
    EpochRecord record =
        EpochRecord.of(epoch(), score(), validated, seconds, rows.length, rates.lastAfter(epochs));
    epochs.add(record);
    History history = new History(epochs, options.monitor());
    if (history.best().epoch() == record.epoch()) { // where no row validates, the last one
      best = trained;
      bestScored = validating;
    }
    step = 0;
    device.beginEpoch();
    seconds = 0;
    listener.epochFinished(record);
  }

  /** Of this epoch so far. */
  private Score score() {
    return Score.of(scored, data.labels(), order, steps.position(step));
  }

  @Override
  public boolean isOver() {
    return options.isOver(epochs);
  }

  /** What the best epoch's validation left; null where another process ran it. */
  @Nullable Scored bestScored() {
    return bestScored;
  }

  private int epoch() {
    return epochs.size() + 1;
  }

  @Override
  public long step() {
    return (long) epochs.size() * steps.steps() + step;
  }

  @Override
  public double rate() {
    return rates.after(epochs)[step];
  }

  @Override
  public int[] nextBatch() {
    int[] upcoming = step == 0 ? Permutation.shuffled(rows, options.seed(), epoch()) : order;
    return Arrays.copyOfRange(upcoming, steps.position(step), steps.position(step + 1));
  }

  @Override
  public float[] lastLoss() {
    return lastScored().loss();
  }

  @Override
  public int[] lastPrediction() {
    return lastScored().prediction();
  }

  /** Of the step before this one: the scores of an epoch are kept until the next one starts. */
  private Scored lastScored() {
    int done = step == 0 ? steps.steps() : step;
    return scored.between(steps.position(done - 1), steps.position(done));
  }

  @Override
  public TrainingState state() {
    Scored done = scored.between(0, steps.position(step));
    Tensors now = current(device.isShared());
    return new TrainingState(
        epoch(), step, now, best, epochs, done.loss(), done.prediction(), seconds);
  }

  /**
   * @param alone whether other processes that share the steps go on meanwhile
   * @throws DivergedException when one is not finite: a ReLU turns NaN logits into zeros, so that
   *     the loss alone does not tell
   */
  private Tensors current(boolean alone) {
    Optional<Slot<float[]>> wrong = device.read(step);
    if (wrong.isPresent()) {
      String name = wrong.get().name();
      throw alone ? diverged(step, name + " is no longer finite after it") : began(step, name);
    }
    return device.last();
  }

  /**
   * Replays the epoch's steps one by one from the state known to be finite, to say where it began.
   *
   * @param at the step, from 1, by which something was not finite
   */
  private DivergedException began(int at, String what) {
    begin();
    NonFinite first = device.again(steps, order, at);
    return first == null
        ? diverged(
            at,
            what
                + " is no longer finite, which a second try did not show: the device computes now this, now that")
        : diverged(first.step() + 1, first.toString());
  }

  private DivergedException diverged(int at, String what) {
    return new DivergedException(epoch(), at, what, options.optimizer().learningRate());
  }
}
