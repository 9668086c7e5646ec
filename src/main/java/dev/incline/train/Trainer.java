package dev.incline.train;

import dev.incline.backend.Backend;
import dev.incline.data.Dataset;
import dev.incline.data.Split;
import dev.incline.model.Activation;
import dev.incline.model.Network;
import dev.incline.model.Weights;
import dev.incline.plan.Tensors;
import dev.incline.train.feed.Pass;
import dev.incline.train.feed.Scored;
import dev.incline.train.score.ConfusionMatrix;
import dev.incline.train.score.Evaluation;
import dev.incline.train.score.Reference;
import dev.incline.train.score.ScoreCheck;
import dev.incline.wording.Phrase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Trains a network on a backend. */
public final class Trainer {
  private static final String BEST = "validation of the best weights"; // a pass

  private final Backend backend;
  private final Network network;
  private final TrainOptions options;
  private final TrainingListener listener;
  private final @Nullable Reference reference;

  /**
   * @param backend holds nothing yet; stays open
   * @param reference what scores are compared with; null where nothing is to be compared
   */
  public Trainer(
      Backend backend,
      Network network,
      TrainOptions options,
      TrainingListener listener,
      @Nullable Reference reference) {
    this.reference = reference;
    this.backend = backend;
    this.network = network;
    this.options = options;
    this.listener = listener;
  }

  /**
   * Trains on the rows that do not validate, keeps the weights of the best validation result, or
   * the last where no row validates, and tests those.
   *
   * @param setup of the same network, options and numbers of rows
   * @param from the initial state, or a later one of the same training, which goes on to the same
   *     end, bit for bit
   * @throws DivergedException when a loss or a weight is no longer finite
   * @throws WrongScoreException when the device scored a row wrong
   */
  public TrainResult train(Dataset training, Dataset test, Setup setup, TrainingState from) {
    requireFit(training);
    requireFit(test);
    long start = System.nanoTime();
    Setup chosen = setup.over(training.labels());
    Split split = chosen.split();
    Passes passes = Passes.over(backend, chosen, training, test);
    Pass validating = passes.validation();
    Evaluation validation =
        validating == null
            ? null
            : new Evaluation(
                backend, network, "validation", training, split.validation(), validating);
    Evaluation testing =
        new Evaluation(backend, network, "test", test, ascending(test.rows()), passes.test());

    try (ScoreCheck check = new ScoreCheck(reference, network, options.seed())) {
      TrainingLoop loop =
          new TrainingLoop(
              chosen.options(),
              listener,
              passes.training(),
              backend,
              network,
              training,
              split.training(),
              check,
              from);
      loop.run(validation);
      TrainingState end = loop.state();

      backend.write(Tensors.of(end.best()));
      Scored tested = testing.score("test", end.best());
      requireFinite(tested, end, passes.training().steps());
      compare(
          check,
          split.training().length,
          end.best(),
          testing,
          tested,
          validation,
          loop.bestScored());
      ConfusionMatrix confusion =
          ConfusionMatrix.of(test.labels(), tested.prediction(), network.classes());
      listener.tested(confusion, test.classNames());
      List<Integer> dead =
          network.last().activation() == Activation.RELU
              ? (validation == null ? testing : validation).deadClasses(end.best(), check)
              : List.of();
      History history = new History(end.epochs(), options.monitor());
      return new TrainResult(
          history,
          options.stopped(history),
          testing.mean(tested),
          end.best(),
          end.state().weights(network).sha256(),
          dead,
          new TrainResult.Rows(split.training().length, split.validation().length, test.rows()),
          confusion,
          secondsSince(start),
          setup.chunk(),
          check.record());
    }
  }

  /**
   * Compares what the reported numbers come from: the test, and the validation of the same weights.
   *
   * @param trained rows of an epoch
   * @param best what the validation left; null where it is to run again
   */
  private void compare(
      ScoreCheck check,
      int trained,
      Weights weights,
      Evaluation testing,
      Scored tested,
      @Nullable Evaluation validation,
      @Nullable Scored best) {
    Scored validated = validation == null || best != null ? best : validation.score(BEST, weights);
    if (!check.isAsked()) { // other processes, on other devices, may have scored their part for it
      return;
    }
    long scored = testing.rows().samples();
    scored += validation == null ? 0 : validation.rows().samples();
    double share = check.affordable((long) options.lastEpoch() * trained) / (double) scored;
    check.result(testing.rows(), weights, tested, null, share);
    if (validation != null && validated != null) {
      check.result(validation.rows().named(BEST), weights, validated, null, share);
    }
  }

  private void requireFinite(Scored tested, TrainingState end, int steps) {
    if (!tested.isFinite()) {
      throw new DivergedException(
          end.epochs().size(),
          steps,
          "the test loss is not finite",
          options.optimizer().learningRate());
    }
  }

  private void requireFit(Dataset data) {
    if (data.features() != network.inputs() || data.classes() > network.classes()) {
      throw new IllegalArgumentException(
          Phrase.of(
              "%s has %d pixels a row and %d classes, which does not fit the network %s",
              data.name(), data.features(), data.classes(), network));
    }
  }

  private static int[] ascending(int rows) {
    int[] order = new int[rows];
    for (int row = 0; row < rows; row++) {
      order[row] = row;
    }
    return order;
  }

  static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
