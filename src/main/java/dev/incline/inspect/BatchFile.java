package dev.incline.inspect;

import dev.incline.data.DataException;
import dev.incline.data.NpyArray;
import dev.incline.data.NpzFile;
import dev.incline.wording.Listing;
import dev.incline.wording.Phrase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A batch out of numpy's files. */
public final class BatchFile {
  private static final String X = "X must be [rows x features] or [rows x height x width]";

  private BatchFile() {}

  /**
   * The arrays X and y of an npz file.
   *
   * @param classes every label must be below this
   * @throws DataException naming the file, the array and what is wrong
   */
  public static Batch read(Path npz, int classes) {
    Map<String, NpyArray> arrays = NpzFile.read(npz);
    NpyArray x = arrays.get("X");
    NpyArray y = arrays.get("y");
    if (x == null || y == null) {
      throw new DataException(
          "%s holds %s, but a batch is the arrays X and y"
              .formatted(npz, Listing.of(arrays.keySet())));
    }
    return of(x, npz + ": X", y, npz + ": y", classes);
  }

  /** X and y, each an npy file of its own. */
  public static Batch read(Path x, Path y, int classes) {
    return of(NpyArray.read(x), x.toString(), NpyArray.read(y), y.toString(), classes);
  }

  private static Batch of(NpyArray x, String xPlace, NpyArray y, String yPlace, int classes) {
    List<Integer> shape = x.shape();
    if (x.size() == 0 || shape.size() < 2 || shape.size() > 3) {
      throw new DataException("%s is %s: %s".formatted(xPlace, x.sizes(), X));
    }
    int rows = shape.get(0);
    byte[] labels = labels(y, yPlace, rows, classes);
    int features = x.size() / rows;
    if (x.values() instanceof byte[] pixels) {
      return Batch.of(features, pixels, labels);
    } else if (x.values() instanceof float[] || x.values() instanceof double[]) {
      float[] inputs = new float[x.size()];
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] = (float) x.get(i);
      }
      return new Batch(rows, features, inputs, null, labels);
    }
    throw new DataException(
        "%s is of type %s: inputs are uint8 pixels, of which 1/255 is taken, or floats, taken as they are"
            .formatted(xPlace, x.type()));
  }

  private static byte[] labels(NpyArray y, String place, int rows, int classes) {
    boolean whole =
        y.values() instanceof byte[] || y.values() instanceof int[] || y.values() instanceof long[];
    if (!whole || y.size() != rows || y.shape().isEmpty() || y.shape().get(0) != rows) {
      throw new DataException(
          Phrase.of(
              "%s is %s of type %s, but y must be one whole number for each of the %d rows of X",
              place, y.sizes(), y.type(), rows));
    }
    byte[] labels = new byte[rows];
    for (int i = 0; i < rows; i++) {
      if (y.get(i) < 0 || y.get(i) >= classes) {
        throw new DataException(
            Phrase.of("%s: label %.0f of row %d is not in 0..%d", place, y.get(i), i, classes - 1));
      }
      labels[i] = (byte) y.get(i);
    }
    return labels;
  }
}
