package dev.incline.train;

/**
 * How well rows were classified.
 *
 * @param loss mean cross-entropy per sample, in nats, without any L2 penalty
 * @param accuracy share of samples whose prediction is their label
 */
public record Score(double loss, double accuracy) {
  /**
   * The first {@code count} samples of an order, summed in double in that order.
   *
   * @param loss at least [count], by position in order
   * @param prediction at least [count], by position in order
   * @param labels [rows], unsigned bytes, by row
   * @param order at least [count], row numbers
   */
  static Score of(float[] loss, int[] prediction, byte[] labels, int[] order, int count) {
    double sum = 0;
    int right = 0;
    for (int p = 0; p < count; p++) {
      sum += loss[p];
      right += prediction[p] == (labels[order[p]] & 0xFF) ? 1 : 0;
    }
    return new Score(sum / count, (double) right / count);
  }
}
