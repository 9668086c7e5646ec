package dev.incline.data;

import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What is done to numbers before a network takes them, feature by feature: (x - offset) / divisor,
 * in double precision, rounded to float once. Pixels need none: of them 1/255 is taken.
 *
 * @param kind how the numbers below came about
 * @param offset [features] finite
 * @param divisor [features] above 0
 */
public record FeatureScaling(Kind kind, List<Double> offset, List<Double> divisor) {
  /** How numbers are scaled. */
  public enum Kind {
    /** Mean 0 and standard deviation 1 over the training rows. */
    STANDARD("scaled to mean 0 and standard deviation 1 of each feature over the rows that train"),
    /** From 0 to 1 over the training rows. */
    UNIT("scaled so that each feature is from 0 to 1 over the rows that train"),
    /** As they are. */
    NONE("as they are");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** What becomes of the numbers, in a sentence. */
    public String words() {
      return words;
    }

    /** As the option takes it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public FeatureScaling {
    offset = List.copyOf(offset);
    divisor = List.copyOf(divisor);
    if (offset.size() != divisor.size()
        || !offset.stream().allMatch(Double::isFinite)
        || !divisor.stream().allMatch(d -> d > 0 && Double.isFinite(d))) {
      throw new IllegalArgumentException(
          Phrase.of("%d offsets and %d divisors scale nothing", offset.size(), divisor.size()));
    }
  }

  /**
   * What these rows ask for; sums run over them in ascending order. A feature that is the same in
   * all of them is moved only.
   *
   * @param rows that train; at least one
   */
  public static FeatureScaling of(Kind kind, Dataset data, int[] rows) {
    int features = data.features();
    float[] values = data.numbers();
    int[] ascending = rows.clone();
    Arrays.sort(ascending);
    List<Double> offset = new ArrayList<>(features);
    List<Double> divisor = new ArrayList<>(features);
    for (int d = 0; d < features; d++) {
      double sum = 0;
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (int row : ascending) {
        double x = values[row * features + d];
        sum += x;
        least = Math.min(least, x);
        most = Math.max(most, x);
      }
      double mean = least == most ? least : sum / rows.length;
      double squares = 0;
      for (int row : ascending) {
        double from = values[row * features + d] - mean;
        squares += from * from;
      }
      double width =
          switch (kind) {
            case STANDARD -> Math.sqrt(squares / rows.length);
            case UNIT -> most - least;
            case NONE -> 1;
          };
      offset.add(kind == Kind.STANDARD ? mean : kind == Kind.UNIT ? least : 0);
      divisor.add(width > 0 ? width : 1);
    }
    return new FeatureScaling(kind, offset, divisor);
  }

  /** The rows as a network takes them. */
  public Dataset of(Dataset data) {
    return data.with(new Inputs.Numbers(of(data.numbers())));
  }

  /**
   * The same of rows without labels.
   *
   * @param values [rows x features]
   */
  public float[] of(float[] values) {
    int features = offset.size();
    float[] scaled = new float[values.length];
    for (int d = 0; d < features; d++) {
      double from = offset.get(d);
      double by = divisor.get(d);
      for (int i = d; i < values.length; i += features) {
        scaled[i] = (float) ((values[i] - from) / by);
      }
    }
    return scaled;
  }
}
