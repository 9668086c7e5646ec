package dev.incline.plan;

import dev.incline.wording.Numeral;
import java.util.List;

/**
 * w = w - rate · (gradient + l2 · w), element by element, with the rate of the step: scalars[0,
 * cursor].
 *
 * <p>Bits: g = fma(l2, w, gradient); w = fma(-rate, g, w).
 *
 * @param gradient [rows x cols]
 * @param parameter w [rows x cols]
 * @param scalars [at least 1 x epoch rows]; row 0 has the rate where a step begins
 */
public record SgdUpdate(
    Slot<float[]> gradient, Slot<float[]> parameter, Slot<float[]> scalars, float l2)
    implements Op {
  public SgdUpdate {
    Shapes.requireAlike(parameter, gradient);
  }

  @Override
  public int samples() {
    return scalars.cols();
  }

  @Override
  public int batch() {
    return 1;
  }

  @Override
  public List<Slot<?>> reads() {
    return List.of(gradient, parameter, scalars);
  }

  @Override
  public List<Slot<?>> writes() {
    return List.of(parameter);
  }

  @Override
  public String formula() {
    String w = parameter.name();
    return l2 == 0
        ? "%s = %s - %s · %s".formatted(w, w, scalars.name(), gradient.name())
        : "%s = %s - %s · (%s + %s · %s)"
            .formatted(w, w, scalars.name(), gradient.name(), Numeral.of(l2), w);
  }

  @Override
  public double[] errorBound(ErrorTerms terms) {
    float[] gradient = terms.floats(gradient());
    float[] w = terms.floats(parameter);
    double rate = terms.largest(scalars);
    double[] bound = new double[w.length];
    for (int i = 0; i < bound.length; i++) {
      double size = Math.abs((double) gradient[i]) + Math.abs((double) l2 * w[i]);
      double all = Math.abs((double) w[i]) + rate * size;
      bound[i] = 2 * ErrorTerms.ROUNDING * all + 2 * (1 + rate) * Float.MIN_NORMAL;
    }
    return bound;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
