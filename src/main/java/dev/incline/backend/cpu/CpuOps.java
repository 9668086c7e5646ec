package dev.incline.backend.cpu;

import dev.incline.model.Activation;
import dev.incline.plan.Epilogue;
import dev.incline.plan.Op;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The ops in plain Java, each over a range of its rows (columns for {@link #columnSums}), so that
 * any number of threads gives the same bits. Float matrices are arrays of rows: the JIT compiles a
 * loop over whole rows to vector instructions, one over slices of a single array it does not.
 */
final class CpuOps {
  private static final float[] PIXEL = new float[256]; // pixel / 255

  static {
    for (int i = 0; i < PIXEL.length; i++) {
      PIXEL[i] = i / 255f;
    }
  }

  /**
   * What one thread needs for a product: the chains of a row [n], its non-zero factors and their
   * rows of b [k].
   */
  record Scratch(float[] chain, float[] factors, float[][] rows) {
    Scratch(int k, int n) {
      this(new float[n], new float[k], new float[k][]);
    }
  }

  private CpuOps() {}

  /** Rows [from, to) of {@link Op.GatherRows}. */
  static void gatherRows(byte[] images, int[] order, int cursor, float[][] out, int from, int to) {
    for (int i = from; i < to; i++) {
      float[] row = out[i];
      int start = order[cursor + i] * row.length;
      for (int d = 0; d < row.length; d++) {
        row[d] = PIXEL[images[start + d] & 0xff];
      }
    }
  }

  /**
   * Rows [from, to) of {@link Op.MatMul} for b as it is (a transposed b is transposed before).
   * Factors of a that are zero are skipped, which changes no bit, and the others are taken four at
   * a time, which keeps the chain's order.
   */
  static void matMul(
      Op.MatMul op,
      float[][] a,
      float[][] b,
      float[][] c,
      float @Nullable [] bias,
      float @Nullable [][] output,
      Scratch scratch,
      int from,
      int to) {
    int inner = op.k();
    float[] chain = scratch.chain;
    float[] factors = scratch.factors;
    float[][] rows = scratch.rows;
    for (int i = from; i < to; i++) {
      int count = 0;
      for (int k = 0; k < inner; k++) {
        float factor = op.transA() ? a[k][i] : a[i][k];
        if (factor != 0f) {
          factors[count] = factor;
          rows[count++] = b[k];
        }
      }
      Arrays.fill(chain, 0f);
      int k = 0;
      for (; k + 4 <= count; k += 4) {
        fma4(
            chain,
            factors[k],
            rows[k],
            factors[k + 1],
            rows[k + 1],
            factors[k + 2],
            rows[k + 2],
            factors[k + 3],
            rows[k + 3]);
      }
      for (; k < count; k++) {
        fma1(chain, factors[k], rows[k]);
      }
      scale(op.alpha(), chain, op.beta(), c[i]);
      if (op.epilogue() instanceof Epilogue.Forward forward) {
        if (bias != null) {
          add(c[i], bias);
        }
        activate(forward.activation(), c[i]);
      } else if (op.epilogue() instanceof Epilogue.Gradient gradient && output != null) {
        multiplyByDerivative(gradient.activation(), c[i], output[i]);
      }
    }
  }

  private static void fma4(
      float[] c,
      float a0,
      float[] b0,
      float a1,
      float[] b1,
      float a2,
      float[] b2,
      float a3,
      float[] b3) {
    for (int j = 0; j < c.length; j++) {
      c[j] =
          Math.fma(a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j]))));
    }
  }

  private static void fma1(float[] c, float a, float[] b) {
    for (int j = 0; j < c.length; j++) {
      c[j] = Math.fma(a, b[j], c[j]);
    }
  }

  private static void scale(float alpha, float[] chain, float beta, float[] c) {
    if (beta == 0f) {
      for (int j = 0; j < c.length; j++) {
        c[j] = alpha * (chain[j] + 0f);
      }
    } else {
      for (int j = 0; j < c.length; j++) {
        c[j] = Math.fma(alpha, chain[j] + 0f, beta * c[j]);
      }
    }
  }

  private static void add(float[] c, float[] bias) {
    for (int j = 0; j < c.length; j++) {
      c[j] += bias[j];
    }
  }

  private static void activate(Activation activation, float[] c) {
    switch (activation) {
      case IDENTITY -> {}
      case RELU -> {
        for (int j = 0; j < c.length; j++) {
          c[j] = c[j] <= 0f ? 0f : c[j]; // NaN stays NaN
        }
      }
      case SIGMOID -> {
        for (int j = 0; j < c.length; j++) {
          c[j] = Elementary.sigmoid(c[j]);
        }
      }
    }
  }

  private static void multiplyByDerivative(Activation activation, float[] c, float[] output) {
    for (int j = 0; j < c.length; j++) {
      float h = output[j];
      c[j] =
          switch (activation) {
            case IDENTITY -> c[j];
            case RELU -> h > 0f ? c[j] : 0f;
            case SIGMOID -> c[j] * (h * (1f - h));
          };
    }
  }

  /** out = bᵀ, rows [from, to) of out. */
  static void transpose(float[][] b, float[][] out, int from, int to) {
    for (int i = from; i < to; i++) {
      for (int j = 0; j < b.length; j++) {
        out[i][j] = b[j][i];
      }
    }
  }

  /** Columns [from, to) of {@link Op.ColumnSums}. */
  static void columnSums(Op.ColumnSums op, float[][] a, float[] c, int from, int to) {
    for (int j = from; j < to; j++) {
      float sum = 0f;
      for (float[] row : a) {
        sum += row[j];
      }
      c[j] = op.beta() == 0f ? op.alpha() * sum : Math.fma(op.alpha(), sum, op.beta() * c[j]);
    }
  }

  /** Rows [from, to) of {@link Op.SoftmaxCrossEntropy}. */
  static void softmaxCrossEntropy(
      Op.SoftmaxCrossEntropy op,
      float[][] logits,
      byte[] labels,
      int[] order,
      int cursor,
      float @Nullable [][] gradient,
      float[] loss,
      int[] prediction,
      int from,
      int to) {
    float[] e = new float[op.logits().cols()];
    for (int i = from; i < to; i++) {
      float[] z = logits[i];
      int label = labels[order[cursor + i]] & 0xff;
      float max = z[0];
      int best = 0;
      for (int j = 1; j < z.length; j++) {
        if (z[j] > max) {
          max = z[j];
          best = j;
        }
      }
      float sum = 0f;
      for (int j = 0; j < z.length; j++) {
        e[j] = Elementary.exp(z[j] - max);
        sum += e[j];
      }
      loss[cursor + i] = Elementary.log(sum) - (z[label] - max);
      prediction[cursor + i] = best;
      if (gradient != null) {
        float reciprocal = 1f / sum;
        for (int j = 0; j < z.length; j++) {
          float slope = (e[j] * reciprocal - (j == label ? 1f : 0f)) * op.scale();
          gradient[i][j] = op.gate() == Activation.RELU && !(z[j] > 0f) ? 0f : slope;
        }
      }
    }
  }
}
