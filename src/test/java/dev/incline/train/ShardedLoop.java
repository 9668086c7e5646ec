package dev.incline.train;

import dev.incline.backend.reference.Elementary;
import dev.incline.data.Dataset;
import dev.incline.data.Permutation;
import dev.incline.data.Split;
import dev.incline.model.Network;
import dev.incline.model.Weights;
import org.jspecify.annotations.Nullable;

/**
 * A network of one hidden layer with ReLU, trained by plain loops: each float operation rounded as
 * the contract says. It knows no plan; the gradients of the shards of a batch are added level by
 * level, neighbours first.
 */
final class ShardedLoop {
  /** Of some rows. */
  private record Gradient(float[] w1, float[] b1, float[] w2, float[] b2) {
    Gradient(int inputs, int hidden, int classes) {
      this(
          new float[inputs * hidden],
          new float[hidden],
          new float[hidden * classes],
          new float[classes]);
    }

    Gradient plus(Gradient other) {
      return new Gradient(
          sum(w1, other.w1), sum(b1, other.b1), sum(w2, other.w2), sum(b2, other.b2));
    }

    private static float[] sum(float[] a, float[] b) {
      float[] sum = new float[a.length];
      for (int i = 0; i < sum.length; i++) {
        sum[i] = a[i] + b[i];
      }
      return sum;
    }
  }

  private final Weights weights;
  private final int inputs;
  private final int hidden;
  private final int classes;
  private final int batch;
  private final int shards;
  private final float lr;
  private final float l2;

  /**
   * @param weights are trained
   */
  ShardedLoop(Network network, Weights weights, int batch, int shards, double lr, double l2) {
    this.weights = weights;
    this.inputs = network.inputs();
    this.hidden = network.layers().get(0).outputs();
    this.classes = network.classes();
    this.batch = batch;
    this.shards = shards;
    this.lr = (float) lr;
    this.l2 = (float) l2;
  }

  /** The weights after so many epochs over the rows that do not validate. */
  Weights train(Dataset data, int epochs) {
    int[] rows = Split.of(data.rows(), 0.2).training();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      int[] order = Permutation.shuffled(rows, 42, epoch);
      for (int from = 0; from < order.length; from += batch) {
        step(data, order, from, Math.min(from + batch, order.length));
      }
    }
    return weights;
  }

  private void step(Dataset data, int[] order, int from, int to) {
    int size = (int) Math.ceil((to - from) / (double) shards);
    @Nullable Gradient[] level = new Gradient[shards];
    for (int s = 0; s < shards && from + s * size < to; s++) {
      level[s] = new Gradient(inputs, hidden, classes);
      for (int p = from + s * size; p < Math.min(to, from + (s + 1) * size); p++) {
        accumulate(data, order[p], 1f / (to - from), level[s]);
      }
    }
    while (level.length > 1) {
      Gradient[] next = new Gradient[level.length / 2];
      for (int i = 0; i < next.length; i++) {
        Gradient left = level[2 * i];
        Gradient right = level[2 * i + 1];
        next[i] = right == null ? left : left.plus(right);
      }
      level = next;
    }
    move(weights.matrices().get(0), level[0].w1, l2);
    move(weights.biases().get(0), level[0].b1, 0);
    move(weights.matrices().get(1), level[0].w2, l2);
    move(weights.biases().get(1), level[0].b2, 0);
  }

  private void move(float[] w, float[] gradient, float decay) {
    for (int i = 0; i < w.length; i++) {
      w[i] = Math.fma(-lr, Math.fma(decay, w[i], gradient[i]), w[i]);
    }
  }

  /** Goes on with the chains of a shard. */
  private void accumulate(Dataset data, int row, float scale, Gradient g) {
    float[] w1 = weights.matrices().get(0);
    float[] w2 = weights.matrices().get(1);
    float[] x = new float[inputs];
    for (int d = 0; d < inputs; d++) {
      x[d] = (data.images()[row * inputs + d] & 0xff) / 255f;
    }
    float[] h = product(x, w1, weights.biases().get(0));
    for (int j = 0; j < hidden; j++) {
      h[j] = Math.max(h[j], 0);
    }
    float[] z = product(h, w2, weights.biases().get(1));
    float max = Float.NEGATIVE_INFINITY;
    for (float logit : z) {
      max = Math.max(max, logit);
    }
    float sum = 0;
    for (float logit : z) {
      sum += Elementary.exp(logit - max);
    }
    float[] dz = new float[classes];
    for (int c = 0; c < classes; c++) {
      float probability = Elementary.exp(z[c] - max) * (1 / sum);
      dz[c] = (probability - (c == data.labels()[row] ? 1 : 0)) * scale;
    }
    float[] dh = new float[hidden];
    for (int j = 0; j < hidden; j++) {
      for (int c = 0; c < classes; c++) {
        dh[j] = Math.fma(dz[c], w2[j * classes + c], dh[j]);
      }
      dh[j] = h[j] > 0 ? dh[j] : 0;
    }
    extend(g.w1, g.b1, x, dh);
    extend(g.w2, g.b2, h, dz);
  }

  /** x W + b, each sum a chain from +0. */
  private static float[] product(float[] x, float[] w, float[] b) {
    float[] z = new float[b.length];
    for (int j = 0; j < z.length; j++) {
      for (int d = 0; d < x.length; d++) {
        z[j] = Math.fma(x[d], w[d * z.length + j], z[j]);
      }
      z[j] += b[j];
    }
    return z;
  }

  private static void extend(float[] dw, float[] db, float[] x, float[] slope) {
    for (int j = 0; j < slope.length; j++) {
      for (int d = 0; d < x.length; d++) {
        int i = d * slope.length + j;
        dw[i] = Math.fma(x[d], slope[j], dw[i]);
      }
      db[j] += slope[j];
    }
  }
}
