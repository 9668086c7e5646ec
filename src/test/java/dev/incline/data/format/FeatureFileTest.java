package dev.incline.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.data.DataException;
import dev.incline.data.NpyArray;
import dev.incline.data.TableColumns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows to predict, as a model of the features width and height takes them. */
class FeatureFileTest {
  private static final TableColumns NAMED = new TableColumns(List.of("width", "height"));

  @TempDir private Path folder;

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("t.csv"), text);
  }

  private float[] read(String text, TableColumns columns) throws IOException {
    return FeatureRows.read("t.csv", write(text), columns, 2);
  }

  private void refuses(String text, TableColumns columns, String... says) throws IOException {
    assertThatThrownBy(() -> read(text, columns))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("t.csv")
        .hasMessageContainingAll(says);
  }

  @Test
  void columnsAreFoundByName() throws IOException {
    for (String table :
        new String[] {
          "width,height\n1,2\n3,4.5\n",
          "height,width\n2,1\n4.5,3\n",
          "name,height,day,width,label\nred,2,2024-01-31,1,\nblue,4.5,,3,a\n"
        }) {
      assertThat(read(table, NAMED)).containsExactly(1, 2, 3, 4.5f);
    }
  }

  /** Else the answers would be those of other rows. */
  @Test
  void aRowOfNothingIsARow() throws IOException {
    TableColumns means = new TableColumns(NAMED.names(), List.of(), List.of(1.0, 2.0));
    float none = Float.NaN;
    assertThat(read(",\n\nwidth,height\n,\n1,2\n \n,4\n,\n", means))
        .containsExactly(none, none, 1, 2, none, 4, none, none);
    refuses("width,height\n1,2\n,\n", NAMED, "line 3, column 1 (width) has no value");
  }

  @Test
  void rowsComeInPieces() throws IOException {
    List<float[]> pieces = new ArrayList<>();
    Path table = write("width,height\n1,2\n3,4\n5,6\n7,8\n9,0\n");
    FeatureFile.pieces("t.csv", table, NAMED, 2, 2, pieces::add);
    assertThat(pieces)
        .containsExactly(new float[] {1, 2, 3, 4}, new float[] {5, 6, 7, 8}, new float[] {9, 0});
    pieces.clear();
    FeatureFile.pieces("t.csv", write("width,height\n1,2\n3,4\n"), NAMED, 2, 2, pieces::add);
    assertThat(pieces).hasSize(1);
    pieces.clear();
    Path late = write("width,height\n1,2\n3,4\n5,tall\n");
    assertThatThrownBy(() -> FeatureFile.pieces("t.csv", late, NAMED, 2, 2, pieces::add))
        .hasMessageContaining("line 4, column 2 (height): 'tall' is no number");
    assertThat(pieces).as("what came before").hasSize(1);
    RuntimeException own = new IllegalStateException("of the taker");
    assertThatThrownBy(
            () ->
                FeatureFile.pieces(
                    "t.csv",
                    table,
                    NAMED,
                    2,
                    2,
                    piece -> {
                      throw own;
                    }))
        .isSameAs(own);
  }

  @Test
  void rowsOfNumpyComeInPieces() throws IOException {
    Path file = folder.resolve("t.npy");
    Files.write(file, NpyArray.of(new double[] {1, 2, 3, 4, 5, 6}, 3, 2).file());
    List<float[]> pieces = new ArrayList<>();
    FeatureFile.pieces("t.npy", file, TableColumns.UNNAMED, 2, 2, pieces::add);
    assertThat(pieces).containsExactly(new float[] {1, 2, 3, 4}, new float[] {5, 6});
    Files.write(file, NpyArray.of(new float[] {1, 2, 3, 4, 5, Float.NaN}, 3, 2).file());
    assertThatThrownBy(
            () -> FeatureFile.pieces("t.npy", file, TableColumns.UNNAMED, 2, 2, pieces::add))
        .hasMessage(
            "t.npy holds NaN in row 2, column 1 (both from 0): only finite numbers are taken");
    byte[] bytes = NpyArray.of(new float[] {1, 2, 3, 4}, 2, 2).file();
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 1));
    refusesFile(file, "is truncated");
    Files.write(file, NpyArray.of(new float[] {1, 2, 3}, 1, 3).file());
    refusesFile(file, "has shape 1 x 3, but the model takes rows of 2 numbers");
    Files.write(file, NpyArray.of(new float[] {}, 0, 2).file());
    refusesFile(file, "but the model takes rows of 2 numbers");
  }

  private static void refusesFile(Path file, String message) {
    assertThatThrownBy(
            () -> FeatureFile.pieces("t.npy", file, TableColumns.UNNAMED, 2, 2, piece -> {}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message);
  }

  @Test
  void withoutNamesTheirOrderCounts() throws IOException {
    assertThat(read("1,2\n3,4\n", NAMED)).containsExactly(1, 2, 3, 4);
    assertThat(read("height,width\n1,2\n", TableColumns.UNNAMED)).containsExactly(1, 2);
    assertThat(read("height,class,width\n1,a,2\n", TableColumns.UNNAMED)).containsExactly(1, 2);
    refuses("1,2,3\n", NAMED, "has 3 columns, but the model takes rows of 2 values");
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    refuses(
        "depth,width,label\n1,2,3\n",
        NAMED,
        "has no column height, which the model takes: it has 3 columns, depth, width, label");
    refuses("height,width,width\n1,2,3\n", NAMED, "has two columns width");
    refuses("depth,width,height\n1,2\n", NAMED, "line 2 has 2 values, but the first line has 3");
    refuses("depth,width,height\n1,2,tall\n", NAMED, "line 2, column 3 (height): 'tall' is no");
  }
}
