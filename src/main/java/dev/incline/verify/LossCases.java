package dev.incline.verify;

import dev.incline.model.Activation;
import dev.incline.plan.Slot;
import dev.incline.plan.SoftmaxCrossEntropy;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The cases of {@link OpCases} that score rows. */
final class LossCases {
  private LossCases() {}

  /** Rows of 0 and arguments at most 0, so that exp gets these and log all sums up to classes. */
  static OpCase sweep(RandomGenerator random, int sweep, int classes) {
    int others = classes - 1;
    float[] x = Operands.arguments(random, sweep / classes * others);
    int batch = x.length / others;
    float[] logits = new float[batch * classes];
    for (int i = 0; i < batch; i++) {
      for (int j = 0; j < others; j++) {
        logits[i * classes + 1 + j] = -Math.abs(x[i * others + j]);
      }
    }
    return of(random, logits, batch, classes, true, Activation.IDENTITY);
  }

  /** With class weights. */
  static OpCase weighted(RandomGenerator random, int size, Activation gate) {
    OpCase one = of(random, size, true, gate);
    SoftmaxCrossEntropy op = (SoftmaxCrossEntropy) one.op();
    Slot<float[]> weights = Slot.floats("weights", 1, op.logits().cols());
    Map<Slot<?>, Object> memory = new HashMap<>(one.memory());
    memory.put(weights, Operands.unit(random, weights.size()));
    return new OpCase(
        one.kind() + ", weighted",
        new SoftmaxCrossEntropy(
            op.logits(),
            op.labels(),
            op.order(),
            weights,
            op.gradient(),
            op.gate(),
            op.scale(),
            op.loss(),
            op.prediction()),
        memory);
  }

  static OpCase of(RandomGenerator random, int classes, boolean withGradient, Activation gate) {
    int batch = 19;
    int usable = Math.min(classes, 256);
    return of(random, Operands.logits(random, batch, usable), batch, usable, withGradient, gate);
  }

  private static OpCase of(
      RandomGenerator random,
      float[] values,
      int batch,
      int classes,
      boolean withGradient,
      Activation gate) {
    Slot<float[]> logits = Slot.floats("logits", batch, classes);
    int positions = batch + 21; // more than the batch: it is a part of an epoch
    Slot<byte[]> labels = Slot.bytes("labels", 30, 1);
    Slot<int[]> order = Slot.ints("order", 1, positions);
    Slot<float[]> loss = Slot.floats("loss", 1, positions);
    Slot<int[]> prediction = Slot.ints("prediction", 1, positions);
    @Nullable Slot<float[]> gradient =
        withGradient ? Slot.floats("gradient", batch, classes) : null;
    byte[] truth = new byte[30];
    for (int i = 0; i < truth.length; i++) {
      truth[i] = (byte) random.nextInt(classes);
    }
    Map<Slot<?>, Object> memory = new HashMap<>();
    memory.put(logits, values);
    memory.put(labels, truth);
    memory.put(order, Operands.indexes(random, positions, 30));
    memory.put(loss, new float[positions]);
    memory.put(prediction, new int[positions]);
    if (gradient != null) {
      memory.put(gradient, Operands.filled(gradient.size(), Float.NaN));
    }
    String kind =
        "SoftmaxCrossEntropy"
            + (withGradient ? ", gradient" : "")
            + (withGradient && gate == Activation.RELU ? " x relu'" : "");
    return new OpCase(
        kind,
        new SoftmaxCrossEntropy(
            logits, labels, order, gradient, gate, 1f / batch, loss, prediction),
        memory);
  }
}
