package dev.incline.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/**
 * The columns of a table that a network takes, in its order, the label's left out.
 *
 * @param names of each, all different; empty where the table has none
 * @param words of each, which are a feature each; none of a column of numbers, which is a feature
 *     itself; empty where all are
 * @param means of each feature, which stand for missing values; empty where these are an error
 */
public record TableColumns(List<String> names, List<List<String>> words, List<Double> means) {
  /** Numbers that are known by their places only; also what is no table. */
  public static final TableColumns UNNAMED = new TableColumns(List.of());

  /** What becomes of values that are missing. */
  public enum Missing {
    /** They are an error, which says where the first is. */
    ERROR,
    /** The mean of the feature over the rows that train. */
    MEAN;

    /** As the option takes it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public TableColumns {
    if (names.stream().anyMatch(name -> name == null)
        || words.stream()
            .anyMatch(each -> each == null || each.stream().anyMatch(w -> w == null))) {
      throw new IllegalArgumentException("one of its features has no name");
    }
    names = List.copyOf(names);
    words = words.stream().map(List::copyOf).toList();
    means = List.copyOf(means);
    if (!means.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("the mean of one of its features is no number");
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException("two of its features have one name");
    }
    if (!names.isEmpty() && !words.isEmpty() && names.size() != words.size()) {
      throw new IllegalArgumentException("its features have other columns than their words");
    }
  }

  /** Of numbers. */
  public TableColumns(List<String> names) {
    this(names, List.of(), List.of());
  }

  /** The same columns with other words. */
  public TableColumns with(List<List<String>> others) {
    return new TableColumns(names, others, means);
  }

  /**
   * The same with means of the values that are there; sums run over the rows in ascending order.
   *
   * @param data numbers; NaN where one is missing
   * @param rows that train
   * @throws DataException naming a feature that has no value in any of them
   */
  TableColumns withMeans(Dataset data, int[] rows) {
    int[] ascending = rows.clone();
    Arrays.sort(ascending);
    List<Double> all = new ArrayList<>();
    for (int d = 0; d < data.features(); d++) {
      double sum = 0;
      int count = 0;
      for (int row : ascending) {
        float x = data.numbers()[row * data.features() + d];
        sum += Float.isNaN(x) ? 0 : x;
        count += Float.isNaN(x) ? 0 : 1;
      }
      if (count == 0) {
        throw new DataException(
            "the feature %s has no value in any row that trains, so it has no mean: leave its column out"
                .formatted(feature(d)));
      }
      all.add(sum / count);
    }
    return new TableColumns(names, words, all);
  }

  /** What a feature is called: the name of its column, or its number from 1, and its word. */
  public String feature(int d) {
    int column = hasWords() ? 0 : d;
    int place = hasWords() ? d : 0;
    while (hasWords() && place >= Math.max(1, words.get(column).size())) {
      place -= Math.max(1, words.get(column++).size());
    }
    String name = names.isEmpty() ? Integer.toString(column + 1) : names.get(column);
    List<String> all = hasWords() ? words.get(column) : List.of();
    return all.isEmpty() ? name : name + "=" + all.get(place);
  }

  /** Whether values may be missing. */
  public boolean hasMeans() {
    return !means.isEmpty();
  }

  /** The means as they stand for missing values: rounded to float. */
  public List<Double> roundedMeans() {
    return means.stream().map(mean -> (double) mean.floatValue()).toList();
  }

  /** Rows with means, rounded to float, in place of missing values. */
  public Dataset filled(Dataset data) {
    return hasMeans() ? data.with(new Inputs.Numbers(filled(data.numbers()))) : data;
  }

  /**
   * The same of rows without labels.
   *
   * @param values [rows x features]
   */
  public float[] filled(float[] values) {
    float[] filled = values.clone();
    for (int i = 0; hasMeans() && i < values.length; i++) {
      if (Float.isNaN(values[i])) {
        filled[i] = means.get(i % means.size()).floatValue();
      }
    }
    return filled;
  }

  /** Whether any column has words. */
  public boolean hasWords() {
    return !words.isEmpty();
  }

  /** How many columns make so many features. */
  public int columns(int features) {
    return hasWords() ? words.size() : features;
  }

  /** How many features so many columns make. */
  public int features(int columns) {
    return hasWords() ? words.stream().mapToInt(w -> Math.max(1, w.size())).sum() : columns;
  }
}
