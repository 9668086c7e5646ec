package dev.incline.plan;

import java.util.List;

/**
 * sum = sum + addend, element by element: how sums over the shards of a batch come together.
 *
 * <p>Bits: one addition, rounded once.
 *
 * @param addend [rows x cols]
 * @param sum [rows x cols]; not addend
 */
public record Add(Slot<float[]> addend, Slot<float[]> sum) implements Op {
  public Add {
    Shapes.requireAlike(sum, addend);
  }

  @Override
  public List<Slot<?>> reads() {
    return List.of(sum, addend);
  }

  @Override
  public List<Slot<?>> writes() {
    return List.of(sum);
  }

  @Override
  public String formula() {
    return "%s = %s + %s".formatted(sum.name(), sum.name(), addend.name());
  }

  @Override
  public double[] errorBound(ErrorTerms terms) {
    float[] addend = terms.floats(addend());
    float[] sum = terms.floats(sum());
    double[] bound = new double[sum.length];
    for (int i = 0; i < bound.length; i++) {
      double size = Math.abs((double) sum[i]) + Math.abs((double) addend[i]);
      bound[i] = ErrorTerms.ROUNDING * size + Float.MIN_NORMAL;
    }
    return bound;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
