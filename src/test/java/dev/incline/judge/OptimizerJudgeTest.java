package dev.incline.judge;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.judge.ReferenceOptimizer.Kind;
import dev.incline.model.Adam;
import dev.incline.model.Momentum;
import dev.incline.model.Optimizer;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import dev.incline.model.Weights;
import dev.incline.plan.Parameters;
import dev.incline.plan.Plan;
import dev.incline.plan.Planner;
import dev.incline.plan.Slot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every optimizer against its papers' formulas in double precision; a wrong one is told. */
class OptimizerJudgeTest {
  static final double LR = 0.05;
  static final double L2 = 0.05;

  /** An epoch of steps, the last of fewer rows. */
  private static final JudgedCase CASE = JudgedCases.SIGMOID;

  private static Optimizer optimizer(Kind kind, double l2) {
    return switch (kind) {
      case SGD -> new Sgd(LR, l2);
      case MOMENTUM, NESTEROV -> new Momentum(LR, l2, ReferenceOptimizer.MU, kind == Kind.NESTEROV);
      case ADAM, ADAMW ->
          new Adam(
              LR,
              l2,
              ReferenceOptimizer.BETA1,
              ReferenceOptimizer.BETA2,
              ReferenceOptimizer.EPSILON,
              kind == Kind.ADAMW);
    };
  }

  @ParameterizedTest
  @EnumSource
  void everyOptimizerIsThatOfItsPaper(Kind kind) {
    judge(kind, L2, WrongUpdate.NONE, false);
    judge(kind, 0, WrongUpdate.NONE, false);
  }

  @ParameterizedTest
  @CsvSource({
    "NO_BIAS_CORRECTION, ADAM",
    "NO_BIAS_CORRECTION, ADAMW",
    "CORRECTION_OFF_BY_ONE, ADAM",
    "CORRECTION_OFF_BY_ONE, ADAMW",
    "EPSILON_INSIDE_THE_ROOT, ADAM",
    "EPSILON_INSIDE_THE_ROOT, ADAMW",
    "DECAY_ADDED_TO_G_IN_ADAMW, ADAMW",
    "MOMENTUM_BEFORE_L2, MOMENTUM",
    "MOMENTUM_BEFORE_L2, NESTEROV",
    "NO_LOOK_AHEAD, NESTEROV"
  })
  void aWrongUpdateIsCaught(WrongUpdate wrong, Kind kind) {
    judge(kind, L2, WrongUpdate.NONE, true);
    assertThatThrownBy(() -> judge(kind, L2, wrong, true))
        .isInstanceOf(AssertionError.class)
        .hasMessageMatching("(W|b)[12].*");
  }

  /**
   * @param onHost whether updates are those of {@code wrong}, not the backend's
   */
  private static void judge(Kind kind, double l2, WrongUpdate wrong, boolean onHost) {
    int samples = CASE.order().length;
    double[][] x = CASE.x(samples);
    int[] y = CASE.y(samples);
    ReferenceMlp mlp = CASE.reference();
    ReferenceOptimizer truth = new ReferenceOptimizer(kind, LR, l2);
    double error = largest(new Tolerance(mlp, x, y).w);
    for (int from = 0; from < samples; from += CASE.batch()) {
      int to = Math.min(from + CASE.batch(), samples);
      double[][] rows = Arrays.copyOfRange(x, from, to);
      truth.step(mlp, mlp.gradient(rows, Arrays.copyOfRange(y, from, to)));
    }
    Weights trained = train(optimizer(kind, l2), wrong, onHost);
    for (int l = 0; l < mlp.w.length; l++) {
      double[] w = Arrays.stream(mlp.w[l]).flatMapToDouble(Arrays::stream).toArray();
      check("W" + (l + 1), trained.matrices().get(l), w, truth.gain(), error);
      check("b" + (l + 1), trained.biases().get(l), mlp.b[l], truth.gain(), error);
    }
  }

  private static void check(String name, float[] ours, double[] truth, double gain, double error) {
    double largest = Arrays.stream(truth).map(Math::abs).max().orElseThrow();
    double[] bound = new double[truth.length];
    Arrays.fill(bound, Tolerance.parameter(CASE.steps(), LR * gain, error, largest));
    Tolerance.check(name, ours, truth, bound);
  }

  private static double largest(double[][][] bounds) {
    return Arrays.stream(bounds)
        .flatMap(Arrays::stream)
        .flatMapToDouble(Arrays::stream)
        .max()
        .orElseThrow();
  }

  private static Weights train(Optimizer optimizer, WrongUpdate wrong, boolean onHost) {
    int[] order = CASE.order();
    int batch = CASE.batch();
    Recipe recipe = Recipe.of(optimizer);
    try (Backend backend = new CpuBackend(1)) {
      CASE.load(backend, order);
      for (Slot<float[]> slot : Planner.state(CASE.network(), optimizer)) {
        if (!Parameters.slots(CASE.network()).contains(slot)) {
          backend.write(slot, new float[slot.size()]);
        }
      }
      double[] rates = new double[CASE.steps()];
      Arrays.fill(rates, LR);
      backend.write(CASE.source().scalars(recipe, 0, rates, batch));
      List<Executable> sizes = new ArrayList<>();
      for (int rows : new int[] {batch, order.length % batch}) {
        Plan plan = Planner.trainingStep(CASE.network(), CASE.source(), rows, recipe);
        sizes.add(
            onHost
                ? Rewrite.opByOp(backend, plan, op -> wrong.of(backend, op, batch))
                : backend.compile(plan));
      }
      for (int at = 0; at < order.length; at += batch) {
        sizes.get(at + batch <= order.length ? 0 : 1).run(at);
      }
      return backend.read(Parameters.slots(CASE.network())).weights(CASE.network());
    }
  }
}
