package dev.incline.model;

/**
 * A dense layer: activation(x W + b), with x [batch x inputs], W [inputs x outputs], b [outputs].
 *
 * @param inputs columns of x, at least 1
 * @param outputs columns of the result, at least 1
 * @param bias whether b exists
 * @param activation applied to every element
 */
public record Layer(int inputs, int outputs, boolean bias, Activation activation) {
  public Layer {
    if (inputs < 1 || outputs < 1) {
      throw new IllegalArgumentException(
          "a layer is at least 1 x 1, not " + inputs + " x " + outputs);
    }
  }
}
