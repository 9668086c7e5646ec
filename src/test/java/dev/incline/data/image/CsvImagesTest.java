package dev.incline.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.data.DataException;
import dev.incline.data.IdxBytes;
import dev.incline.data.ImageRows;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images of four pixels. */
class CsvImagesTest {
  @TempDir private Path folder;

  private ImageRows read(String text) {
    Path file = folder.resolve("a.csv");
    IdxBytes.write(file, text.getBytes(StandardCharsets.UTF_8));
    return WholeFile.read(ImageSource.of(file), null, 4, false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1,2,3,255\n5,6,7,8\n",
        "1,2,3,255\n5,6,7,8",
        "1,2,3,255\r\n5,6,7,8\r\n",
        "\ufeff1,2,3,255\n\n5,6,7,8\n\n",
        " 1 , 2.0, 3e0,255.\n5,6,7,8\n",
        "1 2\t3 255\n5 6 7 8\n",
        "a,b,c,d\n1,2,3,255\n5,6,7,8\n",
        "p0 p1 p2 p3\n1,2,3,255\n+5,6,7,.8e1\n"
      })
  void everyWayToWriteIt(String text) {
    ImageRows read = read(text);
    assertThat(read.rows()).isEqualTo(2);
    assertThat(read.pixels()).isEqualTo(new byte[] {1, 2, 3, -1, 5, 6, 7, 8});
    assertThat(read.notes()).isEmpty();
  }

  @Test
  void aNamedLabelIsLeftOut() {
    ImageRows read = read("Label,0,1,2,3\n9,1,2,3,4\n");
    assertThat(read.pixels()).isEqualTo(new byte[] {1, 2, 3, 4});
    assertThat(read.notes()).containsExactly("column 'label' left out");
  }

  @Test
  void sharesAreTimes255() {
    ImageRows read = read("0,1,0.5,0.2\n");
    assertThat(read.pixels()).isEqualTo(new byte[] {0, -1, -128, 51});
    assertThat(read.notes())
        .containsExactly("values from 0 to 1, times 255", "rounded to whole grey levels of 255");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'1,2,3\n'; line 1 has 3 columns, but the network takes images of 4 pixels",
        "'1,2,3,4\n1,2,3,4,5\n'; line 2 has 5 columns, one more than an image has pixels",
        "'1,2,3,4\n1,2,3\n'; line 2 has 3 columns",
        "'1,2,3,4\n1,2,,4\n'; line 2, column 3 is '', not a number",
        "'1,2,3,x\n'; line 1, column 4 is 'x', not a number",
        "'1,2,3,0x10\n'; column 4 is '0x10'",
        "'1,2,3,1f\n'; column 4 is '1f'",
        "'1,2,3,NaN\n'; column 4 is 'NaN'",
        "'1,2,3,--1\n'; column 4 is '--1'",
        "'1,2,3,1e\n'; column 4 is '1e'",
        "'1,2,3,.\n'; column 4 is '.'",
        "'1,2,3,-1\n'; line 1, column 4 is -1: pixels go from 0 to 1 or from 0 to 255",
        "'1,2,3,256\n'; line 1, column 4 is 256",
        "'1,2,3,1e999\n'; line 1, column 4 is 1e999",
        "'label,b,c,d\n1,2,3,4\n'; line 1 has 4 columns, but the network takes images of 4 pixels beside the label",
        "'label,a,b,c,d\n7,2,3,4,x\n'; line 2, column 5 is 'x'",
        "'a,b,c,d\n'; holds no line of numbers",
        "'a,b,c,d\ne,f,g,h\n'; line 2, column 1 is 'e'",
        "'\n\n'; holds no line of numbers",
        "'1;2;3\n'; line 1 has 3 columns",
        "'0,1,2,3,4\n9,1,2,3,4\n'; line 1 has 5 columns, one more than an image has pixels: where one is a label or an index, take it out (pandas: to_csv(..., index=False))",
      })
  void whatIsWrongIsNamedByItsPlace(String text, String says) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(folder.resolve("a.csv").toString())
        .hasMessageContaining(says);
  }

  @Tag("field")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1;2;3;255\n5;6;7;8\n",
        "1\t2\t3\t255\n5\t6\t7\t8\n",
        "\ufeff1;2;3;255\r\n5;6;7;8\r\n\r\n",
        "\"1\",\"2\",\"3\",\"255\"\n\"5\",\"6\",\"7\",\"8\"\n", // no row is lost
        "\"1\",2,3,255\n5,6,7,8\n",
        "\"a;1\";\"b\";\"c\";\"d\"\n1;2;3;255\n5;6;7;8\n",
        "# a, b\n1,2,3,255\n5,6,7,8\n",
        "1,2,3,255,\n5,6,7,8,\n",
        "a,b,c,d,\n1,2,3,255,\n5,6,7,8,\n"
      })
  void separatorsAndQuotes(String text) {
    ImageRows read = read(text);
    assertThat(read.rows()).isEqualTo(2);
    assertThat(read.pixels()).isEqualTo(new byte[] {1, 2, 3, -1, 5, 6, 7, 8});
    assertThat(read.notes()).isEmpty();
  }

  @Tag("field")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0,1,2,3\n1,2,3,255\n",
        "\"0\",\"1\",\"2\",\"3\"\n1,2,3,255\n",
        "\"7\",\"9\",\"5\",\"5\"\n1,2,3,255\n",
        "0;1;2;3\r\n1;2;3;255\r\n"
      })
  void aHeaderOfNumbersIsKnownByContextAndSaid(String text) {
    ImageRows read = read(text);
    assertThat(read.pixels()).isEqualTo(new byte[] {1, 2, 3, -1});
    assertThat(read.notes()).containsExactly("line 1 taken for the names of the columns");
  }

  @Tag("field")
  @Test
  void aHeaderOfPandasForAWholeImage() {
    StringBuilder text = new StringBuilder();
    for (int p = 0; p < 784; p++) {
      text.append(p == 0 ? "" : ",").append(p);
    }
    text.append('\n').append("7,".repeat(783)).append("7\n");
    Path file = folder.resolve("a.csv");
    IdxBytes.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    ImageRows read = WholeFile.read(ImageSource.of(file), null, 784, false);
    assertThat(read.rows()).isEqualTo(1);
    assertThat(read.pixels()).containsOnly(7);
    assertThat(read.notes()).containsExactly("line 1 taken for the names of the columns");
  }

  @Tag("field")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "',0,1,2,3\n0,1,2,3,255\n'|line 1 taken for the names of the columns; the index in column 1 left out",
        "'Unnamed: 0,0,1,2,3\n0,1,2,3,255\n'|line 1 taken for the names of the columns; the index in column 1 left out",
        "'\t0\t1\t2\t3\n0\t1\t2\t3\t255\n'|line 1 taken for the names of the columns; the index in column 1 left out",
        "'\"\",\"p0\",\"p1\",\"p2\",\"p3\"\n\"1\",1,2,3,255\n'|the index in column 1 left out",
        "',label,0,1,2,3\n0,9,1,2,3,255\n'|column 'label' left out; the index in column 1 left out",
        "'\"label\";\"0\";\"1\";\"2\";\"3\"\n9;1;2;3;255\n'|column 'label' left out",
        "'p0,p1,p2,p3,class\n1,2,3,255,9\n'|column 'class' left out"
      })
  void labelsAndIndexesThatAreNamedAreLeftOut(String text, String notes) {
    ImageRows read = read(text.replace("\\n", "\n").replace("\\t", "\t"));
    assertThat(read.pixels()).isEqualTo(new byte[] {1, 2, 3, -1});
    assertThat(read.notes()).containsExactly(notes.split("; "));
  }

  @Tag("field")
  @ParameterizedTest
  @ValueSource(
      strings = {"0;1,0;0,5;0,2\n", "0\t1,0\t0,5\t0,2\n", "\"0\",\"1,0\",\"0,5\",\"0,2\"\n"})
  void decimalCommas(String text) {
    ImageRows read = read(text);
    assertThat(read.pixels()).isEqualTo(new byte[] {0, -1, -128, 51});
    assertThat(read.notes()).contains("decimal commas");
  }

  @Test
  void aLineWithoutEndIsNotHeld() {
    assertThatThrownBy(() -> read("1,2,3," + "4".repeat(100_000)))
        .hasMessageContaining("line 1 is longer than any line of 4 numbers");
  }
}
