package dev.incline.model;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The element-wise function at the end of a layer, and its derivative. Both stand here in double
 * precision, as mathematics; their bits in float are those of {@code backend.reference}.
 */
public enum Activation {
  /** x. */
  IDENTITY(1) {
    @Override
    public double value(double z) {
      return z;
    }

    @Override
    public double slope(double h) {
      return 1;
    }
  },
  /** max(x, 0), with derivative 0 at 0. */
  RELU(1) {
    @Override
    public double value(double z) {
      return Math.max(z, 0);
    }

    @Override
    public double slope(double h) {
      return h > 0 ? 1 : 0;
    }
  },
  /** 1 / (1 + exp(-x)), with derivative h(1 - h) taken from the output h. */
  SIGMOID(0.25) {
    @Override
    public double value(double z) {
      return 1 / (1 + Math.exp(-z));
    }

    @Override
    public double slope(double h) {
      return h * (1 - h);
    }
  },
  /** The hyperbolic tangent, with derivative 1 - h² taken from the output h. */
  TANH(1) {
    @Override
    public double value(double z) {
      return Math.tanh(z);
    }

    @Override
    public double slope(double h) {
      return 1 - h * h;
    }
  };

  private final double steepest;

  Activation(double steepest) {
    this.steepest = steepest;
  }

  /** h = act(z). */
  public abstract double value(double z);

  /** act'(z) from h = act(z). */
  public abstract double slope(double h);

  /** The largest slope there is. */
  public double steepest() {
    return steepest;
  }

  /** Those of hidden layers, the default first. */
  public static List<Activation> hidden() {
    return Stream.concat(Stream.of(SIGMOID), Stream.of(values()))
        .filter(activation -> activation != IDENTITY)
        .distinct()
        .toList();
  }

  /** Whether every slope is 0 or 1: so it is exact in float, and logits may go through it. */
  public boolean isGate() {
    return this == IDENTITY || this == RELU;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
