package dev.incline.plan;

import dev.incline.wording.Numeral;
import java.util.ArrayList;
import java.util.List;

/**
 * c = epilogue(alpha · op(a) op(b) + beta · c), where op transposes or not.
 *
 * <p>Bits: s = chain over k of op(a)[i, k] and op(b)[k, j]; t = alpha · s when beta is 0 (c is then
 * not read), else fma(alpha, s, beta · c[i, j]); then the epilogue: t + bias[j] where there is a
 * bias, then the activation; or t · derivative.
 *
 * <p>aᵀ b may be the product of some rows of both: those of a shard of the batch. Its chains are
 * over k from first to before first + k.
 *
 * @param a [m x k], or [k x m] when transA
 * @param b [k x n], or [n x k] when transB
 * @param c [m x n]; neither a nor b
 * @param first row of a and b that the chains begin with; 0 unless transA and not transB
 * @param k length of the chains
 */
public record MatMul(
    Slot<float[]> a,
    Slot<float[]> b,
    Slot<float[]> c,
    boolean transA,
    boolean transB,
    int first,
    int k,
    float alpha,
    float beta,
    Epilogue epilogue)
    implements Op {
  /** With chains over the whole inner side. */
  public MatMul(
      Slot<float[]> a,
      Slot<float[]> b,
      Slot<float[]> c,
      boolean transA,
      boolean transB,
      float alpha,
      float beta,
      Epilogue epilogue) {
    this(a, b, c, transA, transB, 0, transA ? a.rows() : a.cols(), alpha, beta, epilogue);
  }

  public MatMul {
    int m = transA ? a.cols() : a.rows();
    int inner = transA ? a.rows() : a.cols();
    int n = transB ? b.rows() : b.cols();
    Shapes.require(
        inner == (transB ? b.cols() : b.rows()), "inner sizes of %s and %s differ", a, b);
    boolean part = transA && !transB && first >= 0 && k >= 1 && first <= inner - k;
    Shapes.require(part || (first == 0 && k == inner), "there are no such rows of %s and %s", a, b);
    Shapes.require(
        m == c.rows() && n == c.cols(), "the product of %s and %s does not fit %s", a, b, c);
    Shapes.require(!c.equals(a) && !c.equals(b), "%s is overwritten while it is read", c);
    if (epilogue instanceof Epilogue.Forward forward && forward.bias() != null) {
      Shapes.require(
          forward.bias().size() == n, "%s does not fit the columns of %s", forward.bias(), c);
    }
    if (epilogue instanceof Epilogue.Gradient gradient) {
      Slot<float[]> output = gradient.output();
      Shapes.require(output.rows() == m && output.cols() == n, "%s does not fit %s", output, c);
      Shapes.require(!output.equals(c), "%s is overwritten while it is read", c);
    }
  }

  /** Rows of c. */
  public int m() {
    return c.rows();
  }

  /** Columns of c. */
  public int n() {
    return c.cols();
  }

  /** Whether it takes some rows of a and b only. */
  public boolean isOfRows() {
    return transA && k < a.rows();
  }

  @Override
  public List<Slot<?>> reads() {
    List<Slot<?>> slots = new ArrayList<>(List.of(a, b));
    if (beta != 0) {
      slots.add(c);
    }
    if (epilogue instanceof Epilogue.Forward forward && forward.bias() != null) {
      slots.add(forward.bias());
    }
    if (epilogue instanceof Epilogue.Gradient gradient) {
      slots.add(gradient.output());
    }
    return slots;
  }

  @Override
  public List<Slot<?>> writes() {
    return List.of(c);
  }

  @Override
  public String kind() {
    return "MatMul%s%s%s%s %s"
        .formatted(
            transA ? " aᵀ" : " a",
            transB ? " bᵀ" : " b",
            isOfRows() ? " of rows" : "",
            beta == 0 ? "" : " + c",
            epilogue.kind());
  }

  @Override
  public String formula() {
    String rows = isOfRows() ? Shapes.rows(first, k) : "";
    String product =
        a.name() + rows + (transA ? "ᵀ " : " ") + b.name() + rows + (transB ? "ᵀ" : "");
    String scaled = alpha == 1 ? product : Numeral.of(alpha) + " · " + product;
    String kept = (beta == 1 ? "" : Numeral.of(beta) + " · ") + c.name();
    String sum = beta == 0 ? scaled : kept + " + " + scaled;
    return (c.name() + " = " + sum + " " + epilogue).strip();
  }

  @Override
  public double[] errorBound(ErrorTerms terms) {
    float[] a = terms.floats(a());
    float[] b = terms.floats(b());
    int m = m();
    int n = n();
    double[] bound = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int p = 0; p < k; p++) {
        int row = first + p;
        double factor = Math.abs((double) a[transA ? row * m + i : i * k + p]);
        for (int j = 0; j < n; j++) {
          bound[i * n + j] += factor * Math.abs((double) b[transB ? j * k + p : row * n + j]);
        }
      }
    }
    float[] c = beta == 0 ? new float[m * n] : terms.floats(c());
    Slot<float[]> bias = epilogue instanceof Epilogue.Forward forward ? forward.bias() : null;
    float[] offset = bias == null ? new float[n] : terms.floats(bias);
    for (int i = 0; i < bound.length; i++) {
      double size =
          Math.abs(alpha) * bound[i] + Math.abs((double) beta * c[i]) + Math.abs(offset[i % n]);
      // Activations and their derivatives are of slopes of at most 2; a curved one adds its own
      // roundings.
      bound[i] =
          (k + ErrorTerms.ELEMENTARY) * ErrorTerms.ROUNDING * size
              + ErrorTerms.ELEMENTARY * ErrorTerms.EPSILON
              + k * (double) Float.MIN_NORMAL;
    }
    return bound;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
