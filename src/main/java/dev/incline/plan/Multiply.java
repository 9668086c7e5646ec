package dev.incline.plan;

import java.util.List;

/**
 * c[i, j] = a[i, j] · factor[i, j].
 *
 * <p>Bits: one product, rounded once.
 *
 * @param a [rows x cols]
 * @param factor [rows x cols]
 * @param c [rows x cols]; may be a, not factor
 */
public record Multiply(Slot<float[]> a, Slot<float[]> factor, Slot<float[]> c) implements Op {
  public Multiply {
    for (Slot<float[]> other : List.of(a, factor)) {
      Shapes.require(
          other.rows() == c.rows() && other.cols() == c.cols(), "%s does not fit %s", other, c);
    }
    Shapes.require(!factor.equals(c), "%s is overwritten while it is read", c);
  }

  @Override
  public List<Slot<?>> reads() {
    return List.of(a, factor);
  }

  @Override
  public List<Slot<?>> writes() {
    return List.of(c);
  }

  @Override
  public String formula() {
    return "%s = %s x %s".formatted(c.name(), a.name(), factor.name());
  }

  @Override
  public double[] errorBound(ErrorTerms terms) {
    float[] a = terms.floats(a());
    float[] factor = terms.floats(factor());
    double[] bound = new double[a.length];
    for (int i = 0; i < bound.length; i++) {
      bound[i] = ErrorTerms.ROUNDING * Math.abs((double) a[i] * factor[i]) + Float.MIN_NORMAL;
    }
    return bound;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
