package dev.incline.data.check;

import dev.incline.data.Dataset;
import dev.incline.data.TableColumns;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
 * @param missing rows that have no value; the others are described; of none there is nothing to say
 */
public record ColumnDescription(
    String name,
    boolean whole,
    @Nullable Float smallest,
    @Nullable Float largest,
    @Nullable Double mean,
    @Nullable Double deviation,
    int missing) {
  /** Whether all rows have the same value. */
  public boolean isConstant() {
    return smallest != null && smallest.equals(largest);
  }

  /** Of each feature. */
  static List<ColumnDescription> of(Dataset data, TableColumns columns) {
    List<ColumnDescription> all = new ArrayList<>();
    for (int column = 0; column < data.features(); column++) {
      all.add(of(columns.feature(column), data, column));
    }
    return all;
  }

  private static ColumnDescription of(String name, Dataset data, int column) {
    float[] values = data.numbers();
    float smallest = Float.POSITIVE_INFINITY;
    float largest = Float.NEGATIVE_INFINITY;
    boolean whole = true;
    double sum = 0;
    int count = 0;
    for (int i = column; i < values.length; i += data.features()) {
      if (!Float.isNaN(values[i])) {
        smallest = Math.min(smallest, values[i]);
        largest = Math.max(largest, values[i]);
        whole &= values[i] == Math.rint(values[i]);
        sum += values[i];
        count++;
      }
    }
    int missing = data.rows() - count;
    if (count == 0) {
      return new ColumnDescription(name, true, null, null, null, null, missing);
    }
    double mean = sum / count;
    double squares = 0;
    for (int i = column; i < values.length; i += data.features()) {
      squares += Float.isNaN(values[i]) ? 0 : (values[i] - mean) * (values[i] - mean);
    }
    return new ColumnDescription(
        name, whole, smallest, largest, mean, Math.sqrt(squares / count), missing);
  }
}
