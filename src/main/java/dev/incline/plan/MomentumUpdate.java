package dev.incline.plan;

import dev.incline.wording.Numeral;
import java.util.List;

/**
 * g = gradient + l2 · w, v = momentum · v + g, w = w - rate · v, element by element, with the rate
 * of the step: scalars[0, cursor]. With Nesterov's look-ahead w = w - rate · (g + momentum · v).
 *
 * <p>Bits: g = fma(l2, w, gradient); v = nearer(fma(momentum, v, g)); w = fma(-rate, v, w), or,
 * looking ahead, w = fma(-rate, fma(momentum, v, g), w). nearer(x) = x - min(max(x, -2^-100),
 * 2^-100), so that v does not end in denormals where no gradient comes.
 *
 * @param gradient [rows x cols]
 * @param velocity v [rows x cols]
 * @param parameter w [rows x cols]
 * @param scalars [at least 1 x epoch rows]; row 0 has the rate where a step begins
 */
public record MomentumUpdate(
    Slot<float[]> gradient,
    Slot<float[]> velocity,
    Slot<float[]> parameter,
    Slot<float[]> scalars,
    float momentum,
    float l2,
    boolean nesterov)
    implements Op {
  public MomentumUpdate {
    Shapes.requireAlike(parameter, gradient, velocity);
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
    return List.of(gradient, velocity, parameter, scalars);
  }

  @Override
  public List<Slot<?>> writes() {
    return List.of(velocity, parameter);
  }

  @Override
  public String kind() {
    return "MomentumUpdate" + (nesterov ? " looking ahead" : "");
  }

  @Override
  public String formula() {
    String w = parameter.name();
    String v = velocity.name();
    String g = gradient.name() + (l2 == 0 ? "" : " + " + Numeral.of(l2) + " · " + w);
    String kept = Numeral.of(momentum) + " · " + v;
    return "%s = %s + %s, %s = %s - %s · %s"
        .formatted(v, kept, g, w, w, scalars.name(), nesterov ? "(" + g + " + " + kept + ")" : v);
  }

  @Override
  public double[] errorBound(ErrorTerms terms) {
    float[] gradient = terms.floats(gradient());
    float[] v = terms.floats(velocity);
    float[] w = terms.floats(parameter);
    double rate = terms.largest(scalars);
    double[] bound = new double[w.length];
    for (int i = 0; i < bound.length; i++) {
      double size =
          Math.abs((double) gradient[i])
              + Math.abs((double) l2 * w[i])
              + Math.abs((double) momentum * v[i]);
      if (nesterov && !terms.written().equals(velocity)) {
        size *= 2; // g + momentum · v
      }
      double all = terms.written().equals(velocity) ? size : Math.abs((double) w[i]) + rate * size;
      bound[i] = 3 * ErrorTerms.ROUNDING * all + 3 * (1 + rate) * Float.MIN_NORMAL;
    }
    return bound;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
