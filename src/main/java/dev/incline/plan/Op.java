package dev.incline.plan;

import dev.incline.model.Activation;
import dev.incline.wording.Numeral;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a plan, defined down to the bit (every float operation below is one IEEE
 * binary32 operation, rounded to nearest even; {@code fma} rounds once). Backends differ in speed,
 * never in bits.
 *
 * <p>A <b>chain</b> is the only way anything is summed: c = +0; for k ascending c = fma(a[k], b[k],
 * c); at the end c + 0. That last addition turns -0 into +0, so that a factor that is exactly 0 may
 * be skipped without changing a bit.
 */
public sealed interface Op {
  /** Slots this op reads, in no particular order. */
  List<Slot<?>> reads();

  /** Slots this op writes. */
  List<Slot<?>> writes();

  /** Length of the order this op takes its samples from; 0 for an op that takes none. */
  default int samples() {
    return 0;
  }

  /** Samples it takes in one run; 0 for an op that takes none. */
  default int batch() {
    return 0;
  }

  /** One line of mathematics for the printed plan. */
  String formula();

  /**
   * out[i, d] = images[order[cursor + i], d] / 255, correctly rounded.
   *
   * @param images [rows x D], unsigned bytes
   * @param order [1 x epoch rows], row numbers into images
   * @param out [batch x D]
   */
  record GatherRows(Slot<byte[]> images, Slot<int[]> order, Slot<float[]> out) implements Op {
    public GatherRows {
      require(out.cols() == images.cols(), "%s takes rows of %s", out, images);
      require(out.rows() <= order.size(), "%s is longer than %s", out, order);
    }

    @Override
    public int samples() {
      return order.size();
    }

    @Override
    public int batch() {
      return out.rows();
    }

    @Override
    public List<Slot<?>> reads() {
      return List.of(images, order);
    }

    @Override
    public List<Slot<?>> writes() {
      return List.of(out);
    }

    @Override
    public String formula() {
      return "%s = %s[%s] / 255".formatted(out.name(), images.name(), order.name());
    }
  }

  /**
   * c = epilogue(alpha · op(a) op(b) + beta · c), where op transposes or not.
   *
   * <p>Bits: s = chain over k of op(a)[i, k] and op(b)[k, j]; t = alpha · s when beta is 0 (c is
   * then not read), else fma(alpha, s, beta · c[i, j]); then the epilogue: t + bias[j] where there
   * is a bias, then the activation; or t · derivative.
   *
   * @param a [m x k], or [k x m] when transA
   * @param b [k x n], or [n x k] when transB
   * @param c [m x n]; neither a nor b
   */
  record MatMul(
      Slot<float[]> a,
      Slot<float[]> b,
      Slot<float[]> c,
      boolean transA,
      boolean transB,
      float alpha,
      float beta,
      Epilogue epilogue)
      implements Op {
    public MatMul {
      int m = transA ? a.cols() : a.rows();
      int k = transA ? a.rows() : a.cols();
      int n = transB ? b.rows() : b.cols();
      require(k == (transB ? b.cols() : b.rows()), "inner sizes of %s and %s differ", a, b);
      require(m == c.rows() && n == c.cols(), "the product of %s and %s does not fit %s", a, b, c);
      require(!c.equals(a) && !c.equals(b), "%s is overwritten while it is read", c);
      if (epilogue instanceof Epilogue.Forward forward && forward.bias() != null) {
        require(forward.bias().size() == n, "%s does not fit the columns of %s", forward.bias(), c);
      }
      if (epilogue instanceof Epilogue.Gradient gradient) {
        Slot<float[]> output = gradient.output();
        require(output.rows() == m && output.cols() == n, "%s does not fit %s", output, c);
        require(!output.equals(c), "%s is overwritten while it is read", c);
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

    /** Length of the chains. */
    public int k() {
      return transA ? a.rows() : a.cols();
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
    public String formula() {
      String product = a.name() + (transA ? "ᵀ " : " ") + b.name() + (transB ? "ᵀ" : "");
      String scaled = alpha == 1 ? product : Numeral.of(alpha) + " · " + product;
      String sum = beta == 0 ? scaled : Numeral.of(beta) + " · " + c.name() + " + " + scaled;
      return (c.name() + " = " + sum + " " + epilogue).strip();
    }
  }

  /**
   * c[j] = alpha · sum over rows i of a[i, j] + beta · c[j].
   *
   * <p>Bits: s = +0, then s = s + a[i, j] for i ascending; alpha · s when beta is 0, else
   * fma(alpha, s, beta · c[j]).
   *
   * @param a [rows x n]
   * @param c [1 x n]
   */
  record ColumnSums(Slot<float[]> a, Slot<float[]> c, float alpha, float beta) implements Op {
    public ColumnSums {
      require(c.rows() == 1 && c.cols() == a.cols(), "%s does not fit the columns of %s", c, a);
      require(!a.equals(c), "%s is overwritten while it is read", c);
    }

    @Override
    public List<Slot<?>> reads() {
      return beta == 0 ? List.of(a) : List.of(a, c);
    }

    @Override
    public List<Slot<?>> writes() {
      return List.of(c);
    }

    @Override
    public String formula() {
      String sum = (alpha == 1 ? "" : Numeral.of(alpha) + " · ") + "column sums of " + a.name();
      return c.name()
          + " = "
          + (beta == 0
              ? sum
              : (beta == 1 ? "" : Numeral.of(beta) + " · ") + c.name() + " + " + sum);
    }
  }

  /**
   * Softmax, cross-entropy and its gradient, row by row; the probabilities are never stored.
   *
   * <p>Bits, for a row z with label y and p = cursor + row: m = max z; e[j] = exp(z[j] - m); s =
   * sum of e[j], j ascending from +0; loss[p] = log(s) - (z[y] - m); prediction[p] = first j with
   * z[j] = m; r = 1 / s; gradient[j] = (e[j] · r - onehot[j]) · scale, and 0 where {@code gate} is
   * RELU and z[j] &lt;= 0. exp and log are those of the CPU backend's {@code Elementary}.
   *
   * @param logits [batch x C]; after their activation, where they have one
   * @param labels [rows x 1], unsigned bytes below C
   * @param order [1 x epoch rows], row numbers into labels
   * @param gradient [batch x C], dL/dlogits before their activation; null when only the loss is
   *     wanted
   * @param gate the activation the logits went through: IDENTITY or RELU
   * @param scale 1 / batch
   * @param loss [1 x epoch rows], in epoch order
   * @param prediction [1 x epoch rows], in epoch order
   */
  record SoftmaxCrossEntropy(
      Slot<float[]> logits,
      Slot<byte[]> labels,
      Slot<int[]> order,
      @Nullable Slot<float[]> gradient,
      Activation gate,
      float scale,
      Slot<float[]> loss,
      Slot<int[]> prediction)
      implements Op {
    public SoftmaxCrossEntropy {
      require(gate != Activation.SIGMOID, "logits of %s cannot be sigmoid", logits);
      require(logits.rows() <= order.size(), "%s is longer than %s", logits, order);
      require(loss.size() == order.size(), "%s does not fit %s", loss, order);
      require(prediction.size() == order.size(), "%s does not fit %s", prediction, order);
      if (gradient != null) {
        require(
            gradient.rows() == logits.rows() && gradient.cols() == logits.cols(),
            "%s does not fit %s",
            gradient,
            logits);
        require(!gradient.equals(logits), "%s is overwritten while it is read", logits);
      }
    }

    @Override
    public int samples() {
      return order.size();
    }

    @Override
    public int batch() {
      return logits.rows();
    }

    @Override
    public List<Slot<?>> reads() {
      return List.of(logits, labels, order);
    }

    @Override
    public List<Slot<?>> writes() {
      return gradient == null ? List.of(loss, prediction) : List.of(gradient, loss, prediction);
    }

    @Override
    public String formula() {
      String losses =
          loss.name()
              + ", "
              + prediction.name()
              + " = cross-entropy(softmax "
              + logits.name()
              + ")";
      String gated = gate == Activation.RELU ? " x relu'(" + logits.name() + ")" : "";
      return gradient == null
          ? losses
          : losses + ", " + gradient.name() + " = its gradient" + gated;
    }
  }

  private static void require(boolean condition, String message, Object... slots) {
    if (!condition) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, message, slots));
    }
  }
}
