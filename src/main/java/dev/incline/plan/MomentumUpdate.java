package dev.incline.plan;

import dev.incline.wording.Numeral;
import java.util.List;

/**
 * v = momentum · v + (gradient + l2 · w), w = w - rate · v, element by element, with the rate of
 * the step: scalars[0, cursor].
 *
 * <p>Bits: g = fma(l2, w, gradient); v = fma(momentum, v, g); w = fma(-rate, v, w).
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
    float l2)
    implements Op {
  public MomentumUpdate {
    for (Slot<float[]> other : List.of(gradient, velocity)) {
      Shapes.require(
          other.rows() == parameter.rows() && other.cols() == parameter.cols(),
          "%s does not fit %s",
          other,
          parameter);
      Shapes.require(!other.equals(parameter), "%s is overwritten while it is read", parameter);
    }
    Shapes.require(!gradient.equals(velocity), "%s is overwritten while it is read", velocity);
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
  public String formula() {
    String w = parameter.name();
    String v = velocity.name();
    String decayed = l2 == 0 ? "" : " + " + Numeral.of(l2) + " · " + w;
    return "%s = %s · %s + %s%s, %s = %s - %s · %s"
        .formatted(v, Numeral.of(momentum), v, gradient.name(), decayed, w, w, scalars.name(), v);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
