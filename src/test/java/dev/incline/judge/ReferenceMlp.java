package dev.incline.judge;

import java.util.Arrays;

/**
 * A multi-layer perceptron with softmax cross-entropy and SGD in double precision, sample by sample
 * and loop by loop. It shares no code with the program. Without a hidden layer it is softmax
 * regression.
 *
 * <p>Z = A W + b per layer; H = act(Z); logits = Z, or ReLU(Z); L = mean over the batch of
 * log(sum(exp(logits))) - logits[y]. ReLU'(0) = 0. L2 adds l2 · W to the gradient of weights only
 * and nothing to the loss.
 */
final class ReferenceMlp {
  enum Hidden {
    SIGMOID,
    RELU,
    TANH;

    /** Softmax regression has none: any will do. */
    static Hidden of(String name) {
      return name.equals("IDENTITY") ? SIGMOID : valueOf(name);
    }
  }

  /** What one sample leaves on its way: per layer its input, its Z and its mask; the logits. */
  record Trace(double[][] inputs, double[][] z, double[] logits, double[][] masks) {}

  /** Shaped as {@link #w} and {@link #b}. */
  record Gradient(double[][][] w, double[][] b) {}

  /**
   * @param losses per sample in epoch order, each before its batch's update
   * @param predictions as losses
   * @param clearance the smallest {@link #clearance} of all batches
   */
  record Epoch(double[] losses, int[] predictions, double clearance) {}

  final Hidden hidden;
  private final boolean logitRelu;
  final double[][][] w; // [layer][in][out]
  final double[][] b; // [layer][out]; an empty row for a layer without a bias

  /** The arrays are used and, by {@link #step}, changed. */
  ReferenceMlp(Hidden hidden, boolean logitRelu, double[][][] w, double[][] b) {
    this.hidden = hidden;
    this.logitRelu = logitRelu;
    this.w = w;
    this.b = b;
  }

  Trace forward(double[] x) {
    return forward(x, new double[0][]);
  }

  /**
   * @param masks factors of the outputs of each hidden layer; none where nothing is dropped
   */
  Trace forward(double[] x, double[][] masks) {
    double[][] inputs = new double[w.length][];
    double[][] z = new double[w.length][];
    double[] a = x;
    for (int l = 0; l < w.length; l++) {
      inputs[l] = a;
      z[l] = new double[w[l][0].length];
      a = new double[z[l].length];
      System.arraycopy(b[l], 0, z[l], 0, b[l].length); // a layer without bias has none
      for (int i = 0; i < inputs[l].length; i++) {
        add(z[l], inputs[l][i], w[l][i]);
      }
      for (int j = 0; j < a.length; j++) {
        a[j] = activation(l, z[l][j]) * (l < masks.length ? masks[l][j] : 1);
      }
    }
    return new Trace(inputs, z, a, masks);
  }

  /** sum += x row. */
  private static void add(double[] sum, double x, double[] row) {
    for (int j = 0; j < row.length; j++) {
      sum[j] += x * row[j];
    }
  }

  private double activation(int layer, double z) {
    if (isRelu(layer)) {
      return Math.max(z, 0);
    }
    if (layer == w.length - 1) {
      return z;
    }
    return hidden == Hidden.TANH ? Math.tanh(z) : 1 / (1 + Math.exp(-z));
  }

  private double slope(int layer, double z) {
    if (isRelu(layer)) {
      return z > 0 ? 1 : 0;
    }
    if (layer == w.length - 1) {
      return 1;
    }
    double h = activation(layer, z);
    return hidden == Hidden.TANH ? 1 / Math.pow(Math.cosh(z), 2) : h * (1 - h);
  }

  /** Whether the layer has kinks. */
  boolean isRelu(int layer) {
    return layer == w.length - 1 ? logitRelu : hidden == Hidden.RELU;
  }

  static double logSumExp(double[] logits) {
    double max = Arrays.stream(logits).max().orElseThrow();
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit - max);
    }
    return max + Math.log(sum);
  }

  double loss(double[] x, int y) {
    double[] logits = forward(x).logits;
    return logSumExp(logits) - logits[y];
  }

  /** The same network, with arrays of its own. */
  ReferenceMlp copy() {
    double[][][] weights = new double[w.length][][];
    for (int l = 0; l < w.length; l++) {
      weights[l] = Arrays.stream(w[l]).map(double[]::clone).toArray(double[][]::new);
    }
    double[][] biases = Arrays.stream(b).map(double[]::clone).toArray(double[][]::new);
    return new ReferenceMlp(hidden, logitRelu, weights, biases);
  }

  /** The share of samples whose prediction is their label. */
  double accuracy(double[][] x, int[] y) {
    double right = 0;
    for (int r = 0; r < x.length; r++) {
      right += prediction(x[r]) == y[r] ? 1 : 0;
    }
    return right / x.length;
  }

  /** The mean over the batch. */
  double loss(double[][] x, int[] y) {
    double sum = 0;
    for (int r = 0; r < x.length; r++) {
      sum += loss(x[r], y[r]);
    }
    return sum / x.length;
  }

  /** The first class with the largest logit. */
  int prediction(double[] x) {
    double[] logits = forward(x).logits;
    int best = 0;
    for (int j = 1; j < logits.length; j++) {
      best = logits[j] > logits[best] ? j : best;
    }
    return best;
  }

  /** The gradient of the mean loss, without L2. */
  Gradient gradient(double[][] x, int[] y) {
    double[] ones = new double[w[w.length - 1][0].length];
    Arrays.fill(ones, 1);
    return gradient(x, y, new double[x.length][0][], ones);
  }

  /**
   * With dropout, and samples that count by their class.
   *
   * @param masks [row][hidden layer][unit] factors of the outputs; no layer where nothing is
   *     dropped
   * @param weights of each class: a sample's loss counts so many times
   */
  Gradient gradient(double[][] x, int[] y, double[][][] masks, double[] weights) {
    double[][][] dw = new double[w.length][][];
    double[][] db = new double[w.length][];
    for (int l = 0; l < w.length; l++) {
      dw[l] = new double[w[l].length][w[l][0].length];
      db[l] = new double[b[l].length];
    }
    for (int r = 0; r < x.length; r++) {
      accumulate(forward(x[r], masks[r]), y[r], weights[y[r]] / x.length, dw, db);
    }
    return new Gradient(dw, db);
  }

  private void accumulate(Trace trace, int label, double share, double[][][] dw, double[][] db) {
    double logSum = logSumExp(trace.logits);
    double[] dOut = new double[trace.logits.length];
    for (int j = 0; j < dOut.length; j++) {
      dOut[j] = share * (Math.exp(trace.logits[j] - logSum) - (j == label ? 1 : 0));
    }
    for (int l = w.length - 1; l >= 0; l--) {
      double[] dIn = new double[trace.inputs[l].length];
      for (int j = 0; j < dOut.length; j++) {
        double mask = l < trace.masks.length ? trace.masks[l][j] : 1;
        double dz = dOut[j] * mask * slope(l, trace.z[l][j]);
        for (int i = 0; i < dIn.length; i++) {
          dw[l][i][j] += trace.inputs[l][i] * dz;
          dIn[i] += w[l][i][j] * dz;
        }
        if (db[l].length > 0) {
          db[l][j] += dz;
        }
      }
      dOut = dIn;
    }
  }

  /** One step of SGD on this batch. */
  void step(double[][] x, int[] y, double lr, double l2) {
    Gradient g = gradient(x, y);
    for (int l = 0; l < w.length; l++) {
      for (int i = 0; i < w[l].length; i++) {
        for (int j = 0; j < w[l][i].length; j++) {
          w[l][i][j] -= lr * (g.w[l][i][j] + l2 * w[l][i][j]);
        }
      }
      for (int j = 0; j < b[l].length; j++) {
        b[l][j] -= lr * g.b[l][j];
      }
    }
  }

  /** SGD over all samples in the order they stand; the last batch may be shorter. */
  Epoch epoch(double[][] x, int[] y, int batch, double lr, double l2) {
    double[] rates = new double[(x.length + batch - 1) / batch];
    Arrays.fill(rates, lr);
    return epoch(x, y, batch, rates, l2);
  }

  /** The same with a learning rate for each step. */
  Epoch epoch(double[][] x, int[] y, int batch, double[] rates, double l2) {
    double[] losses = new double[x.length];
    int[] predictions = new int[x.length];
    double clearance = Double.POSITIVE_INFINITY;
    for (int from = 0; from < x.length; from += batch) {
      int to = Math.min(from + batch, x.length);
      double[][] rows = Arrays.copyOfRange(x, from, to);
      for (int r = from; r < to; r++) {
        losses[r] = loss(x[r], y[r]);
        predictions[r] = prediction(x[r]);
      }
      clearance = Math.min(clearance, clearance(rows));
      step(rows, Arrays.copyOfRange(y, from, to), rates[from / batch], l2);
    }
    return new Epoch(losses, predictions, clearance);
  }

  /**
   * How far the closest decision is from falling the other way: the smallest |z| before a ReLU, and
   * the smallest lead of a largest logit. Exact zeros do not count: they come from zero inputs or
   * zero weights, and any arithmetic finds them.
   */
  double clearance(double[][] x) {
    double smallest = Double.POSITIVE_INFINITY;
    for (double[] row : x) {
      Trace trace = forward(row);
      for (int l = 0; l < w.length; l++) {
        for (double z : trace.z[l]) {
          smallest = isRelu(l) && z != 0 ? Math.min(smallest, Math.abs(z)) : smallest;
        }
      }
      double max = Arrays.stream(trace.logits).max().orElseThrow();
      for (double logit : trace.logits) {
        smallest = logit < max ? Math.min(smallest, max - logit) : smallest;
      }
    }
    return smallest;
  }
}
