package dev.incline.plan;

import java.util.List;

/**
 * out[i, d] = images[order[cursor + i], d] / 255, correctly rounded.
 *
 * @param images [rows x D], unsigned bytes
 * @param order [1 x epoch rows], row numbers into images
 * @param out [batch x D]
 */
public record GatherRows(Slot<byte[]> images, Slot<int[]> order, Slot<float[]> out) implements Op {
  public GatherRows {
    Shapes.require(out.cols() == images.cols(), "%s takes rows of %s", out, images);
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

  @Override
  public double[] errorBound(ErrorTerms terms) {
    return terms.everywhere(ErrorTerms.EPSILON); // a pixel / 255 is at most 1
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
