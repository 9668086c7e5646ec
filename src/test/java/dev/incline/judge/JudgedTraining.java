package dev.incline.judge;

import dev.incline.backend.Backend;
import dev.incline.data.Dataset;
import dev.incline.data.Permutation;
import dev.incline.data.Split;
import dev.incline.model.Initializer;
import dev.incline.model.Recipe;
import dev.incline.model.Schedule;
import dev.incline.model.Sgd;
import dev.incline.model.Weights;
import dev.incline.testing.TestTrainer;
import dev.incline.train.EpochRecord;
import dev.incline.train.TrainOptions;
import dev.incline.train.TrainResult;
import dev.incline.train.Trainer;
import dev.incline.train.TrainingListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A whole training by {@link Trainer}: history, best weights and test score, against the same
 * training in double precision. All rows of the case are the training file, and the test file too.
 *
 * @param samples the data and the network; its weights are not used
 * @param schedule of the learning rate, with all its numbers
 * @param warmup epochs
 * @param seed of the initial weights and the shuffles: one for which no decision is too close
 */
record JudgedTraining(JudgedCase samples, String schedule, double warmup, int seed) {
  private static final int EPOCHS = 3;
  private static final Initializer START = new Initializer(Initializer.Kind.NORMAL, 0.5);

  static List<JudgedTraining> all() {
    return List.of(
        firstClear(JudgedCases.SIGMOID, "constant", 0),
        firstClear(JudgedCases.RELU, "constant", 0),
        firstClear(JudgedCases.LOGIT_RELU, "constant", 0),
        firstClear(JudgedCases.SIGMOID, "cosine:0.1", 0.5),
        firstClear(JudgedCases.RELU, "linear:0.1", 1),
        firstClear(JudgedCases.SIGMOID, "step:2:0.25", 0),
        firstClear(JudgedCases.RELU, "exponential:0.5", 0.5),
        firstClear(JudgedCases.LOGIT_RELU, "plateau:1:0.25", 0));
  }

  private static JudgedTraining firstClear(JudgedCase samples, String schedule, double warmup) {
    return IntStream.range(0, 10_000)
        .mapToObj(seed -> new JudgedTraining(samples, schedule, warmup, seed))
        .filter(training -> training.truth().isClear(EPOCHS * samples.steps()))
        .findFirst()
        .orElseThrow();
  }

  TrainOptions options() {
    return scheduled(schedule, warmup);
  }

  private TrainOptions scheduled(String text, double epochs) {
    TrainOptions constant = options(samples.batch(), JudgedRun.LR, JudgedRun.L2, seed, 0.2);
    Recipe recipe = constant.recipe().with(Schedule.parse(text).withWarmup(epochs));
    return new TrainOptions(EPOCHS, samples.batch(), recipe, START, seed, 0.2);
  }

  /** Trainings that must not pass for this one. */
  Map<String, TrainOptions> others() {
    int batch = samples.batch();
    double lr = JudgedRun.LR;
    double l2 = JudgedRun.L2;
    Map<String, TrainOptions> others = new TreeMap<>();
    if (options().recipe().schedule().varies()) {
      others.put("a constant rate", scheduled("constant", warmup == 0 ? 0 : 1e-3));
      others.put("a longer warm-up", scheduled(schedule, warmup + 0.7));
      others.put("a step decay each epoch", scheduled("step:1:0.3", warmup));
      return others;
    }
    others.put("no L2", options(batch, lr, 0, seed, 0.2));
    others.put("another learning rate", options(batch, 1.01 * lr, l2, seed, 0.2));
    others.put("another batch", options(batch - 1, lr, l2, seed, 0.2));
    others.put("another seed", options(batch, lr, l2, seed + 1, 0.2));
    others.put("one row more", options(batch, lr, l2, seed, 5.0 / JudgedCase.ROWS));
    return others;
  }

  private static TrainOptions options(
      int batch, double lr, double l2, int seed, double validation) {
    return new TrainOptions(EPOCHS, batch, Recipe.of(new Sgd(lr, l2)), START, seed, validation);
  }

  /**
   * The training in double precision.
   *
   * @param scores per epoch: training loss and accuracy, validation loss and accuracy
   * @param networks per epoch, after it
   * @param tolerance of its losses and, after all steps, its weights
   */
  private record Truth(
      List<double[]> scores, List<ReferenceMlp> networks, Tolerance tolerance, double clearance) {
    /** Whether every decision is clear after so many steps. */
    boolean isClear(int steps) {
      return clearance > tolerance.loss(steps);
    }

    /** The first epoch of the highest validation accuracy, from 0. */
    int best() {
      int best = 0;
      for (int e = 1; e < scores.size(); e++) {
        best = scores.get(e)[3] > scores.get(best)[3] ? e : best;
      }
      return best;
    }
  }

  private Truth truth() {
    Weights start = START.draw(samples.network(), seed);
    ReferenceMlp mlp = samples.withWeights(start.matrices(), start.biases()).reference();
    Split split = samples.split();
    int[] all = IntStream.range(0, JudgedCase.ROWS).toArray();
    Tolerance tolerance = new Tolerance(mlp, samples.x(all), samples.y(all));
    List<double[]> scores = new ArrayList<>();
    List<ReferenceMlp> networks = new ArrayList<>();
    ReferenceSchedule rates =
        new ReferenceSchedule(schedule, warmup, JudgedRun.LR, samples.steps(), EPOCHS);
    double clearance = Double.POSITIVE_INFINITY;
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      int[] order = Permutation.shuffled(split.training(), seed, epoch);
      int[] y = samples.y(order);
      ReferenceMlp.Epoch run =
          mlp.epoch(samples.x(order), y, samples.batch(), rates.rates(epoch), JudgedRun.L2);
      double right = IntStream.range(0, y.length).filter(r -> run.predictions()[r] == y[r]).count();
      double[][] x = samples.x(split.validation());
      int[] labels = samples.y(split.validation());
      scores.add(
          new double[] {
            Arrays.stream(run.losses()).average().orElseThrow(),
            right / y.length,
            mlp.loss(x, labels),
            mlp.accuracy(x, labels)
          });
      rates.validated(scores.get(epoch - 1)[3]);
      networks.add(mlp.copy());
      clearance = Math.min(clearance, Math.min(run.clearance(), mlp.clearance(samples.x(all))));
    }
    return new Truth(scores, networks, tolerance, clearance);
  }

  /**
   * Trains with these options, which should be {@link #options}.
   *
   * @throws AssertionError when the result is not that of this training
   */
  void judge(Backend backend, TrainOptions options) {
    Truth truth = truth();
    int steps = EPOCHS * samples.steps();
    double slack = truth.tolerance.loss(steps);
    Dataset data = samples.dataset();
    TrainResult result =
        new TestTrainer(backend, samples.network(), options, TrainingListener.SILENT)
            .train(data, data);

    for (int e = 0; e < EPOCHS; e++) {
      EpochRecord epoch = result.history().epochs().get(e);
      double[] scores = truth.scores.get(e);
      Tolerance.check("training loss " + (e + 1), epoch.trainLoss(), scores[0], slack);
      Tolerance.check("training accuracy " + (e + 1), epoch.trainAccuracy(), scores[1], 0);
      Tolerance.check("validation loss " + (e + 1), epoch.validationLoss(), scores[2], slack);
      Tolerance.check("validation accuracy " + (e + 1), epoch.validationAccuracy(), scores[3], 0);
    }
    ReferenceMlp best = truth.networks.get(truth.best());
    for (int l = 0; l < best.w.length; l++) {
      float[] matrix = result.weights().matrices().get(l);
      float[] bias = result.weights().biases().get(l);
      Judge.checkLayer(l, matrix, bias, best, truth.tolerance, steps);
    }
    int[] all = IntStream.range(0, JudgedCase.ROWS).toArray();
    double loss = best.loss(samples.x(all), samples.y(all));
    double accuracy = best.accuracy(samples.x(all), samples.y(all));
    Tolerance.check("test loss", result.test().loss(), loss, slack);
    Tolerance.check("test accuracy", result.test().accuracy(), accuracy, 0);
  }

  @Override
  public String toString() {
    return samples + ", " + schedule + ", warm-up " + warmup + ", seed " + seed;
  }
}
