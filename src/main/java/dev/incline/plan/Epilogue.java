package dev.incline.plan;

import dev.incline.model.Activation;
import org.jspecify.annotations.Nullable;

/** What a product does to each element t before storing it. */
public sealed interface Epilogue {
  /** Stores t as it is. */
  Epilogue NONE = new Forward(null, Activation.IDENTITY);

  /** Its part of {@link Op#kind()}. */
  String kind();

  /** activation(t + bias[j]); without a bias, activation(t). */
  record Forward(@Nullable Slot<float[]> bias, Activation activation) implements Epilogue {
    @Override
    public String kind() {
      return (bias == null ? "" : "+ bias ") + "-> " + activation;
    }

    @Override
    public String toString() {
      String sum = bias == null ? "" : "+ " + bias.name();
      return activation == Activation.IDENTITY ? sum : (sum + " -> " + activation).strip();
    }
  }

  /**
   * t · activation'(x), the derivative taken from the activation's {@code output} [same shape as
   * the result].
   */
  record Gradient(Activation activation, Slot<float[]> output) implements Epilogue {
    @Override
    public String kind() {
      return "x " + activation + "'";
    }

    @Override
    public String toString() {
      return "x " + activation + "'(" + output.name() + ")";
    }
  }
}
