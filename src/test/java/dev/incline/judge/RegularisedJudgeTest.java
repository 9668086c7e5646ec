package dev.incline.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.model.Activation;
import dev.incline.model.ClassWeights;
import dev.incline.model.Draw;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Sgd;
import dev.incline.plan.DropoutMask;
import dev.incline.plan.Epilogue;
import dev.incline.plan.MatMul;
import dev.incline.plan.Multiply;
import dev.incline.plan.Op;
import dev.incline.plan.Plan;
import dev.incline.plan.Planner;
import dev.incline.plan.Slot;
import dev.incline.plan.SoftmaxCrossEntropy;
import dev.incline.plan.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Dropout, by the masks that a step draws, and class weights, in double precision. */
class RegularisedJudgeTest {
  private static final Network TANH = Network.mlp(12, List.of(8, 6), 4, Activation.TANH);
  private static final Network SIGMOID = Network.mlp(12, List.of(8, 6), 4, Activation.SIGMOID);
  private static final List<Double> RATES = List.of(0.4, 0.25);
  private static final List<Double> GIVEN = List.of(3.0, 0.5, 1.0, 0.0);

  /** Chains of at most 12 products in float, of values below 10, differ by less. */
  private static final double TOLERANCE = 1e-5;

  /** A thing done wrong in the plan of a step. */
  @SuppressWarnings("ImmutableEnumChecker") // its operators hold no state
  private enum Bug {
    NONE(op -> op),

    /** The mask is 0 or 1. */
    MASK_NOT_SCALED(
        op ->
            op instanceof DropoutMask m
                ? new DropoutMask(m.draw(), m.mask(), m.layer(), m.rate() * 1e-9, m.samples())
                : op),

    /** The way back takes the mask of other random numbers. */
    OTHER_MASK_BACKWARD(
        op ->
            op instanceof Multiply m && m.a().equals(m.c())
                ? new Multiply(m.a(), other(m.factor()), m.c())
                : op),

    NO_MASK_BACKWARD(
        op ->
            op instanceof Multiply m && m.a().equals(m.c())
                ? new Multiply(m.a(), ones(m.factor()), m.c())
                : op),

    /** The derivative is taken from what is dropped already. */
    DERIVATIVE_OF_THE_DROPPED(
        op ->
            op instanceof MatMul p && p.epilogue() instanceof Epilogue.Gradient g
                ? new MatMul(
                    p.a(),
                    p.b(),
                    p.c(),
                    p.transA(),
                    p.transB(),
                    p.alpha(),
                    p.beta(),
                    new Epilogue.Gradient(
                        g.activation(),
                        Slot.floats(
                            g.output().name() + "_dropped", g.output().rows(), g.output().cols())))
                : op),

    /** The gradient is that of the plain loss. */
    WEIGHT_ON_THE_LOSS_ALONE(op -> op);

    private final UnaryOperator<Op> edit;

    Bug(UnaryOperator<Op> edit) {
      this.edit = edit;
    }

    Plan applied(Plan plan) {
      List<Op> ops = new ArrayList<>(plan.ops().stream().map(edit).toList());
      Set<Slot<?>> given = new HashSet<>(plan.given());
      for (Op op : ops) {
        op.reads().stream().filter(s -> s.name().endsWith("?")).forEach(given::add);
      }
      if (this == WEIGHT_ON_THE_LOSS_ALONE) {
        int at = 0;
        while (!(ops.get(at) instanceof SoftmaxCrossEntropy)) {
          at++;
        }
        ops.add(at + 1, unweighted((SoftmaxCrossEntropy) ops.get(at)));
      }
      return new Plan(plan.name(), given, ops);
    }

    /** Leaves the loss as it is. */
    private static SoftmaxCrossEntropy unweighted(SoftmaxCrossEntropy s) {
      Source elsewhere = Source.of("plain", 1, 1, s.loss().size());
      return new SoftmaxCrossEntropy(
          s.logits(),
          s.labels(),
          s.order(),
          s.gradient(),
          s.gate(),
          s.scale(),
          elsewhere.loss(),
          elsewhere.prediction());
    }

    private static Slot<float[]> other(Slot<float[]> mask) {
      return Slot.floats(mask.name() + " other?", mask.rows(), mask.cols());
    }

    private static Slot<float[]> ones(Slot<float[]> mask) {
      return Slot.floats(mask.name() + " ones?", mask.rows(), mask.cols());
    }
  }

  private static Recipe recipe(JudgedCase judged) {
    Recipe recipe = Recipe.of(new Sgd(0.5, 0)).with(new ClassWeights(false, GIVEN));
    return recipe.over(judged.labels(), judged.order(), 4).dropping(RATES);
  }

  /** w[c] N / sum of n[c] w[c]. */
  private static double[] weights(JudgedCase judged) {
    double sum = 0;
    for (int row : judged.order()) {
      sum += GIVEN.get(judged.labels()[row]);
    }
    double mean = sum / judged.order().length;
    return GIVEN.stream().mapToDouble(w -> w / mean).toArray();
  }

  private static void judge(JudgedCase judged, Bug bug, Recipe recipe) {
    int batch = judged.batch();
    Source source = judged.source();
    try (Backend backend = new CpuBackend(2)) {
      judged.load(backend, judged.order());
      backend.write(source.draw(), new Draw(7, 2, 0).words());
      backend.write(source.scalars(recipe, 0, new double[] {0.5}, batch));
      for (int layer = 1; layer <= 2; layer++) {
        Slot<float[]> mask = mask(judged, layer);
        float[] ones = new float[mask.size()];
        Arrays.fill(ones, 1);
        backend.write(Bug.ones(mask), ones);
        Plan other = Plan.of(new DropoutMask(source.draw(), Bug.other(mask), layer + 2, 0.4, 9));
        backend.compile(other).run(0);
      }
      Plan plan = Planner.gradientStep(judged.network(), source, batch, recipe);
      backend.compile(bug.applied(plan)).run(0);

      double[][][] masks = new double[batch][2][];
      for (int layer = 1; layer <= 2; layer++) {
        float[] mask = backend.read(mask(judged, layer));
        double kept = 1 / (1 - RATES.get(layer - 1));
        int units = mask.length / batch;
        for (int i = 0; i < mask.length; i++) {
          Tolerance.check("mask", mask[i], mask[i] == 0 ? 0 : kept, TOLERANCE);
        }
        for (int r = 0; r < batch; r++) {
          masks[r][layer - 1] = new double[units];
          for (int j = 0; j < units; j++) {
            masks[r][layer - 1][j] = mask[r * units + j];
          }
        }
      }
      ReferenceMlp mlp = judged.reference();
      double[][] x = judged.x(batch);
      int[] y = judged.y(batch);
      double[] weights = weights(judged);
      float[] losses = backend.read(source.loss());
      for (int r = 0; r < batch; r++) {
        double[] logits = mlp.forward(x[r], masks[r]).logits();
        double loss = weights[y[r]] * (ReferenceMlp.logSumExp(logits) - logits[y[r]]);
        Tolerance.check("loss", losses[r], loss, TOLERANCE);
      }
      ReferenceMlp.Gradient truth = mlp.gradient(x, y, masks, weights);
      for (int l = 0; l < 3; l++) {
        int outputs = judged.network().layers().get(l).outputs();
        float[] dw = backend.read(Slot.floats("dW" + (l + 1), truth.w()[l].length, outputs));
        for (int i = 0; i < dw.length; i++) {
          Tolerance.check("dW", dw[i], truth.w()[l][i / outputs][i % outputs], TOLERANCE);
        }
      }
    }
  }

  private static Slot<float[]> mask(JudgedCase judged, int layer) {
    int units = judged.network().layers().get(layer - 1).outputs();
    return Planner.mask(layer, judged.batch(), units);
  }

  @ParameterizedTest
  @EnumSource(Bug.class)
  void stepsAreRightAndPlantedBugsAreCaught(Bug bug) {
    for (Network network : List.of(TANH, SIGMOID)) {
      JudgedCase judged = JudgedCase.of("regularised", network, 7, 0.5);
      if (bug == Bug.NONE) {
        judge(judged, bug, recipe(judged));
      } else {
        assertThatThrownBy(() -> judge(judged, bug, recipe(judged)))
            .isInstanceOf(AssertionError.class);
      }
    }
  }

  @Test
  void weightsThatAreNotScaledToAMeanOfOneAreCaught() {
    JudgedCase judged = JudgedCase.of("regularised", TANH, 7, 0.5);
    Recipe unscaled = recipe(judged).with(new ClassWeights(false, GIVEN));
    assertThatThrownBy(() -> judge(judged, Bug.NONE, unscaled))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("loss");
  }

  @Test
  void balancedWeightsCountEachClassTheSame() {
    JudgedCase judged = JudgedCase.of("regularised", TANH, 7, 0.5);
    List<Double> w = ClassWeights.BALANCED.over(judged.labels(), judged.order(), 4).values();
    double[] sums = new double[4];
    for (int row : judged.order()) {
      sums[judged.labels()[row]] += w.get(judged.labels()[row]);
    }
    double each = judged.order().length / 4.0;
    assertThat(sums).containsExactly(new double[] {each, each, each, each}, within());
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(1e-12);
  }
}
