package dev.incline.inspect;

import dev.incline.backend.Backend;
import dev.incline.data.DataException;
import dev.incline.model.Draw;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Weights;
import dev.incline.plan.Parameters;
import dev.incline.plan.Planner;
import dev.incline.plan.Slot;
import dev.incline.plan.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A device's gradient against central differences of the loss, (L(p + h) - L(p - h)) / 2h.
 *
 * <p>With h = 1e-5, near the cube root of the double's ε, truncation (h² L''' / 6) and rounding (ε
 * L / h) are both near 1e-10. An error is |g - s| / (|s| + largest / 10), where largest is the
 * largest slope of the tensor, or 1e-3 where that is smaller; so rounding in float32 gives errors
 * near 1e-6, and a missing factor or a wrong sign one of at least 1e-2.
 *
 * @param rows that were used
 * @param rowsLeftOut because a ReLU stands so close to its kink that float32 cannot tell the side
 * @param loss of the rows used, in double precision
 * @param dropped what each mask of the rows used drops
 * @param tensors dW1, db1, dW2, ...
 */
public record GradientCheck(
    int rows, int rowsLeftOut, double loss, List<Dropped> dropped, List<Tensor> tensors) {
  /** An error above this is a mismatch. */
  public static final double TOLERANCE = 1e-4;

  private static final double STEP = 1e-5;
  private static final double SMALLEST_SCALE = 1e-3;
  private static final double FRACTION = 0.1; // of the largest slope

  /** What a tensor's comparison comes to. */
  public enum Verdict {
    OK("ok"),
    MISMATCH("MISMATCH"),
    /** A wrong sign would not be seen: every slope is zero or next to it. */
    BLIND("cannot tell: no slope is large enough"),
    /** The planted error went unseen though it should not have. */
    CONTROL_MISSED("the planted sign error was not detected");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /**
   * A mask.
   *
   * @param mask its name in a trace
   * @param units that it drops
   * @param of all units of all rows
   */
  public record Dropped(String mask, int units, int of) {}

  /**
   * One parameter's gradient.
   *
   * @param name such as {@code dW1}
   * @param size coordinates it has
   * @param checked how many were compared
   * @param kinks how many were passed over because the step of the difference crosses a ReLU's kink
   * @param worst the largest error
   * @param worstAt {@code row, column} of it
   * @param gradient the device's there
   * @param slope the difference's there
   * @param control the error of the planted sign error; a run whose control is within the tolerance
   *     proves nothing
   */
  public record Tensor(
      String name,
      int size,
      int checked,
      int kinks,
      double worst,
      String worstAt,
      double gradient,
      double slope,
      double control,
      Verdict verdict) {}

  /** Any tensor's gradient is wrong. */
  public boolean isWrong() {
    return tensors.stream().anyMatch(t -> t.verdict == Verdict.MISMATCH);
  }

  /** Every tensor was compared, and each planted error was seen. */
  public boolean isConclusive() {
    return tensors.stream().allMatch(t -> t.verdict == Verdict.OK || t.verdict == Verdict.MISMATCH);
  }

  /**
   * Compares up to so many coordinates of each tensor, chosen at random, the largest of the
   * device's gradient always among them.
   *
   * @param recipe its optimizer does not matter
   * @param draw of the batch's first row
   * @param coordinates at least 1
   * @throws DataException when no row stands clear of every kink
   */
  public static GradientCheck of(
      Backend backend,
      Weights weights,
      Batch batch,
      Recipe recipe,
      Draw draw,
      int coordinates,
      long seed) {
    Network network = weights.network();
    Tensors state = Tensors.of(weights);
    Tensors drawn =
        recipe.drops()
            ? new SingleStep(backend, network, state, batch, recipe, draw, Tensors.NONE).masks()
            : Tensors.NONE;
    int[] clear = new DoublePrecisionLoss(weights, batch, recipe, drawn).clearRows();
    if (clear.length == 0) {
      throw new DataException(
          "every row of the batch has a ReLU at its kink, where there is no gradient: choose other rows or weights");
    }
    Batch used = batch.choose(clear);
    Tensors masks = rows(drawn, clear);
    SingleStep step = new SingleStep(backend, network, state, used, recipe, draw, masks);
    step.gradient();
    DoublePrecisionLoss loss = new DoublePrecisionLoss(weights, used, recipe, masks);
    Random random = new Random(seed);
    List<Tensor> tensors = new ArrayList<>();
    List<Parameters> parameters = Parameters.of(weights.network());
    for (int l = 0; l < parameters.size(); l++) {
      Slot<float[]> bias = parameters.get(l).bias();
      tensors.add(compare(step, loss, l, parameters.get(l).weight(), false, coordinates, random));
      if (bias != null) {
        tensors.add(compare(step, loss, l, bias, true, coordinates, random));
      }
    }
    return new GradientCheck(
        clear.length, batch.rows() - clear.length, loss.value(), dropped(masks), tensors);
  }

  /** The masks of some rows. */
  private static Tensors rows(Tensors masks, int[] chosen) {
    Map<Slot<float[]>, float[]> some = new LinkedHashMap<>();
    masks
        .values()
        .forEach(
            (slot, all) -> {
              int units = slot.cols();
              float[] mask = new float[chosen.length * units];
              for (int i = 0; i < chosen.length; i++) {
                System.arraycopy(all, chosen[i] * units, mask, i * units, units);
              }
              some.put(Slot.floats(slot.name(), chosen.length, units), mask);
            });
    return new Tensors(some);
  }

  private static List<Dropped> dropped(Tensors masks) {
    List<Dropped> dropped = new ArrayList<>();
    masks
        .values()
        .forEach(
            (slot, mask) -> {
              int count = 0;
              for (float factor : mask) {
                count += factor == 0 ? 1 : 0;
              }
              dropped.add(new Dropped(slot.name(), count, mask.length));
            });
    return dropped;
  }

  private static Tensor compare(
      SingleStep step,
      DoublePrecisionLoss loss,
      int layer,
      Slot<float[]> parameter,
      boolean isBias,
      int coordinates,
      Random random) {
    Slot<float[]> slot = Planner.gradientOf(parameter);
    float[] gradient = step.backend.read(slot);
    int[] chosen = choose(gradient, coordinates, random);
    double[] slopes =
        IntStream.of(chosen)
            .parallel()
            .mapToDouble(at -> slope(loss, layer, isBias ? -1 : at / slot.cols(), at % slot.cols()))
            .toArray();
    return compare(slot.name(), slot.cols(), gradient, chosen, slopes);
  }

  /**
   * Judges a gradient by slopes, then once more with a sign error planted where the slope is
   * largest.
   *
   * @param chosen coordinates into gradient
   * @param slopes at those; NaN where the difference crosses a kink
   */
  static Tensor compare(String name, int cols, float[] gradient, int[] chosen, double[] slopes) {
    double scale = SMALLEST_SCALE;
    int largest = -1;
    int kinks = 0;
    for (int i = 0; i < chosen.length; i++) {
      if (Double.isNaN(slopes[i])) {
        kinks++;
      } else if (largest < 0 || Math.abs(slopes[i]) > Math.abs(slopes[largest])) {
        largest = i;
        scale = Math.max(scale, Math.abs(slopes[i]));
      }
    }
    int worst = -1;
    for (int i = 0; i < chosen.length; i++) {
      boolean isWorse =
          worst < 0
              || error(gradient[chosen[i]], slopes[i], scale)
                  > error(gradient[chosen[worst]], slopes[worst], scale);
      worst = !Double.isNaN(slopes[i]) && isWorse ? i : worst;
    }
    if (largest < 0) {
      return new Tensor(
          name, gradient.length, 0, kinks, 0, "", 0, 0, 0, Verdict.BLIND); // all at kinks
    }
    double g = gradient[chosen[worst]];
    double error = error(g, slopes[worst], scale);
    double control = error(-gradient[chosen[largest]], slopes[largest], scale);
    boolean visible = error(-slopes[largest], slopes[largest], scale) > TOLERANCE;
    Verdict verdict =
        error > TOLERANCE
            ? Verdict.MISMATCH
            : !visible ? Verdict.BLIND : control > TOLERANCE ? Verdict.OK : Verdict.CONTROL_MISSED;
    return new Tensor(
        name,
        gradient.length,
        chosen.length - kinks,
        kinks,
        error,
        chosen[worst] / cols + ", " + chosen[worst] % cols,
        g,
        slopes[worst],
        control,
        verdict);
  }

  /** A gradient that is no number is as wrong as can be. */
  private static double error(double gradient, double slope, double scale) {
    double error = Math.abs(gradient - slope) / (Math.abs(slope) + FRACTION * scale);
    return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
  }

  private static double slope(DoublePrecisionLoss loss, int layer, int input, int output) {
    return (loss.valueWith(layer, input, output, STEP)
            - loss.valueWith(layer, input, output, -STEP))
        / (2 * STEP);
  }

  /** All coordinates in order, or a part of them with the largest gradient first. */
  private static int[] choose(float[] gradient, int coordinates, Random random) {
    if (gradient.length <= coordinates) {
      return IntStream.range(0, gradient.length).toArray();
    }
    int largest = 0;
    for (int i = 1; i < gradient.length; i++) {
      largest = Math.abs(gradient[i]) > Math.abs(gradient[largest]) ? i : largest;
    }
    return IntStream.concat(
            IntStream.of(largest), random.ints(0, gradient.length).distinct().limit(coordinates))
        .distinct()
        .limit(coordinates)
        .toArray();
  }
}
