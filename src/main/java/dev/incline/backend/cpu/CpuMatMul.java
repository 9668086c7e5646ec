package dev.incline.backend.cpu;

import dev.incline.backend.reference.Elementary;
import dev.incline.model.Activation;
import dev.incline.plan.Epilogue;
import dev.incline.plan.MatMul;
import dev.incline.plan.Slot;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * {@link MatMul}. A part of b that stays in a core's cache meets a few rows of a before the next
 * part does:
 *
 * <pre>
 *                              COLUMNS
 *                            +---------+
 *           BLOCK / COLUMNS  |  of b   |
 *                            +---------+
 *   ROWS  |   of a    |      | chains  |  taken up again for the next part of k
 * </pre>
 */
final class CpuMatMul implements CpuOp {
  private static final int ROWS = 32;
  private static final int COLUMNS = 2048;
  private static final int BLOCK = 1 << 17; // floats of b, half a megabyte

  /**
   * What one thread needs for a product: the chains of a few rows [rows x n], the non-zero factors
   * of one and the numbers of their rows of b [k].
   */
  record Scratch(float[][] chains, float[] factors, int[] rows) {
    Scratch(MatMul op) {
      this(new float[together(op)][op.n()], new float[depth(op)], new int[depth(op)]);
    }
  }

  private final MatMul op;
  private final Team team;
  private final float[][] a;
  private final float[][] given;
  private final float[][] b;
  private final float[][] c;
  private final float @Nullable [] bias;
  private final float @Nullable [][] output;
  private final Scratch[] scratch;

  CpuMatMul(MatMul op, CpuMemory memory, Team team) {
    this.op = op;
    this.team = team;
    this.a = op.transA() ? memory.rows(op.a(), op.first(), op.k()) : memory.rows(op.a());
    this.given = op.isOfRows() ? memory.rows(op.b(), op.first(), op.k()) : memory.rows(op.b());
    this.b = op.transB() ? new float[op.k()][op.n()] : given;
    this.c = memory.rows(op.c());
    Slot<float[]> added = op.epilogue() instanceof Epilogue.Forward forward ? forward.bias() : null;
    this.bias = added == null ? null : memory.row(added);
    this.output =
        op.epilogue() instanceof Epilogue.Gradient gradient ? memory.rows(gradient.output()) : null;
    this.scratch = new Scratch[team.threads()];
    Arrays.setAll(scratch, thread -> new Scratch(op));
  }

  /** Bytes that it takes beside its slots. */
  static long scratch(MatMul op, int threads) {
    long chains = CpuMemory.bytes(together(op), op.n());
    long factors = CpuMemory.bytes(depth(op));
    long turned = op.transB() ? CpuMemory.bytes(op.k(), op.n()) : 0;
    return turned + threads * (chains + 2 * factors);
  }

  @Override
  public void run(int cursor) {
    if (op.transB()) {
      team.share(op.k(), (thread, from, to) -> transpose(given, b, from, to));
    }
    team.share(
        op.m(),
        (thread, from, to) -> multiply(op, a, b, c, bias, output, scratch[thread], from, to));
  }

  /** Rows of a that meet a part of b together; one, where the part is all of it. */
  private static int together(MatMul op) {
    return depth(op) == op.k() && op.n() <= COLUMNS ? 1 : Math.min(ROWS, op.m());
  }

  /** Rows of b in a part of it. */
  private static int depth(MatMul op) {
    return Math.min(op.k(), BLOCK / Math.min(COLUMNS, op.n()));
  }

  /** Rows [from, to) for b as it is (a transposed b is transposed before). */
  private static void multiply(
      MatMul op,
      float[][] a,
      float[][] b,
      float[][] c,
      float @Nullable [] bias,
      float @Nullable [][] output,
      Scratch scratch,
      int from,
      int to) {
    int depth = depth(op);
    int rows = together(op);
    for (int i0 = from; i0 < to; i0 += rows) {
      int i1 = Math.min(i0 + rows, to);
      for (int j0 = 0; j0 < op.n(); j0 += COLUMNS) {
        int j1 = Math.min(j0 + COLUMNS, op.n());
        for (int k0 = 0; k0 < op.k(); k0 += depth) {
          int k1 = Math.min(k0 + depth, op.k());
          for (int i = i0; i < i1; i++) {
            float[] chain = scratch.chains[i - i0];
            if (k0 == 0) {
              Arrays.fill(chain, j0, j1, 0f);
            }
            int count = gather(op, a, i, k0, k1, scratch);
            extend(chain, b, scratch, count, j0, j1);
          }
        }
      }
      for (int i = i0; i < i1; i++) {
        finish(op, scratch.chains[i - i0], c[i], bias, output == null ? null : output[i]);
      }
    }
  }

  /**
   * Row i's factors of [k0, k1) and their rows of b; those that are zero are left out, which
   * changes no bit. Returns how many. No branch, which would be mispredicted at every other factor
   * behind ReLU: each is written, and the next one over it if it was zero.
   */
  private static int gather(MatMul op, float[][] a, int i, int k0, int k1, Scratch scratch) {
    float[] factors = scratch.factors;
    int[] rows = scratch.rows;
    int count = 0;
    for (int k = k0; k < k1; k++) {
      float factor = op.transA() ? a[k][i] : a[i][k];
      factors[count] = factor;
      rows[count] = k;
      count += factor != 0f ? 1 : 0;
    }
    return count;
  }

  /** Columns [j0, j1) of a chain, four factors at a time, which keeps its order. */
  private static void extend(
      float[] chain, float[][] b, Scratch scratch, int count, int j0, int j1) {
    float[] a = scratch.factors;
    int[] row = scratch.rows;
    int k = 0;
    for (; k + 4 <= count; k += 4) {
      float[] b0 = b[row[k]];
      float[] b1 = b[row[k + 1]];
      float[] b2 = b[row[k + 2]];
      float[] b3 = b[row[k + 3]];
      fma4(chain, a[k], b0, a[k + 1], b1, a[k + 2], b2, a[k + 3], b3, j0, j1);
    }
    for (; k < count; k++) {
      fma1(chain, a[k], b[row[k]], j0, j1);
    }
  }

  /** A row of c from its chains. */
  private static void finish(
      MatMul op, float[] chain, float[] c, float @Nullable [] bias, float @Nullable [] output) {
    scale(op.alpha(), chain, op.beta(), c);
    if (op.epilogue() instanceof Epilogue.Forward forward) {
      if (bias != null) {
        add(c, bias);
      }
      activate(forward.activation(), c);
    } else if (op.epilogue() instanceof Epilogue.Gradient gradient && output != null) {
      multiplyByDerivative(gradient.activation(), c, output);
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
      float[] b3,
      int from,
      int to) {
    for (int j = from; j < to; j++) {
      c[j] =
          Math.fma(a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j]))));
    }
  }

  private static void fma1(float[] c, float a, float[] b, int from, int to) {
    for (int j = from; j < to; j++) {
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
      case TANH -> {
        for (int j = 0; j < c.length; j++) {
          c[j] = Elementary.tanh(c[j]);
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
            case TANH -> c[j] * Math.fma(-h, h, 1f);
          };
    }
  }

  /** out = bᵀ, rows [from, to) of out. */
  private static void transpose(float[][] b, float[][] out, int from, int to) {
    for (int i = from; i < to; i++) {
      for (int j = 0; j < b.length; j++) {
        out[i][j] = b[j][i];
      }
    }
  }
}
