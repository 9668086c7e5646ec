package dev.incline.model;

import dev.incline.file.Sha256;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.List;

/**
 * The parameters of a network: one matrix [inputs x outputs], row-major, and one bias [outputs] per
 * layer; the bias of a layer without one is an empty array. The arrays are shared, not copied.
 */
public record Weights(Network network, List<float[]> matrices, List<float[]> biases) {
  public Weights {
    matrices = List.copyOf(matrices);
    biases = List.copyOf(biases);
    List<Layer> layers = network.layers();
    if (matrices.size() != layers.size() || biases.size() != layers.size()) {
      throw new IllegalArgumentException("one matrix and one bias per layer of " + network);
    }
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      if (matrices.get(i).length != layer.inputs() * layer.outputs()
          || biases.get(i).length != (layer.bias() ? layer.outputs() : 0)) {
        throw new IllegalArgumentException("weights of layer " + (i + 1) + " do not fit " + layer);
      }
    }
  }

  /** The largest magnitude of all; NaN where there is one. */
  public double largest() {
    double largest = 0;
    for (List<float[]> arrays : List.of(matrices, biases)) {
      for (float[] values : arrays) {
        for (float value : values) {
          largest = Math.max(largest, Math.abs(value));
        }
      }
    }
    return largest;
  }

  /**
   * SHA-256, in hex, of all weights as little-endian float32 in layer order: W1, b1, W2, b2, ...
   */
  public String sha256() {
    MessageDigest digest = Sha256.digest();
    for (int i = 0; i < matrices.size(); i++) {
      update(digest, matrices.get(i));
      update(digest, biases.get(i));
    }
    return Sha256.hex(digest.digest());
  }

  private static void update(MessageDigest digest, float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    digest.update(bytes);
  }
}
