package dev.incline.inspect;

import dev.incline.model.Activation;
import dev.incline.model.Layer;
import dev.incline.model.Recipe;
import dev.incline.model.Weights;
import dev.incline.plan.Planner;
import dev.incline.plan.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The mean cross-entropy of a batch, in double precision and without any plan: what finite
 * differences are taken of. It knows no derivative.
 *
 * <p>The sums Z of every layer are kept, so that the loss with one parameter changed starts from
 * the one column of Z which that parameter has a part in.
 */
final class DoublePrecisionLoss {
  private final Weights weights;
  private final Recipe recipe;
  private final Tensors masks;
  private final List<Layer> layers;
  private final int[] labels; // [rows]
  private final double[][][] inputs; // [layer][row][in]
  private final double[][][] sums; // Z [layer][row][out]

  /**
   * @param recipe its dropout and class weights
   * @param masks of the hidden layers that drop units
   */
  DoublePrecisionLoss(Weights weights, Batch batch, Recipe recipe, Tensors masks) {
    this.recipe = recipe;
    this.masks = masks;
    this.weights = weights;
    this.layers = weights.network().layers();
    this.labels = new int[batch.rows()];
    this.inputs = new double[layers.size()][batch.rows()][];
    this.sums = new double[layers.size()][batch.rows()][];
    for (int r = 0; r < batch.rows(); r++) {
      labels[r] = batch.labels()[r] & 0xff;
      double[] a = new double[batch.features()];
      for (int i = 0; i < a.length; i++) {
        a[i] = batch.x()[r * a.length + i];
      }
      for (int l = 0; l < layers.size(); l++) {
        inputs[l][r] = a;
        sums[l][r] = sum(l, a);
        a = output(l, r, sums[l][r]);
      }
    }
  }

  /** The mean over the batch. */
  double value() {
    double sum = 0;
    for (int r = 0; r < labels.length; r++) {
      sum += loss(activated(layers.size() - 1, sums[layers.size() - 1][r]), labels[r]);
    }
    return sum / labels.length;
  }

  /**
   * The mean over the batch with {@code change} added to one weight or bias of a layer; NaN where
   * that moves the sum of any ReLU across its kink.
   *
   * @param input row of the weight; -1 for the bias
   * @param output column of the weight or bias
   */
  double valueWith(int layer, int input, int output, double change) {
    double sum = 0;
    for (int r = 0; r < labels.length; r++) {
      double factor = input < 0 ? 1 : inputs[layer][r][input];
      double[] z = sums[layer][r];
      if (factor != 0) {
        z = z.clone();
        z[output] += factor * change;
      }
      for (int l = layer; ; l++) {
        if (z != sums[l][r] && crosses(l, z, sums[l][r])) {
          return Double.NaN;
        }
        double[] a = output(l, r, z);
        if (l == layers.size() - 1) {
          sum += loss(a, labels[r]);
          break;
        }
        z = factor == 0 ? sums[l + 1][r] : sum(l + 1, a);
      }
    }
    return sum / labels.length;
  }

  private boolean crosses(int layer, double[] z, double[] before) {
    if (layers.get(layer).activation() != Activation.RELU) {
      return false;
    }
    for (int j = 0; j < z.length; j++) {
      if (z[j] > 0 != before[j] > 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * The rows whose ReLUs all stand clear of their kinks, so that float arithmetic must find them on
   * the same side. A sum of K products is off by up to c · K · ε · Σ|a||b| (Higham, Accuracy and
   * Stability of Numerical Algorithms, section 3), K being the length of all chains so far. A sum
   * of exactly 0 is one in any arithmetic.
   */
  int[] clearRows() {
    List<Integer> clear = new ArrayList<>();
    for (int r = 0; r < labels.length; r++) {
      boolean isClear = true;
      int chain = 8;
      for (int l = 0; l < layers.size(); l++) {
        chain += layers.get(l).inputs();
        isClear &= layers.get(l).activation() != Activation.RELU || isClear(l, r, chain);
      }
      if (isClear) {
        clear.add(r);
      }
    }
    return clear.stream().mapToInt(Integer::intValue).toArray();
  }

  private boolean isClear(int layer, int row, int chain) {
    float[] w = weights.matrices().get(layer);
    float[] b = weights.biases().get(layer);
    double[] z = sums[layer][row];
    for (int j = 0; j < z.length; j++) {
      double size = b.length == 0 ? 0 : Math.abs(b[j]);
      for (int i = 0; i < inputs[layer][row].length; i++) {
        size += Math.abs(inputs[layer][row][i] * w[i * z.length + j]);
      }
      if (z[j] != 0 && Math.abs(z[j]) <= 2 * chain * Math.ulp(1f) * size) {
        return false;
      }
    }
    return true;
  }

  private double[] sum(int layer, double[] a) {
    float[] w = weights.matrices().get(layer);
    float[] b = weights.biases().get(layer);
    double[] z = new double[layers.get(layer).outputs()];
    for (int j = 0; j < b.length; j++) {
      z[j] = b[j];
    }
    for (int i = 0; i < a.length; i++) {
      if (a[i] != 0) {
        for (int j = 0; j < z.length; j++) {
          z[j] += a[i] * w[i * z.length + j];
        }
      }
    }
    return z;
  }

  /** What the next layer takes of a row: the activation, times the mask where units are dropped. */
  private double[] output(int layer, int row, double[] z) {
    double[] a = activated(layer, z);
    if (layer < layers.size() - 1 && recipe.dropout(layer + 1) > 0) {
      float[] mask = masks.get(Planner.mask(layer + 1, labels.length, a.length));
      for (int j = 0; j < a.length; j++) {
        a[j] *= mask[row * a.length + j];
      }
    }
    return a;
  }

  /** Times the weight of its class. */
  private double loss(double[] logits, int label) {
    List<Double> weight = recipe.classWeights().values();
    return (weight.isEmpty() ? 1 : weight.get(label)) * crossEntropy(logits, label);
  }

  private double[] activated(int layer, double[] z) {
    return Arrays.stream(z).map(layers.get(layer).activation()::value).toArray();
  }

  private static double crossEntropy(double[] logits, int label) {
    double max = Arrays.stream(logits).max().orElseThrow();
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit - max);
    }
    return max + Math.log(sum) - logits[label];
  }
}
