package dev.incline.data.format;

import dev.incline.data.DataException;
import dev.incline.data.FileKind;
import dev.incline.data.Inputs;
import dev.incline.data.NpyArray;
import dev.incline.wording.Phrase;
import java.nio.file.Path;

/** Rows of numbers without labels, for a prediction: a table of text, or an npy file. */
public final class FeatureFile {
  private FeatureFile() {}

  /**
   * Reads all rows. A column that has a label's usual name is left out where there is one too many.
   *
   * @param name for messages
   * @param features numbers of a row that are expected
   * @return [rows x features]
   * @throws DataException naming the file, and line, column and value where there are such
   */
  public static float[] read(String name, Path file, int features) {
    return FileKind.of(file) == FileKind.NPY
        ? array(name, NpyArray.read(file), features)
        : table(name, TableFile.of(file), features);
  }

  private static float[] array(String name, NpyArray array, int features) {
    boolean fits = array.shape().size() == 2 && array.shape().get(1) == features;
    if (!fits || array.size() == 0) {
      throw new DataException(
          Phrase.of(
              "%s has shape %s, but the model takes rows of %,d numbers",
              name, array.sizes(), features));
    }
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) array.get(i);
      if (!Float.isFinite(values[i])) {
        throw new DataException(
            Phrase.of(
                "%s holds %s in row %,d, column %,d (both from 0): only finite numbers are taken",
                name, values[i], i / features, i % features));
      }
    }
    return values;
  }

  private static float[] table(String name, TableFile file, int features) {
    TableHead head = file.head();
    int columns = head.cells().size();
    boolean labelled = columns == features + 1 && head.namesLabel();
    if (columns != features && !labelled) {
      throw new DataException(
          Phrase.of(
              "%s has %,d columns, but the model takes rows of %,d numbers (one column more is left out where it is named label, class, target or y)",
              name, columns, features));
    }
    Inputs read = file.features(labelled ? head.label(null) : TableRows.NO_LABEL);
    return Values.numbers(read);
  }
}
