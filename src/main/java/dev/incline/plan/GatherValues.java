package dev.incline.plan;

import java.util.List;

/**
 * out[i, d] = values[order[cursor + i], d], as it is.
 *
 * @param values [rows x D], finite
 * @param order [1 x epoch rows], row numbers into values
 * @param out [batch x D]
 */
public record GatherValues(Slot<float[]> values, Slot<int[]> order, Slot<float[]> out)
    implements Op {
  public GatherValues {
    Shapes.require(out.cols() == values.cols(), "%s takes rows of %s", out, values);
    Shapes.require(out.rows() <= order.size(), "%s is longer than %s", out, order);
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
    return List.of(values, order);
  }

  @Override
  public List<Slot<?>> writes() {
    return List.of(out);
  }

  @Override
  public String formula() {
    return "%s = %s[%s]".formatted(out.name(), values.name(), order.name());
  }

  @Override
  public double[] errorBound(ErrorTerms terms) {
    return terms.everywhere(Float.MIN_NORMAL); // a device may flush what is denormal
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
