package dev.incline.backend.reference;

import dev.incline.model.Activation;
import dev.incline.model.Adam;
import dev.incline.plan.AdamUpdate;
import dev.incline.plan.Add;
import dev.incline.plan.ColumnSums;
import dev.incline.plan.DropoutMask;
import dev.incline.plan.Epilogue;
import dev.incline.plan.GatherRows;
import dev.incline.plan.GatherValues;
import dev.incline.plan.MatMul;
import dev.incline.plan.MomentumUpdate;
import dev.incline.plan.Multiply;
import dev.incline.plan.Op;
import dev.incline.plan.SgdUpdate;
import dev.incline.plan.SoftmaxCrossEntropy;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A loop for each op, over matrices that lie row by row in one array. What it takes is the cursor:
 * the position of the first sample in the epoch's order.
 */
record Loops(Memory memory) implements Op.Visitor<IntConsumer> {
  @Override
  public IntConsumer visit(GatherRows op) {
    byte[] images = memory.of(op.images());
    int[] order = memory.of(op.order());
    float[] out = memory.of(op.out());
    int features = op.out().cols();
    return cursor -> {
      for (int i = 0; i < op.out().rows(); i++) {
        for (int d = 0; d < features; d++) {
          int pixel = images[order[cursor + i] * features + d] & 0xff;
          out[i * features + d] = pixel / 255f;
        }
      }
    };
  }

  @Override
  public IntConsumer visit(GatherValues op) {
    float[] values = memory.of(op.values());
    int[] order = memory.of(op.order());
    float[] out = memory.of(op.out());
    int features = op.out().cols();
    return cursor -> {
      for (int i = 0; i < op.out().rows(); i++) {
        for (int d = 0; d < features; d++) {
          out[i * features + d] = values[order[cursor + i] * features + d];
        }
      }
    };
  }

  @Override
  public IntConsumer visit(MatMul op) {
    float[] a = memory.of(op.a());
    float[] b = memory.of(op.b());
    float[] c = memory.of(op.c());
    int m = op.m();
    int n = op.n();
    int k = op.k();
    return cursor -> {
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          float chain = 0f;
          for (int p = 0; p < k; p++) {
            int row = op.first() + p;
            float left = op.transA() ? a[row * m + i] : a[i * k + p];
            float right = op.transB() ? b[j * k + p] : b[row * n + j];
            chain = Math.fma(left, right, chain);
          }
          int at = i * n + j;
          float t = scaled(op.alpha(), chain + 0f, op.beta(), c[at]);
          c[at] = epilogue(op.epilogue(), t, at, j);
        }
      }
    };
  }

  @Override
  public IntConsumer visit(ColumnSums op) {
    float[] a = memory.of(op.a());
    float[] c = memory.of(op.c());
    int n = op.a().cols();
    return cursor -> {
      for (int j = 0; j < n; j++) {
        float sum = 0f;
        for (int i = op.first(); i < op.first() + op.rows(); i++) {
          sum += a[i * n + j];
        }
        c[j] = scaled(op.alpha(), sum, op.beta(), c[j]);
      }
    };
  }

  @Override
  public IntConsumer visit(SoftmaxCrossEntropy op) {
    float[] logits = memory.of(op.logits());
    byte[] labels = memory.of(op.labels());
    int[] order = memory.of(op.order());
    float @Nullable [] weights = op.weights() == null ? null : memory.of(op.weights());
    float @Nullable [] gradient = op.gradient() == null ? null : memory.of(op.gradient());
    float[] loss = memory.of(op.loss());
    int[] prediction = memory.of(op.prediction());
    int classes = op.logits().cols();
    return cursor -> {
      for (int i = 0; i < op.logits().rows(); i++) {
        int row = i * classes;
        int label = labels[order[cursor + i]] & 0xff;
        int best = 0;
        for (int j = 1; j < classes; j++) {
          best = logits[row + j] > logits[row + best] ? j : best;
        }
        float max = logits[row + best];
        float sum = 0f;
        for (int j = 0; j < classes; j++) {
          sum += Elementary.exp(logits[row + j] - max);
        }
        float crossEntropy = Elementary.log(sum) - (logits[row + label] - max);
        loss[cursor + i] = weights == null ? crossEntropy : weights[label] * crossEntropy;
        prediction[cursor + i] = best;
        for (int j = 0; gradient != null && j < classes; j++) {
          float probability = Elementary.exp(logits[row + j] - max) * (1f / sum);
          float slope = (probability - (j == label ? 1f : 0f)) * op.scale();
          float weighted = weights == null ? slope : weights[label] * slope;
          boolean closed = op.gate() == Activation.RELU && !(logits[row + j] > 0f);
          gradient[row + j] = closed ? 0f : weighted;
        }
      }
    };
  }

  @Override
  public IntConsumer visit(SgdUpdate op) {
    float[] gradient = memory.of(op.gradient());
    float[] w = memory.of(op.parameter());
    float[] scalars = memory.of(op.scalars());
    return cursor -> {
      float rate = scalars[cursor];
      for (int i = 0; i < w.length; i++) {
        float g = Math.fma(op.l2(), w[i], gradient[i]);
        w[i] = Math.fma(-rate, g, w[i]);
      }
    };
  }

  @Override
  public IntConsumer visit(DropoutMask op) {
    int[] draw = memory.of(op.draw());
    float[] mask = memory.of(op.mask());
    int units = op.mask().cols();
    int[] words = new int[4];
    return cursor -> {
      for (int i = 0; i < op.mask().rows(); i++) {
        for (int j = 0; j < units; j++) {
          int position = draw[3] + cursor + i;
          Philox.draw(draw[0], draw[1], draw[2], position, op.layer(), j / 4, words);
          boolean dropped = Integer.compareUnsigned(words[j % 4], op.threshold()) < 0;
          mask[i * units + j] = dropped ? 0f : op.scale();
        }
      }
    };
  }

  @Override
  public IntConsumer visit(Multiply op) {
    float[] a = memory.of(op.a());
    float[] factor = memory.of(op.factor());
    float[] c = memory.of(op.c());
    return cursor -> {
      for (int i = 0; i < c.length; i++) {
        c[i] = a[i] * factor[i];
      }
    };
  }

  @Override
  public IntConsumer visit(Add op) {
    float[] addend = memory.of(op.addend());
    float[] sum = memory.of(op.sum());
    return cursor -> {
      for (int i = 0; i < sum.length; i++) {
        sum[i] = sum[i] + addend[i];
      }
    };
  }

  @Override
  public IntConsumer visit(MomentumUpdate op) {
    float[] gradient = memory.of(op.gradient());
    float[] v = memory.of(op.velocity());
    float[] w = memory.of(op.parameter());
    float[] scalars = memory.of(op.scalars());
    return cursor -> {
      float rate = scalars[cursor];
      for (int i = 0; i < w.length; i++) {
        float g = Math.fma(op.l2(), w[i], gradient[i]);
        v[i] = Elementary.nearer(Math.fma(op.momentum(), v[i], g));
        w[i] = Math.fma(-rate, op.nesterov() ? Math.fma(op.momentum(), v[i], g) : v[i], w[i]);
      }
    };
  }

  @Override
  public IntConsumer visit(AdamUpdate op) {
    float[] gradient = memory.of(op.gradient());
    float[] m = memory.of(op.mean());
    float[] s = memory.of(op.square());
    float[] w = memory.of(op.parameter());
    float[] scalars = memory.of(op.scalars());
    int steps = op.scalars().cols();
    return cursor -> {
      float rate = scalars[Adam.RATE * steps + cursor];
      float correction = scalars[Adam.CORRECTION * steps + cursor];
      float kept = scalars[Adam.KEPT * steps + cursor];
      for (int i = 0; i < w.length; i++) {
        float g = Math.fma(op.l2(), w[i], gradient[i]);
        m[i] = Elementary.nearer(Math.fma(op.meanShare(), g - m[i], m[i]));
        float square = Math.fma(op.squareShare(), Math.fma(g, g, -s[i]), s[i]);
        s[i] = Math.max(square, Elementary.MIN_SQUARE);
        float d = Math.fma(Elementary.sqrt(s[i]), correction, op.epsilon());
        w[i] = Math.fma(-rate, m[i] * (1f / d), op.decoupled() ? kept * w[i] : w[i]);
      }
    };
  }

  /** What is in c is not read where beta is 0. */
  private static float scaled(float alpha, float sum, float beta, float c) {
    return beta == 0f ? alpha * sum : Math.fma(alpha, sum, beta * c);
  }

  private float epilogue(Epilogue epilogue, float t, int at, int column) {
    if (epilogue instanceof Epilogue.Gradient gradient) {
      float h = memory.of(gradient.output())[at];
      return Elementary.timesDerivative(gradient.activation(), t, h);
    }
    Epilogue.Forward forward = (Epilogue.Forward) epilogue;
    float z = forward.bias() == null ? t : t + memory.of(forward.bias())[column];
    return Elementary.activated(forward.activation(), z);
  }
}
