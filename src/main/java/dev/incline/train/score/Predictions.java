package dev.incline.train.score;

import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a network says of rows. The arrays are shared, not copied.
 *
 * @param classes of the network
 * @param predicted [rows] the class of the highest logit, the first of equal ones, as training
 *     counts it
 * @param probabilities [rows x classes] softmax of the logits, in double; each row adds up to 1
 */
public record Predictions(int classes, int[] predicted, double[] probabilities) {
  /**
   * @throws IllegalArgumentException when a prediction is no class, or a probability is not from 0
   *     to 1
   */
  public Predictions {
    if (probabilities.length != (long) classes * predicted.length) {
      throw new IllegalArgumentException(
          Phrase.of(
              "%d probabilities for %d rows of %d classes",
              probabilities.length, predicted.length, classes));
    }
    for (int row = 0; row < predicted.length; row++) {
      if (predicted[row] < 0 || predicted[row] >= classes) {
        throw new IllegalArgumentException(
            Phrase.of(
                "prediction %d of row %d is none of %d classes", predicted[row], row, classes));
      }
    }
    for (int i = 0; i < probabilities.length; i++) {
      if (!(probabilities[i] >= 0 && probabilities[i] <= 1)) {
        throw new IllegalArgumentException(
            Phrase.of(
                "probability %s of row %d is impossible",
                Numeral.of(probabilities[i]), i / classes));
      }
    }
  }

  public int rows() {
    return predicted.length;
  }

  public double probability(int row, int c) {
    return probabilities[row * classes + c];
  }

  /** The probability of the predicted class. */
  public double confidence(int row) {
    return probability(row, predicted[row]);
  }

  /** All classes, the predicted one first, then by falling probability. */
  public List<Integer> ranking(int row) {
    // Logits that differ may round to the same probability: the prediction decides then.
    return IntStream.range(0, classes)
        .boxed()
        .sorted(
            Comparator.<Integer>comparingInt(c -> c == predicted[row] ? 0 : 1)
                .thenComparing(Comparator.comparingDouble((Integer c) -> -probability(row, c))))
        .toList();
  }
}
