package dev.incline.judge;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.model.Activation;
import dev.incline.plan.Epilogue;
import dev.incline.plan.MatMul;
import dev.incline.plan.Op;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import dev.incline.plan.SoftmaxCrossEntropy;
import org.jspecify.annotations.Nullable;

/** Ops done wrong in a way that no plan can express: on the host, over the backend's memory. */
final class WrongOps {
  private WrongOps() {}

  /** Softmax with the maximum of the whole batch subtracted, instead of each row's own. */
  static @Nullable Executable globalMaximum(Backend backend, Op op) {
    if (!(op instanceof SoftmaxCrossEntropy s) || s.gradient() == null) {
      return null;
    }
    Slot<float[]> gradient = s.gradient();
    return cursor -> {
      float[] z = backend.read(s.logits());
      float[] loss = backend.read(s.loss());
      int[] prediction = backend.read(s.prediction());
      float[] dz = new float[z.length];
      float max = z[argmax(z, 0, z.length)];
      int classes = s.logits().cols();
      for (int r = 0; r < s.logits().rows(); r++) {
        int from = r * classes;
        int label = backend.read(s.labels())[backend.read(s.order())[cursor + r]];
        float sum = 0;
        for (int j = 0; j < classes; j++) {
          dz[from + j] = (float) Math.exp(z[from + j] - max);
          sum += dz[from + j];
        }
        loss[cursor + r] = (float) Math.log(sum) - (z[from + label] - max);
        prediction[cursor + r] = argmax(z, from, from + classes) - from;
        for (int j = 0; j < classes; j++) {
          boolean off = s.gate() == Activation.RELU && z[from + j] <= 0;
          float slope = dz[from + j] / sum - (j == label ? 1 : 0);
          dz[from + j] = off ? 0 : slope * s.scale();
        }
      }
      backend.write(gradient, dz);
      backend.write(s.loss(), loss);
      backend.write(s.prediction(), prediction);
    };
  }

  /** The slope of ReLU taken as 1 where its input is exactly 0. */
  static @Nullable Executable slopeOneAtZero(Backend backend, Op op) {
    if (op instanceof MatMul p && p.epilogue() instanceof Epilogue.Forward f) {
      if (f.activation() != Activation.RELU) {
        return null;
      }
      Epilogue linear = new Epilogue.Forward(f.bias(), Activation.IDENTITY);
      Op input = Rewrite.into(Rewrite.withEpilogue(p, linear), inputOf(p.c()));
      return inTurn(backend.compile(Plan.of(input)), backend.compile(Plan.of(op)));
    }
    if (op instanceof MatMul p
        && p.epilogue() instanceof Epilogue.Gradient g
        && g.activation() == Activation.RELU) {
      Op ungated = Rewrite.withEpilogue(p, Epilogue.NONE);
      return inTurn(
          backend.compile(Plan.of(ungated)), cursor -> gate(backend, p.c(), inputOf(g.output())));
    }
    if (op instanceof SoftmaxCrossEntropy s
        && s.gradient() != null
        && s.gate() == Activation.RELU) {
      Slot<float[]> gradient = s.gradient();
      Op ungated = Rewrite.withGate(s, Activation.IDENTITY);
      return inTurn(
          backend.compile(Plan.of(ungated)),
          cursor -> gate(backend, gradient, inputOf(s.logits())));
    }
    return null;
  }

  private static Executable inTurn(Executable first, Executable second) {
    return cursor -> {
      first.run(cursor);
      second.run(cursor);
    };
  }

  /** Where the input of a ReLU is kept, besides its output. */
  private static Slot<float[]> inputOf(Slot<float[]> output) {
    return Slot.floats(output.name() + " before", output.rows(), output.cols());
  }

  private static void gate(Backend backend, Slot<float[]> gradient, Slot<float[]> input) {
    float[] values = backend.read(gradient);
    float[] z = backend.read(input);
    for (int i = 0; i < values.length; i++) {
      values[i] = z[i] >= 0 ? values[i] : 0;
    }
    backend.write(gradient, values);
  }

  private static int argmax(float[] values, int from, int to) {
    int best = from;
    for (int i = from + 1; i < to; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }
}
