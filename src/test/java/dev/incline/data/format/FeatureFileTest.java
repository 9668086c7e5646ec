package dev.incline.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.data.DataException;
import dev.incline.data.TableColumns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    return FeatureFile.read("t.csv", write(text), columns, 2);
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
