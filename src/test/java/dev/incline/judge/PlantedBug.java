package dev.incline.judge;

import static dev.incline.judge.Judge.FINITE_DIFFERENCES;
import static dev.incline.judge.Judge.REFERENCE_EPOCH;
import static dev.incline.judge.Judge.REFERENCE_GRADIENT;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.model.Activation;
import dev.incline.plan.ColumnSums;
import dev.incline.plan.Epilogue;
import dev.incline.plan.Op;
import dev.incline.plan.Plan;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** One thing done wrong, and every judge that must see it. */
@SuppressWarnings("ImmutableEnumChecker") // its operators hold no state
enum PlantedBug implements Behaviour {
  /** Z = A Wᵀ. */
  TRANSPOSED_WEIGHTS_FORWARD(
      Rewrite.products(
          p -> !p.transA() && !p.transB() ? Rewrite.withTransposes(p, false, true) : p),
      List.of(
          new Sighting(REFERENCE_GRADIENT, JudgedCases.SQUARE, "loss"),
          new Sighting(FINITE_DIFFERENCES, JudgedCases.SQUARE, "dW"),
          new Sighting(REFERENCE_EPOCH, JudgedCases.SQUARE, "loss"))),

  /** dA = dZ W. */
  TRANSPOSED_WEIGHTS_BACKWARD(
      Rewrite.products(p -> p.transB() ? Rewrite.withTransposes(p, false, false) : p),
      inGradient(JudgedCases.SQUARE)),

  /** dW = dZᵀ A. */
  SWAPPED_OPERANDS(
      Rewrite.products(p -> p.transA() ? Rewrite.withOperands(p, p.b(), p.a()) : p),
      inGradient(JudgedCases.SQUARE)),

  /** The sum of the batch's gradients where their mean belongs. */
  MISSING_ONE_OVER_N(
      Rewrite.losses(s -> Rewrite.withScale(s, 1)),
      inGradient(JudgedCases.SIGMOID, JudgedCases.RELU, JudgedCases.LOGIT_RELU)),

  /** One percent off, to show how sharp the judges are. */
  SLIGHTLY_OTHER_ONE_OVER_N(
      Rewrite.losses(s -> Rewrite.withScale(s, 1.01f * s.scale())),
      inGradient(JudgedCases.SIGMOID, JudgedCases.RELU, JudgedCases.LOGIT_RELU)),

  /** The shorter last batch divided by the size of the others. */
  ONE_OVER_N_OF_OTHER_BATCHES(
      Rewrite.losses(s -> Rewrite.withScale(s, 1f / JudgedCases.SIGMOID.batch())),
      List.of(new Sighting(REFERENCE_EPOCH, JudgedCases.SIGMOID, "W1"))),

  /** b = (1 - lr · l2) b - lr · db. */
  REGULARISED_BIAS(
      Rewrite.columnSums(
          s ->
              new ColumnSums(
                  s.a(), s.c(), s.alpha(), s.beta() * (float) (1 - JudgedRun.LR * JudgedRun.L2))),
      inEpoch(JudgedCases.SIGMOID, JudgedCases.RELU)),

  /** W = W - lr · dW. */
  WEIGHTS_NOT_REGULARISED(
      Rewrite.products(p -> p.beta() != 0 ? Rewrite.withScalars(p, p.alpha(), 1) : p),
      inEpoch(JudgedCases.SIGMOID, JudgedCases.RELU, JudgedCases.LOGIT_RELU)),

  BIAS_NEVER_UPDATED(
      ops -> ops.stream().filter(op -> !(op instanceof ColumnSums)).toList(),
      inEpoch(JudgedCases.SIGMOID, JudgedCases.RELU)),

  /** W = (1 - lr · l2) W + lr · dW. */
  UPHILL(
      Rewrite.products(p -> p.beta() != 0 ? Rewrite.withScalars(p, -p.alpha(), p.beta()) : p),
      inEpoch(JudgedCases.SIGMOID, JudgedCases.RELU, JudgedCases.LOGIT_RELU)),

  /** b = b + lr · db. */
  BIAS_UPHILL(
      Rewrite.columnSums(s -> new ColumnSums(s.a(), s.c(), -s.alpha(), s.beta())),
      inEpoch(JudgedCases.SIGMOID, JudgedCases.RELU)),

  /** dH from weights that this step has updated already. */
  INPUT_GRADIENT_AFTER_UPDATE(
      Rewrite::inputGradientsLast, inEpoch(JudgedCases.SIGMOID, JudgedCases.RELU)),

  /**
   * dH without the slope of the activation; for ReLU, what a slope of 1 at an output of 0 gives.
   */
  HIDDEN_SLOPE_MISSING(
      Rewrite.products(
          p ->
              p.epilogue() instanceof Epilogue.Gradient
                  ? Rewrite.withEpilogue(p, Epilogue.NONE)
                  : p),
      inGradient(JudgedCases.SIGMOID, JudgedCases.RELU)),

  /** The gradient of logits as if they went through no ReLU. */
  LOGIT_SLOPE_MISSING(
      Rewrite.losses(s -> Rewrite.withGate(s, Activation.IDENTITY)),
      inGradient(JudgedCases.LOGIT_RELU)),

  /** ReLU'(0) = 1: right but for inputs of exactly 0. There the loss has no slope to measure. */
  SLOPE_ONE_AT_ZERO(
      UnaryOperator.identity(),
      List.of(
          new Sighting(REFERENCE_GRADIENT, JudgedCases.HIDDEN_KINK, "dW1"),
          new Sighting(REFERENCE_EPOCH, JudgedCases.HIDDEN_KINK, Sighting.LATER),
          new Sighting(REFERENCE_GRADIENT, JudgedCases.LOGIT_KINK, "dW1"),
          new Sighting(REFERENCE_EPOCH, JudgedCases.LOGIT_KINK, Sighting.LATER))) {
    @Override
    public Executable compile(Backend backend, Plan plan) {
      return Rewrite.opByOp(backend, plan, op -> WrongOps.slopeOneAtZero(backend, op));
    }
  },

  /** Right but for rows far below the largest logit of their batch. */
  GLOBAL_MAXIMUM(
      UnaryOperator.identity(),
      List.of(
          new Sighting(REFERENCE_GRADIENT, JudgedCases.WIDE, "loss"),
          new Sighting(FINITE_DIFFERENCES, JudgedCases.WIDE, "dW1"),
          new Sighting(REFERENCE_EPOCH, JudgedCases.WIDE, "loss"))) {
    @Override
    public Executable compile(Backend backend, Plan plan) {
      return Rewrite.opByOp(backend, plan, op -> WrongOps.globalMaximum(backend, op));
    }
  },

  DROPPED_LAST_BATCH(UnaryOperator.identity(), inEpoch(JudgedCases.SIGMOID, JudgedCases.RELU)) {
    @Override
    public boolean keepsLastBatch() {
      return false;
    }
  },

  /** The penalty l2 / 2 · Σ W² added to what is reported; training is right. */
  L2_IN_REPORTED_LOSS(
      UnaryOperator.identity(),
      List.of(
          new Sighting(REFERENCE_EPOCH, JudgedCases.SIGMOID, "reported loss"),
          new Sighting(REFERENCE_EPOCH, JudgedCases.LOGIT_RELU, "reported loss"))) {
    @Override
    public double reportedLoss(float[] losses, List<float[]> matrices, double l2) {
      double squares = 0;
      for (float[] matrix : matrices) {
        for (float w : matrix) {
          squares += (double) w * w;
        }
      }
      return super.reportedLoss(losses, matrices, l2) + l2 / 2 * squares;
    }
  },

  /** One validation row trained on in place of a training row. */
  VALIDATION_ROW_TRAINED_ON(
      UnaryOperator.identity(),
      List.of(new Sighting(REFERENCE_EPOCH, JudgedCases.SIGMOID, "row trained on"))) {
    @Override
    public int[] order(JudgedCase judged) {
      int[] order = judged.order();
      order[order.length - 1] = judged.split().validation()[0];
      return order;
    }
  };

  /**
   * A judge that must see the bug.
   *
   * @param where how what it names as wrong begins, a regular expression
   */
  record Sighting(Judge judge, JudgedCase judged, String where) {
    /** A wrong step shows in the losses of the next, or in the final weights. */
    private static final String LATER = "loss|W|b";
  }

  private final UnaryOperator<List<Op>> change;
  private final List<Sighting> sightings;

  PlantedBug(UnaryOperator<List<Op>> change, List<Sighting> sightings) {
    this.change = change;
    this.sightings = sightings;
  }

  /** A bug of the gradient: every judge sees it. */
  private static List<Sighting> inGradient(JudgedCase... cases) {
    return Arrays.stream(cases)
        .flatMap(
            judged ->
                List.of(
                    new Sighting(REFERENCE_GRADIENT, judged, "dW"),
                    new Sighting(FINITE_DIFFERENCES, judged, "dW"),
                    new Sighting(REFERENCE_EPOCH, judged, Sighting.LATER))
                    .stream())
        .toList();
  }

  /** A bug of the update. */
  private static List<Sighting> inEpoch(JudgedCase... cases) {
    return Arrays.stream(cases)
        .map(judged -> new Sighting(REFERENCE_EPOCH, judged, Sighting.LATER))
        .toList();
  }

  List<Sighting> sightings() {
    return sightings;
  }

  @Override
  public Executable compile(Backend backend, Plan plan) {
    return backend.compile(Rewrite.plan(plan, change));
  }
}
