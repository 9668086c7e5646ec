package dev.incline.model;

import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.List;

/**
 * How much a sample counts in the loss that a training minimises, by its class: its loss and its
 * gradient are multiplied by the weight of its class. Losses of validation and test stay as they
 * are.
 *
 * <p>Weights that are given say how classes stand to each other. Those that a training uses are
 * {@link #over} its rows: w[c] · N / sum of n[c] · w[c], for n[c] of N rows of the class c, so that
 * their mean over the rows is 1. Balanced are w[c] = 1 / n[c], as scikit-learn's {@code
 * class_weight='balanced'}: each class of the training rows counts the same.
 *
 * @param balanced whether the rows decide them
 * @param values one for each class; none where the rows decide them, or where all classes count the
 *     same
 */
public record ClassWeights(boolean balanced, List<Double> values) {
  /** All samples count the same. */
  public static final ClassWeights NONE = new ClassWeights(false, List.of());

  /** All classes count the same. */
  public static final ClassWeights BALANCED = new ClassWeights(true, List.of());

  public ClassWeights {
    values = List.copyOf(values);
    if (!values.isEmpty() && (balanced || !areLegal(values))) {
      throw new IllegalArgumentException(
          "class weights are from 0 to 1e30 and not all 0, unlike " + Numeral.value(values));
    }
  }

  /** Whether values are weights: from 0 to 1e30, and not all 0. */
  public static boolean areLegal(List<Double> values) {
    return values.stream().allMatch(w -> w >= 0 && w <= 1e30)
        && values.stream().anyMatch(w -> w > 0);
  }

  /** Whether there are any. */
  public boolean exist() {
    return balanced || !values.isEmpty();
  }

  /**
   * Those of a training.
   *
   * @param labels of all rows
   * @param rows that train
   * @throws InvalidOptionException when there is another number of classes, or when every row would
   *     have the weight 0
   */
  public ClassWeights over(byte[] labels, int[] rows, int classes) {
    if (!exist()) {
      return this;
    }
    if (!balanced && values.size() != classes) {
      throw new InvalidOptionException(
          Phrase.of(
              "--class-weights has %s, but there are %d classes",
              Numeral.count(values.size(), "weight"), classes));
    }
    int[] count = new int[classes];
    for (int row : rows) {
      count[labels[row] & 0xff]++;
    }
    double[] relative = new double[classes];
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      relative[c] = !balanced ? values.get(c) : count[c] == 0 ? 0 : 1.0 / count[c];
      sum += count[c] * relative[c];
    }
    if (sum == 0) {
      throw new InvalidOptionException(
          "--class-weights gives every training row the weight 0: rows of those classes only train");
    }
    List<Double> scaled = new ArrayList<>();
    for (double weight : relative) {
      scaled.add(weight * rows.length / sum);
    }
    return new ClassWeights(false, scaled);
  }

  /** Such as {@code balanced} or {@code 1,2,1}; empty where there are none. */
  @Override
  public String toString() {
    return balanced ? "balanced" : Numeral.value(values);
  }
}
