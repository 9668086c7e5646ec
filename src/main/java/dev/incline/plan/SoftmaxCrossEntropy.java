package dev.incline.plan;

import dev.incline.model.Activation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Softmax, cross-entropy and its gradient, row by row; the probabilities are never stored.
 *
 * <p>Bits, for a row z with label y and p = cursor + row: m = max z; e[j] = exp(z[j] - m); s = sum
 * of e[j], j ascending from +0; loss[p] = log(s) - (z[y] - m); prediction[p] = first j with z[j] =
 * m; r = 1 / s; gradient[j] = (e[j] · r - onehot[j]) · scale, and 0 where {@code gate} is RELU and
 * z[j] &lt;= 0. exp and log are those of the reference's {@code Elementary}.
 *
 * <p>With {@code weights} both are multiplied by w = weights[y], each product rounded once: loss[p]
 * = w · (log(s) - (z[y] - m)), gradient[j] = w · ((e[j] · r - onehot[j]) · scale) before the gate.
 *
 * @param logits [batch x C]; after their activation, where they have one
 * @param labels [rows x 1], unsigned bytes below C
 * @param order [1 x epoch rows], row numbers into labels
 * @param weights [1 x C], of each class; null where all samples count the same, as in every
 *     evaluation
 * @param gradient [batch x C], dL/dlogits before their activation; null when only the loss is
 *     wanted
 * @param gate the activation the logits went through: IDENTITY or RELU
 * @param scale 1 / batch
 * @param loss [1 x epoch rows], in epoch order
 * @param prediction [1 x epoch rows], in epoch order
 */
public record SoftmaxCrossEntropy(
    Slot<float[]> logits,
    Slot<byte[]> labels,
    Slot<int[]> order,
    @Nullable Slot<float[]> weights,
    @Nullable Slot<float[]> gradient,
    Activation gate,
    float scale,
    Slot<float[]> loss,
    Slot<int[]> prediction)
    implements Op {
  /** All samples count the same. */
  public SoftmaxCrossEntropy(
      Slot<float[]> logits,
      Slot<byte[]> labels,
      Slot<int[]> order,
      @Nullable Slot<float[]> gradient,
      Activation gate,
      float scale,
      Slot<float[]> loss,
      Slot<int[]> prediction) {
    this(logits, labels, order, null, gradient, gate, scale, loss, prediction);
  }

  public SoftmaxCrossEntropy {
    Shapes.require(gate.isGate(), "logits of %s cannot be %s", logits, gate);
    Shapes.require(logits.rows() <= order.size(), "%s is longer than %s", logits, order);
    Shapes.require(loss.size() == order.size(), "%s does not fit %s", loss, order);
    Shapes.require(prediction.size() == order.size(), "%s does not fit %s", prediction, order);
    if (weights != null) {
      Shapes.require(weights.size() == logits.cols(), "%s does not fit %s", weights, logits);
    }
    if (gradient != null) {
      Shapes.require(
          gradient.rows() == logits.rows() && gradient.cols() == logits.cols(),
          "%s does not fit %s",
          gradient,
          logits);
      Shapes.require(!gradient.equals(logits), "%s is overwritten while it is read", logits);
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
    return weights == null
        ? List.of(logits, labels, order)
        : List.of(logits, labels, order, weights);
  }

  @Override
  public List<Slot<?>> writes() {
    return gradient == null ? List.of(loss, prediction) : List.of(gradient, loss, prediction);
  }

  @Override
  public String kind() {
    return "SoftmaxCrossEntropy %s%s%s"
        .formatted(
            gate, gradient == null ? "" : " with gradient", weights == null ? "" : " weighted");
  }

  @Override
  public String formula() {
    String losses =
        loss.name() + ", " + prediction.name() + " = cross-entropy(softmax " + logits.name() + ")";
    if (weights != null) {
      losses += " x " + weights.name();
    }
    String gated = gate == Activation.RELU ? " x relu'(" + logits.name() + ")" : "";
    return gradient == null ? losses : losses + ", " + gradient.name() + " = its gradient" + gated;
  }

  @Override
  public double[] errorBound(ErrorTerms terms) {
    int classes = logits.cols();
    double size =
        terms.written().equals(loss) ? 2 * terms.largest(logits) + Math.log(classes) + 1 : scale;
    double weight = weights == null ? 1 : terms.largest(weights);
    return terms.everywhere(
        (classes + ErrorTerms.ELEMENTARY) * ErrorTerms.ROUNDING * size * weight);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
