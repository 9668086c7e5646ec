package dev.incline.data.format;

import dev.incline.data.DataException;
import dev.incline.data.FileKind;
import dev.incline.data.NpyArray;
import dev.incline.data.TableColumns;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Rows of numbers without labels, for a prediction: a table of text, or an npy file. */
public final class FeatureFile {
  private FeatureFile() {}

  /**
   * Reads all rows, in pieces. Columns that the model knows by name are found by it, where the
   * table has names too; others are left out. Else the columns count by their order, and one that
   * has a label's usual name is left out where there is one too many.
   *
   * @param name for messages
   * @param columns that the model takes
   * @param features numbers of a row that are expected
   * @param most rows of a piece
   * @param taker of the pieces, [rows x features]; NaN where the columns have means and a value is
   *     missing
   * @throws DataException naming the file, and line, column and value where there are such
   */
  public static void pieces(
      String name,
      Path file,
      TableColumns columns,
      int features,
      int most,
      Consumer<float[]> taker) {
    boolean isArray = FileKind.of(file) == FileKind.NPY;
    if (!isArray && !TableFile.isTable(file)) {
      throw new DataException(
          "%s is %s: for this model, tables of text (CSV) and npy files are read"
              .formatted(name, FileKind.phrase(file)));
    }
    if (isArray) {
      AtomicInteger before = new AtomicInteger(); // rows
      NpyArray.pieces(
          file,
          most,
          piece -> {
            int first = before.getAndAdd(piece.shape().isEmpty() ? 0 : piece.shape().get(0));
            taker.accept(array(name, piece, first, features, columns.hasMeans()));
          });
    } else {
      table(name, TableFile.of(file), columns, features, most, taker);
    }
  }

  private static float[] array(String name, NpyArray array, int first, int features, boolean gaps) {
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
      if (!Float.isFinite(values[i]) && !(gaps && Float.isNaN(values[i]))) {
        throw new DataException(
            Phrase.of(
                "%s holds %s in row %,d, column %,d (both from 0): %s",
                name,
                Numeral.of(array.get(i)),
                first + i / features,
                i % features,
                NpyArray.unfit(array.get(i))));
      }
    }
    return values;
  }

  private static void table(
      String name,
      TableFile file,
      TableColumns columns,
      int features,
      int most,
      Consumer<float[]> taker) {
    TableHead head = file.head();
    int[] places =
        head.headed() && !columns.names().isEmpty()
            ? head.places(columns.names())
            : inOrder(name, head, columns.columns(features));
    OneHot oneHot = new OneHot(columns);
    file.numbers(places, columns, most, piece -> taker.accept(oneHot.features(name, piece)));
  }

  private static int[] inOrder(String name, TableHead head, int taken) {
    int columns = head.cells().size();
    int label = columns == taken + 1 && head.namesLabel() ? head.label(null) : -1;
    if (columns != taken && label < 0) {
      throw new DataException(
          Phrase.of(
              "%s has %,d columns, but the model takes rows of %,d values (one column more is left out where it is named label, class, target or y)",
              name, columns, taken));
    }
    return IntStream.range(0, columns).filter(c -> c != label).toArray();
  }
}
