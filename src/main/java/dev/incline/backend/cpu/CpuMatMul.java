package dev.incline.backend.cpu;

import dev.incline.backend.reference.Elementary;
import dev.incline.model.Activation;
import dev.incline.plan.Epilogue;
import dev.incline.plan.MatMul;
import dev.incline.plan.Slot;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** {@link MatMul}. */
final class CpuMatMul implements CpuOp {
  /**
   * What one thread needs for a product: the chains of a row [n], its non-zero factors and their
   * rows of b [k].
   */
  record Scratch(float[] chain, float[] factors, float[][] rows) {
    Scratch(int k, int n) {
      this(new float[n], new float[k], new float[k][]);
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
    this.a = memory.rows(op.a());
    this.given = memory.rows(op.b());
    this.b = op.transB() ? new float[op.k()][op.n()] : given;
    this.c = memory.rows(op.c());
    Slot<float[]> added = op.epilogue() instanceof Epilogue.Forward forward ? forward.bias() : null;
    this.bias = added == null ? null : memory.row(added);
    this.output =
        op.epilogue() instanceof Epilogue.Gradient gradient ? memory.rows(gradient.output()) : null;
    this.scratch = new Scratch[team.threads()];
    Arrays.setAll(scratch, thread -> new Scratch(op.k(), op.n()));
  }

  /** Bytes that it takes beside its slots. */
  static long scratch(MatMul op, int threads) {
    long chain = CpuMemory.bytes(op.n());
    long factors = CpuMemory.bytes(op.k());
    long turned = op.transB() ? CpuMemory.bytes(op.k(), op.n()) : 0;
    return turned + threads * (chain + 2 * factors);
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

  /**
   * Rows [from, to) for b as it is (a transposed b is transposed before). Factors of a that are
   * zero are skipped, which changes no bit, and the others are taken four at a time, which keeps
   * the chain's order.
   */
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
