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
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
