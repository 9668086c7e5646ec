package dev.incline.data.format;

import dev.incline.data.TableColumns;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All rows of a file to predict, put together from pieces of two. */
final class FeatureRows {
  private FeatureRows() {}

  static float[] read(String name, Path file, TableColumns columns, int features) {
    List<float[]> pieces = new ArrayList<>();
    FeatureFile.pieces(name, file, columns, features, 2, pieces::add);
    float[] all = new float[pieces.stream().mapToInt(piece -> piece.length).sum()];
    int at = 0;
    for (float[] piece : pieces) {
      System.arraycopy(piece, 0, all, at, piece.length);
      at += piece.length;
    }
    return all;
  }
}
