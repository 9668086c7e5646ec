package dev.incline.data.format;

import dev.incline.data.Classes;
import dev.incline.data.DataException;
import dev.incline.data.Inputs;
import dev.incline.data.TableColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Makes a feature of each word of a column: 1 in the rows that have it, 0 in others. A missing word
 * makes all of them missing.
 *
 * @param taken the columns with the words that are features, in their order
 */
record OneHot(TableColumns taken) {
  /**
   * Of the words that a model knows, else of those that these rows have, in the order of classes.
   *
   * @param rows that train, whose columns of words hold the words' numbers
   */
  static OneHot of(LabelledRows rows, TableColumns known) {
    if (known.hasWords()) {
      return new OneHot(known);
    }
    List<List<String>> all = rows.table().words();
    List<BitSet> seen = all.stream().map(words -> new BitSet(words.size())).toList();
    float[] codes = all.isEmpty() ? new float[0] : Values.numbers(rows.inputs());
    for (int i = 0; i < codes.length; i++) {
      int column = i % rows.columns();
      if (!all.get(column).isEmpty() && !Float.isNaN(codes[i])) {
        seen.get(column).set((int) codes[i]);
      }
    }
    List<List<String>> words = new ArrayList<>();
    for (int c = 0; c < all.size(); c++) {
      words.add(Classes.ordered(seen.get(c).stream().mapToObj(all.get(c)::get).toList()));
    }
    return new OneHot(rows.table().with(words));
  }

  /**
   * The rows with features in place of columns.
   *
   * @throws DataException naming file, line, column and word, where that is no feature
   */
  LabelledRows features(LabelledRows rows) {
    if (!taken.hasWords()) {
      return rows;
    }
    return new LabelledRows(
        rows.source(),
        new Inputs.Numbers(features(rows.source(), numbered(rows))),
        taken.features(rows.columns()),
        rows.labels(),
        taken,
        rows.place());
  }

  /** The rows, whose words have the numbers of their features. */
  private float[] numbered(LabelledRows rows) {
    float[] values = Values.numbers(rows.inputs()).clone();
    int columns = rows.columns();
    for (int c = 0; c < columns; c++) {
      List<String> all = rows.table().words().get(c);
      List<String> words = taken.words().get(c);
      int[] places = all.stream().mapToInt(words::indexOf).toArray();
      for (int row = 0; places.length > 0 && row < rows.rows(); row++) {
        if (Float.isNaN(values[row * columns + c])) {
          continue;
        }
        int code = (int) values[row * columns + c];
        if (places[code] < 0) {
          throw new DataException(
              rows.source() + rows.place().of(row, c) + WordCodes.unknown(all.get(code), words));
        }
        values[row * columns + c] = places[code];
      }
    }
    return values;
  }

  /** Features of rows without labels. */
  float[] features(String source, float[] values) {
    if (!taken.hasWords()) {
      return values;
    }
    int columns = taken.words().size();
    float[] features = zeros(source, values.length / columns);
    int at = 0;
    for (int i = 0; i < values.length; i++) {
      int words = taken.words().get(i % columns).size();
      if (words == 0) {
        features[at++] = values[i];
      } else {
        if (Float.isNaN(values[i])) {
          Arrays.fill(features, at, at + words, Float.NaN);
        } else {
          features[at + (int) values[i]] = 1;
        }
        at += words;
      }
    }
    return features;
  }

  private float[] zeros(String source, int rows) {
    long size = (long) rows * taken.features(0);
    if (size > Values.MAX) {
      throw new DataException(source + " makes more features than can be held");
    }
    return new float[(int) size];
  }
}
