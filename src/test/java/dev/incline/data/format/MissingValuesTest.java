package dev.incline.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.data.DataException;
import dev.incline.data.DataSource;
import dev.incline.data.FeatureScaling.Kind;
import dev.incline.data.NpyArray;
import dev.incline.data.NpzFile;
import dev.incline.data.TableColumns;
import dev.incline.data.TableColumns.Missing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cells without a value, from the table to what a network takes. */
class MissingValuesTest {
  @TempDir private Path folder;

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("t.csv"), text);
  }

  private static DataRequest request(Path file, boolean missing, String... oneHot) {
    return new DataRequest(
        file,
        null,
        file,
        0,
        42,
        null,
        List.of(oneHot),
        TableColumns.UNNAMED,
        missing ? Missing.MEAN : Missing.ERROR,
        PictureOptions.NONE);
  }

  private DataSource.Pair read(String text, String... oneHot) throws IOException {
    return request(write(text), true, oneHot).open().load(99);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "NA", "NaN", "nan", "null", "?", " ? ", "\"\""})
  void aMissingValueIsTheMeanOfTheRowsThatTrain(String cell) throws IOException {
    String table = "label,x,z\n1,%s,5\n2,4,6\n1,1.5,7\n2,1000,8\n".formatted(cell);
    DataSource.Pair pair = read(table).scaled(Kind.NONE, Missing.MEAN, new int[] {2, 0, 1});
    assertThat(pair.training().numbers()).containsExactly(2.75f, 5, 4, 6, 1.5f, 7, 1000, 8);
    assertThat(pair.test().numbers()).isEqualTo(pair.training().numbers());
    assertThat(pair.columns().means()).containsExactly(2.75, 6.0);
    DataSource.Pair standard = read(table).scaled(Kind.STANDARD, Missing.MEAN, new int[] {0, 1, 2});
    assertThat(standard.scaling().offset()).containsExactly(2.75, 6.0);
    assertThat(standard.scaling().divisor().get(0))
        .as("of the rows with their means: 1.25, -1.25 and 0 from 2.75")
        .isEqualTo(Math.sqrt(2 * 1.25 * 1.25 / 3));
    assertThat(standard.training().numbers()).startsWith(0, -1.2247449f, 1.2247449f, 0);
    DataSource.Pair unit = read(table).scaled(Kind.UNIT, Missing.MEAN, new int[] {0, 1, 2});
    assertThat(unit.training().numbers()).startsWith(0.5f, 0, 1, 0.5f, 0, 1);
    assertThatThrownBy(() -> request(write(table), false).open())
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(
            " a model that is trained with --missing mean takes the mean of the feature there")
        .hasMessageContaining("t.csv, line 2, column 2 (x) has no value");
  }

  @Test
  void meansAreThereWhereNothingIsMissing() throws IOException {
    DataSource.Pair pair =
        read("label,x\n1,3\n2,4\n").scaled(Kind.NONE, Missing.MEAN, new int[] {0, 1});
    assertThat(pair.columns().means()).containsExactly(3.5);
  }

  @Test
  void aFeatureThatAllRowsThatTrainLackIsNamed() throws IOException {
    DataSource.Pair pair = read("label,x,z\n1,3,\n2,4,?\n2,4,1\n");
    assertThatThrownBy(() -> pair.scaled(Kind.STANDARD, Missing.MEAN, new int[] {0, 1}))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "the feature z has no value in any row that trains, so it has no mean: leave its column out");
    DataSource.Pair words = read("label,x,z\n1,3,\n2,4,?\n2,4,red\n", "z");
    assertThatThrownBy(() -> words.scaled(Kind.STANDARD, Missing.MEAN, new int[] {0, 1}))
        .hasMessage(
            "the feature z=red has no value in any row that trains, so it has no mean: leave its column out");
  }

  /** NaN of numpy is such a value; of what else is no number nothing is made. */
  @Test
  void npzFilesMayHaveNan() throws IOException {
    Path file = folder.resolve("t.npz");
    NpyArray labels = NpyArray.of(new int[] {1, 2, 1}, 3);
    NpzFile.write(file, Map.of("X", NpyArray.of(new float[] {1, Float.NaN, 2}, 3, 1), "y", labels));
    DataSource.Pair pair = request(file, true).open().load(99);
    assertThat(pair.scaled(Kind.NONE, Missing.MEAN, new int[] {0, 1, 2}).training().numbers())
        .containsExactly(1, 1.5f, 2);
    assertThatThrownBy(() -> request(file, false).open())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("NaN in row 1, column 0")
        .hasMessageEndingWith("or with --missing mean");
    NpzFile.write(
        file,
        Map.of("X", NpyArray.of(new float[] {1, Float.POSITIVE_INFINITY, 2}, 3, 1), "y", labels));
    assertThatThrownBy(() -> request(file, true).open()).hasMessageContaining("Infinity");
  }

  @Test
  void aMissingPixelIsAnError() throws IOException {
    DataRequest asked =
        new DataRequest(
            write("1,2,,3,4\n2,1,2,3,4\n"),
            null,
            folder.resolve("t.csv"),
            0,
            42,
            ImageShape.parse("2x2"),
            List.of(),
            TableColumns.UNNAMED,
            Missing.MEAN,
            PictureOptions.NONE);
    assertThatThrownBy(asked::open)
        .hasMessageContaining("line 1, column 3 has no value: images need one for each pixel");
  }

  @Test
  void whatIsMissingIsCounted() throws IOException {
    assertThat(request(write("label,x,z\n1,,5\n2,3,\n"), true).open().taken())
        .endsWith("rows of 2 numbers, 4 of them missing"); // of both parts
  }

  @Test
  void aMissingWordIsTheShareOfEach() throws IOException {
    DataSource.Pair pair =
        read("label,z\n1,red\n2,blue\n2,red\n1,\n2,red\n", "z")
            .scaled(Kind.NONE, Missing.MEAN, new int[] {0, 1, 2, 3, 4});
    assertThat(pair.training().numbers()).containsExactly(0, 1, 1, 0, 0, 1, 0.25f, 0.75f, 0, 1);
  }

  @Test
  void whatAModelIsGivenMayLackValuesWhereItKnowsMeans() throws IOException {
    TableColumns known = new TableColumns(List.of("x", "z"), List.of(), List.of(1.0, 2.0));
    float[] read = FeatureFile.read("t", write("z,x\n,3\n4,NA\n"), known, 2);
    assertThat(known.filled(read)).containsExactly(3, 2, 1, 4);
    Path table = write("label,x,z\n1,,5\n2,3,\n");
    assertThat(known.filled(request(table, false).as(known).open().test()).numbers())
        .containsExactly(1, 5, 3, 2);
    TableColumns none = new TableColumns(List.of("x", "z"));
    assertThatThrownBy(() -> FeatureFile.read("t", write("z,x\n,3\n"), none, 2))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "line 2, column 1 (z) has no value: a model that is trained with --missing mean");
  }
}
