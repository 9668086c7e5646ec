package dev.incline.plan;

import dev.incline.wording.Numeral;
import java.util.List;

/**
 * c[j] = alpha · sum over rows i of a[i, j] + beta · c[j], of all rows or of those of a shard.
 *
 * <p>Bits: s = +0, then s = s + a[i, j] for i ascending; alpha · s when beta is 0, else fma(alpha,
 * s, beta · c[j]).
 *
 * @param a [rows x n]
 * @param c [1 x n]
 * @param first row that is summed
 * @param rows that are summed
 */
public record ColumnSums(
    Slot<float[]> a, Slot<float[]> c, int first, int rows, float alpha, float beta) implements Op {
  /** Of all rows. */
  public ColumnSums(Slot<float[]> a, Slot<float[]> c, float alpha, float beta) {
    this(a, c, 0, a.rows(), alpha, beta);
  }

  public ColumnSums {
    Shapes.require(
        first >= 0 && rows >= 1 && first <= a.rows() - rows, "there are no such rows of %s", a);
    Shapes.require(
        c.rows() == 1 && c.cols() == a.cols(), "%s does not fit the columns of %s", c, a);
    Shapes.require(!a.equals(c), "%s is overwritten while it is read", c);
  }

  @Override
  public List<Slot<?>> reads() {
    return beta == 0 ? List.of(a) : List.of(a, c);
  }

  @Override
  public List<Slot<?>> writes() {
    return List.of(c);
  }

  /** Whether it takes some rows only. */
  public boolean isOfRows() {
    return rows < a.rows();
  }

  @Override
  public String kind() {
    return "ColumnSums" + (isOfRows() ? " of rows" : "");
  }

  @Override
  public String formula() {
    String taken = a.name() + (isOfRows() ? Shapes.rows(first, rows) : "");
    String sum = (alpha == 1 ? "" : Numeral.of(alpha) + " · ") + "column sums of " + taken;
    return c.name()
        + " = "
        + (beta == 0 ? sum : (beta == 1 ? "" : Numeral.of(beta) + " · ") + c.name() + " + " + sum);
  }

  @Override
  public double[] errorBound(ErrorTerms terms) {
    float[] a = terms.floats(a());
    int n = a().cols();
    double[] bound = new double[n];
    for (int i = first * n; i < (first + rows) * n; i++) {
      bound[i % n] += Math.abs((double) a[i]);
    }
    float[] c = beta == 0 ? new float[n] : terms.floats(c());
    for (int j = 0; j < n; j++) {
      double size = Math.abs(alpha) * bound[j] + Math.abs((double) beta * c[j]);
      bound[j] = (rows + 4) * ErrorTerms.ROUNDING * size + rows * (double) Float.MIN_NORMAL;
    }
    return bound;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
