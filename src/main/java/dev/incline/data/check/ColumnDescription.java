package dev.incline.data.check;

import dev.incline.data.Dataset;
import dev.incline.data.TableColumns;
import java.util.ArrayList;
import java.util.List;

/**
 * What a column of numbers holds.
 *
 * @param name of the column, or {@code column=word} of a word that is a feature; without names the
 *     place among the features, from 1
 * @param whole whether all are whole numbers
 * @param smallest of them
 * @param largest of them
 * @param mean of them
 * @param deviation from the mean: the standard deviation
 */
public record ColumnDescription(
    String name, boolean whole, float smallest, float largest, double mean, double deviation) {
  /** Whether all rows have the same value. */
  public boolean isConstant() {
    return smallest == largest;
  }

  /** Of each feature. */
  static List<ColumnDescription> of(Dataset data, TableColumns columns) {
    List<String> names = names(data.features(), columns);
    List<ColumnDescription> all = new ArrayList<>();
    for (int column = 0; column < data.features(); column++) {
      all.add(of(names.get(column), data, column));
    }
    return all;
  }

  private static ColumnDescription of(String name, Dataset data, int column) {
    float[] values = data.numbers();
    float smallest = values[column];
    float largest = values[column];
    boolean whole = true;
    double sum = 0;
    for (int i = column; i < values.length; i += data.features()) {
      smallest = Math.min(smallest, values[i]);
      largest = Math.max(largest, values[i]);
      whole &= values[i] == Math.rint(values[i]);
      sum += values[i];
    }
    double mean = sum / data.rows();
    double squares = 0;
    for (int i = column; i < values.length; i += data.features()) {
      squares += (values[i] - mean) * (values[i] - mean);
    }
    return new ColumnDescription(
        name, whole, smallest, largest, mean, Math.sqrt(squares / data.rows()));
  }

  private static List<String> names(int features, TableColumns columns) {
    List<String> names = new ArrayList<>();
    for (int column = 0; column < columns.columns(features); column++) {
      String name =
          columns.names().isEmpty() ? Integer.toString(column + 1) : columns.names().get(column);
      List<String> words = columns.hasWords() ? columns.words().get(column) : List.of();
      words.forEach(word -> names.add(name + "=" + word));
      if (words.isEmpty()) {
        names.add(name);
      }
    }
    return names;
  }
}
