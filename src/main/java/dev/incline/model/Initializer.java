package dev.incline.model;

import dev.incline.wording.Numeral;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * How weights start; biases always start at 0. Random numbers come from {@link Random}, whose
 * algorithm Java specifies to the bit, so one seed gives the same weights on every machine.
 *
 * @param kind the distribution
 * @param std standard deviation of the normal distribution under {@code NORMAL} and {@code
 *     HALF_NORMAL}; ignored else
 */
public record Initializer(Kind kind, double std) {
  /** The distributions. */
  public enum Kind {
    /** N(0, std). */
    NORMAL,
    /**
     * |N(0, std)|: keeps every logit positive at the start, so that ReLU on the logits kills no
     * class.
     */
    HALF_NORMAL,
    /** Uniform in ±sqrt(6 / (inputs + outputs)); Glorot and Bengio 2010. */
    XAVIER,
    /** N(0, sqrt(2 / inputs)); He et al. 2015. */
    HE
  }

  /** What the command line accepts. */
  public static final String SYNTAX =
      "normal:STD, half-normal:STD, xavier or he (STD a positive number)";

  public Initializer {
    boolean hasStd = kind == Kind.NORMAL || kind == Kind.HALF_NORMAL;
    if (hasStd && !(std > 0 && Double.isFinite(std))) {
      throw new IllegalArgumentException(
          "the standard deviation must be positive and finite, not " + Numeral.of(std));
    }
  }

  /** N(0, 0.001), or |N(0, 0.01)| where the logits go through a ReLU. */
  public static Initializer defaultFor(Network network) {
    return network.last().activation() == Activation.RELU
        ? new Initializer(Kind.HALF_NORMAL, 0.01)
        : new Initializer(Kind.NORMAL, 0.001);
  }

  /**
   * Reads {@link #SYNTAX}.
   *
   * @throws IllegalArgumentException naming the text and the syntax
   */
  public static Initializer parse(String text) {
    String wrong = "'" + text + "' is not " + SYNTAX;
    String[] parts = text.split(":", -1);
    try {
      return switch (parts[0]) {
        case "normal" -> new Initializer(Kind.NORMAL, Double.parseDouble(parts[1]));
        case "half-normal" -> new Initializer(Kind.HALF_NORMAL, Double.parseDouble(parts[1]));
        case "xavier" -> withoutStd(Kind.XAVIER, parts);
        case "he" -> withoutStd(Kind.HE, parts);
        default -> throw new IllegalArgumentException(wrong);
      };
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new IllegalArgumentException(wrong, e);
    }
  }

  private static Initializer withoutStd(Kind kind, String[] parts) {
    if (parts.length != 1) {
      throw new IllegalArgumentException(parts[0] + " takes no number");
    }
    return new Initializer(kind, 0);
  }

  /** Fresh weights, drawn matrix by matrix in row-major order from one generator. */
  public Weights draw(Network network, long seed) {
    Random random = new Random(seed);
    List<float[]> matrices = new ArrayList<>();
    List<float[]> biases = new ArrayList<>();
    for (Layer layer : network.layers()) {
      float[] matrix = new float[layer.inputs() * layer.outputs()];
      for (int i = 0; i < matrix.length; i++) {
        matrix[i] = (float) next(random, layer);
      }
      matrices.add(matrix);
      biases.add(new float[layer.bias() ? layer.outputs() : 0]);
    }
    return new Weights(network, matrices, biases);
  }

  private double next(Random random, Layer layer) {
    return switch (kind) {
      case NORMAL -> std * random.nextGaussian();
      case HALF_NORMAL -> Math.abs(std * random.nextGaussian());
      case XAVIER ->
          Math.sqrt(6.0 / (layer.inputs() + layer.outputs())) * (2 * random.nextDouble() - 1);
      case HE -> Math.sqrt(2.0 / layer.inputs()) * random.nextGaussian();
    };
  }

  /** In {@link #SYNTAX}. */
  @Override
  public String toString() {
    return switch (kind) {
      case NORMAL -> "normal:" + Numeral.of(std);
      case HALF_NORMAL -> "half-normal:" + Numeral.of(std);
      case XAVIER -> "xavier";
      case HE -> "he";
    };
  }
}
