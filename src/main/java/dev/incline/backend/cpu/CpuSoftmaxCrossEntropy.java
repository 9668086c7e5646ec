package dev.incline.backend.cpu;

import dev.incline.backend.reference.Elementary;
import dev.incline.model.Activation;
import dev.incline.plan.SoftmaxCrossEntropy;
import org.jspecify.annotations.Nullable;

/** {@link SoftmaxCrossEntropy}. */
final class CpuSoftmaxCrossEntropy implements CpuOp {
  private final SoftmaxCrossEntropy op;
  private final Team team;
  private final float[][] logits;
  private final byte[] labels;
  private final int[] order;
  private final float @Nullable [] weights;
  private final float @Nullable [][] gradient;
  private final float[] loss;
  private final int[] prediction;

  CpuSoftmaxCrossEntropy(SoftmaxCrossEntropy op, CpuMemory memory, Team team) {
    this.op = op;
    this.team = team;
    this.logits = memory.rows(op.logits());
    this.labels = memory.flat(op.labels());
    this.order = memory.flat(op.order());
    this.weights = op.weights() == null ? null : memory.row(op.weights());
    this.gradient = op.gradient() == null ? null : memory.rows(op.gradient());
    this.loss = memory.row(op.loss());
    this.prediction = memory.flat(op.prediction());
  }

  @Override
  public void run(int cursor) {
    team.share(
        logits.length,
        (thread, from, to) ->
            score(
                op, logits, labels, order, cursor, weights, gradient, loss, prediction, from, to));
  }

  private static void score(
      SoftmaxCrossEntropy op,
      float[][] logits,
      byte[] labels,
      int[] order,
      int cursor,
      float @Nullable [] weights,
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
      float weight = weights == null ? 1f : weights[label];
      loss[cursor + i] = weight * (Elementary.log(sum) - (z[label] - max));
      prediction[cursor + i] = best;
      if (gradient != null) {
        float reciprocal = 1f / sum;
        for (int j = 0; j < z.length; j++) {
          float slope = weight * ((e[j] * reciprocal - (j == label ? 1f : 0f)) * op.scale());
          gradient[i][j] = op.gate() == Activation.RELU && !(z[j] > 0f) ? 0f : slope;
        }
      }
    }
  }
}
