package dev.incline.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.data.DataException;
import dev.incline.data.DataSource;
import dev.incline.data.IdxBytes;
import dev.incline.data.TableColumns;
import dev.incline.wording.InvalidOptionException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableDataTest {
  @TempDir private Path folder;

  private Path write(String name, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Files.write(folder.resolve(name), name.endsWith(".gz") ? IdxBytes.gzip(bytes) : bytes);
  }

  static DataRequest request(Path path, String label, Path test) {
    return new DataRequest(path, label, test, 0, 42, null);
  }

  /** Read as training and as test table. */
  static DataSource open(Path path, String label) {
    return request(path, label, path).open();
  }

  private static DataRequest images(Path path) {
    return new DataRequest(path, null, path, 0, 42, ImageShape.parse("2x2"));
  }

  private void refuses(String text, String... says) throws IOException {
    Path file = write("t.csv", text);
    assertThatThrownBy(() -> open(file, null))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContainingAll(says)
        .hasMessageNotContaining("Exception");
  }

  @ParameterizedTest
  @CsvSource({
    "',', '', t.csv",
    "';', '', t.csv",
    "'\t', '', t.tsv",
    "',', '', t.csv.gz",
    "',', 'label,a,b,c,d\n', t.csv",
    "';', 'a;b;c;d;e\n', t.csv",
    "',', '0,1,2,3,4\n', t.csv",
    "',', '\ufefflabel,1x1,1x2,2x1,2x2\r\n', t.csv"
  })
  void readsAnySeparatorHeadedOrNotPackedOrNot(String separator, String head, String name)
      throws IOException {
    String rows = "7,0,1, 2 ,255\n\n3,4.0,5.,\"6\",007\r\n7,8,9,10,11";
    Path file = write(name, head + rows.replace(",", separator));
    DataSource source = images(file).open();
    DataSource.Pair pair = source.load(2);
    assertThat(pair.training().images()).containsExactly(0, 1, 2, -1, 4, 5, 6, 7);
    assertThat(pair.training().labels()).containsExactly(1, 0);
    assertThat(pair.training().classNames()).containsExactly("3", "7");
    assertThat(pair.training().height()).isEqualTo(2);
    assertThat(pair.test().rows()).isEqualTo(3);
    assertThat(source.sizes(2)).isEqualTo(new DataSource.Sizes(4, 2, 2, 3, byte[].class));
    assertThat(source.taken()).contains("label in column 1", head.isEmpty() ? "no names" : "names");
  }

  @Test
  void theLabelIsFoundByNameOrNumber() throws IOException {
    Path file = write("t.csv", "a,Target,b\n1,yes,2\n3,no,4\n");
    for (String label : new String[] {null, "Target", "2"}) {
      assertThat(open(file, label).training().numbers()).containsExactly(1, 2, 3, 4);
      assertThat(open(file, label).training().classNames()).containsExactly("no", "yes");
    }
    for (String label : new String[] {"4", "0", "target", "c"}) {
      assertThatThrownBy(() -> open(file, label))
          .hasMessageContainingAll(
              file.toString(), "no column " + label, "3 columns, a, Target, b");
    }
    Path unnamed = write("u.csv", "1,2,red\n3,4,blue\n");
    assertThat(open(unnamed, "3").test().classNames()).containsExactly("blue", "red");
    assertThatThrownBy(() -> open(unnamed, null))
        .hasMessageContainingAll("line 1, column 3: 'red' is no number", "--label 3");
  }

  @Test
  void aFirstColumnThatIsNoLabelIsAskedAbout() throws IOException {
    StringBuilder many = new StringBuilder();
    for (int row = 0; row < 101; row++) {
      many.append(row).append(",1\n");
    }
    refuses(many.toString(), "which column is the label?", "101 different values", "--label");
    refuses("red,1\nblue,2\n", "which column is the label?", "begins with 'red', no whole");
    refuses("a,b\n,2\n1,2\n", "which column is the label?", "begins without a value", "of a, b");
    refuses("1,1\nblue,2\n", "which column is the label?", "2 different values, such as 1");
    refuses(
        "a,b\n0.5,red\n", "which column", "begins with '0.5'", "--label NAME or NUMBER of a, b");
    String eleven = many.substring(0, many.indexOf("11,"));
    refuses(eleven, "which column is the label?", "11 different values");
    assertThat(open(write("t.csv", eleven + eleven), null).training().classes()).isEqualTo(11);
    String ten = many.substring(0, many.indexOf("10,"));
    assertThat(open(write("t.csv", ten), null).training().classes()).isEqualTo(10);
    refuses("5,1\n5,2\n", "which column is the label?", "1 different value, such");
  }

  @Test
  void threeHundredClassesAreTooMany() throws IOException {
    StringBuilder many = new StringBuilder("label,x\n");
    for (int row = 0; row < 300; row++) {
      many.append(row).append(",1\n");
    }
    refuses(many.toString(), "line 258 has the label 256", "257th class", "at most 256");
  }

  @Test
  void whatIsNoPixelIsNamedByFileLineAndColumn() throws IOException {
    for (String value : new String[] {"256", "-1", "0.5", "1e2", "."}) {
      Path file = write("p.csv", "label,a,b,c,d\n1,2,3,4,5\n2,1,%s,4,5\n".formatted(value));
      assertThatThrownBy(images(file)::open)
          .hasMessageContaining(
              "line 3, column 3 (b): '%s' is no whole number from 0 to 255".formatted(value));
    }
  }

  @Test
  void whatIsNoNumberIsNamedByFileLineAndColumn() throws IOException {
    for (String value :
        new String[] {".", "-", "1e", "--1", "1.2.3", "Infinity", "0x1p3", "1f", "e5"}) {
      refuses(
          "label,a\n1,2\n2,%s\n".formatted(value), "line 3, column 2 (a): '" + value + "' is no");
    }
    refuses("label,a\n1,1e39\n", "line 2, column 2 (a): '1e39' is more than a float holds");
    String digits = "1".repeat(801);
    refuses(
        "label,a\n1,0.%s\n".formatted(digits),
        "line 2, column 2 (a): '0.111",
        "too long for a number");
    refuses(
        "label;a\n1;0,5\n",
        "line 2, column 2 (a): '0,5' is no number. Did you mean 0.5? The decimal sign is a point");
    Path infinite = write("inf.csv", "label,a\n1,inf\n2,3\n");
    assertThatThrownBy(() -> open(infinite, null))
        .hasMessageContaining("'inf' is no number")
        .hasMessageNotContaining("--one-hot");
    refuses("a,label,\n1,2,\n", "line 2, column 3 has no value: it has no name either, so delete");
    refuses("label,day\n1,2024-01-31\n", "line 2, column 2 (day): '2024-01-31'", "--label day");
    refuses("label,a b\n1,x\n", "give --one-hot 2; if it is the label, --label 2");
    refuses("label,a\n1,1 000\n", "'1 000' is no number. Did you mean 1000?");
    refuses("label,a,b\n1,,3\n", "line 2, column 2 (a) has no value: a model that is trained");
    refuses("label,a\n ,3\n", "line 2, column 1 (label): the label is missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n \t\na,b,class\n1,2,x\n  \n3,4,y\n",
        ",,\na,b,class\n,,\n1,2,x\n , ,\n3,4,y\n,,\n",
        "a,b,class\n1,2,x\n3,4,y\n,\n\n"
      })
  void linesWithoutAnyValueAreLeftOut(String text) throws IOException {
    assertThat(open(write("t.csv", text), null).training().numbers()).containsExactly(1, 2, 3, 4);
    refuses(
        text.replace("4,y", "z,y"),
        "line %d,".formatted(text.lines().toList().indexOf("3,4,y") + 1));
    refuses(text.replace("3,4,y", ",,y"), "column 1 (a) has no value");
    refuses(text.replace("3,4,y", ",4,"), "column 1 (a) has no value");
  }

  @Test
  void whatIsNoTableIsToldInWords() throws IOException {
    refuses("1,2,3\n1,2\n", "line 2 has 2 values, but the first line has 3");
    refuses("1,2,3\n\n1,2,3,4\n", "line 3 has 4 values");
    refuses("1,2\n2,\"3\n1,4\n", "line 2: a quoted value", "is a quote never closed?");
    refuses("1,2\n2,\"3\n1,4\n2,\"5\n", "line 2: a quoted value", "is a quote never closed?");
    refuses("1,2\n2,\"3\n1,4\"\n", "line 2, column 2: a quoted value goes on in the next line");
    refuses("1,2\n\"2,3\n1\",4\n", "line 2, column 1: a quoted value goes on in the next line");
    refuses("\"1,2\n2,3\n", "line 1: a quoted value", "is a quote never closed?");
    refuses("label,a\n", "holds no row but its names");
    refuses("12\n13\n", "one value in its first line, '12'");
    refuses("# mine\nlabel,a\n1,2\n", "one value in its first line, '# mine'");
    refuses(
        "sep=;\r\nlabel;a\r\n1;2\r\n", "begins with 'sep=;', a line for Excel alone: delete it");
    refuses("sep=,\nlabel,a\n1,2\n", "begins with 'sep=,', a line for Excel");
    refuses("a,label\n1,2,x\n", "line 2 has 3 values, but", "R gives none to names of rows");
    refuses("a,label\n2,x\n1,2,x\n", "line 3 has 3 values, but", "a separator inside a value");
    refuses("", "is empty");
    Path latin =
        Files.write(
            folder.resolve("l.csv"),
            "label,a\nGrün,1\nrot,2\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> open(latin, null)).hasMessage(latin + " is not in UTF-8: save it so");
    Path wide =
        Files.write(folder.resolve("w.csv"), "label,a\n1,1\n".getBytes(Charset.forName("UTF-16")));
    assertThatThrownBy(() -> open(wide, null))
        .hasMessageContaining("text in UTF-16, to be saved as UTF-8");
    Path cut = folder.resolve("c.csv.gz");
    byte[] packed =
        IdxBytes.gzip(("label,a\n" + "1,1\n2,2\n".repeat(99_999)).getBytes(StandardCharsets.UTF_8));
    Files.write(cut, java.util.Arrays.copyOf(packed, packed.length - 9));
    assertThatThrownBy(() -> open(cut, null)).hasMessageContaining("damaged gzip file");
    Path small = folder.resolve("s.csv.gz"); // shorter than what tells a kind
    byte[] few = IdxBytes.gzip("label,a\n1,1\n2,2\n".getBytes(StandardCharsets.UTF_8));
    Files.write(small, java.util.Arrays.copyOf(few, few.length - 9));
    assertThatThrownBy(() -> open(small, null)).hasMessageContaining("damaged gzip file");
    Path zip = Files.write(folder.resolve("z.csv"), new byte[] {'P', 'K', 3, 4, 0, 0});
    assertThatThrownBy(() -> open(zip, null))
        .hasMessageContaining("a zip archive, to be unpacked first");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "~/t.csv | the shell left ~ as it is; write $HOME in its place",
        "file:///tmp/t.csv | --data takes a path, and this is an address",
        "https://host/t.csv | --data takes a path, and this is an address",
        "no.csv | choose other data with --data"
      })
  void whatIsNotThereIsNamed(Path path, String advice) {
    assertThatThrownBy(() -> DataRequest.of(path).open())
        .hasMessage("%s does not exist: %s", path, advice);
  }

  @Test
  void trainingAndTestHaveTheSameColumns() throws IOException {
    Path training = write("a.csv", "label,x,y\n1,2,3\n2,4,5\n");
    Path narrow = write("b.csv", "label,x\n1,2\n");
    Path swapped = write("c.csv", "x,label,y\n1,2,3\n");
    assertThatThrownBy(() -> request(training, null, narrow).open())
        .hasMessage(
            "%s has 2 columns but %s has 3: test rows need the same, the label too",
            narrow, training);
    assertThatThrownBy(() -> request(training, null, swapped).open())
        .hasMessage("%s has the column 1 (x) where %s has 1 (label)", swapped, training);
    Path other = write("d.csv", "label,x,y\n3,2,3\n");
    assertThatThrownBy(() -> request(training, null, other).open())
        .hasMessageContaining(other + ": label 3 of row 0 (from 0) is in no training row");
  }

  /** Rows for a model have the names that it was trained with, and in that order. */
  @Test
  void aModelTakesItsColumnsOnly() throws IOException {
    TableColumns known = open(write("a.csv", "label,x,y\n1,2,3\n2,4,5\n"), null).load(9).columns();
    assertThat(known.names()).containsExactly("x", "y");
    Path moved = write("b.csv", "x,y,label\n1,2,3\n2,4,5\n");
    assertThat(request(moved, null, moved).as(known).open().test().numbers())
        .containsExactly(1, 2, 2, 4);
    Path unnamed = write("c.csv", "1,2,3\n2,4,5\n");
    assertThat(request(unnamed, null, unnamed).as(known).open().test().rows()).isEqualTo(2);
    Path swapped = write("d.csv", "label,y,x\n1,2,3\n2,4,5\n");
    assertThatThrownBy(() -> request(swapped, null, swapped).as(known).open())
        .isInstanceOf(DataException.class)
        .hasMessage("%s has the column 2 (y) where the model takes x", swapped);
    Path wide = write("e.csv", "label,x,y,z\n1,2,3,4\n2,4,5,6\n");
    assertThatThrownBy(() -> request(wide, null, wide).as(known).open())
        .hasMessage("%s has 3 columns beside the label, but the model takes 2", wide);
  }

  @Test
  void namesThatTellNothingApartAreNone() throws IOException {
    for (String head : new String[] {"label,x,x\n", "label,x,\n", ""}) {
      DataSource source = open(write("a.csv", head + "1,2,3\n2,4,5\n"), null);
      assertThat(source.load(9).columns()).isEqualTo(TableColumns.UNNAMED);
    }
  }

  @Test
  void sumsAreOfTheTextAndTellTheFilesApart() throws IOException {
    Path plain = write("a.csv", "label,x\n1,2\n2,4\n");
    Path packed = write("A.CSV.gz", "label,x\n1,2\n2,4\n");
    var sums = request(plain, null, packed).open().load(9).sha256();
    assertThat(sums).containsOnlyKeys("a.csv", "test/a.csv");
    assertThat(sums.get("a.csv")).isEqualTo(sums.get("test/a.csv"));
  }

  @Test
  void numbersAreTheNearestFloats() throws IOException {
    String rows =
        "1,.5,+7,-0.1,1e-3,123456789,0.30000001192092896,1.17549435e-38\n2,1,2,3,4,5,6,7\n";
    DataSource source = open(write("f.csv", rows), null);
    assertThat(source.training().numbers())
        .startsWith(0.5f, 7, -0.1f, 1e-3f, 123456792f, 0.3f, Float.MIN_NORMAL, 1, 2);
  }

  @Test
  void oneTableNeedsToldWhichRowsAreTheTest() throws IOException {
    Path file = write("t.csv", "label,x\n1,2\n2,4\n");
    assertThatThrownBy(() -> DataRequest.of(file).open())
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContainingAll(file.toString(), "--test FILE", "--test-share 0.2");
  }

  @Test
  void whatMeansNothingForAFormatIsRefused() throws IOException {
    for (String part : new String[] {"train", "t10k"}) {
      IdxBytes.write(folder.resolve(part + "-images-idx3-ubyte"), IdxBytes.images(4, 2, 2));
      IdxBytes.write(folder.resolve(part + "-labels-idx1-ubyte"), IdxBytes.labels(4));
    }
    for (DataRequest request :
        new DataRequest[] {
          request(folder, "label", null),
          request(folder, null, folder),
          new DataRequest(folder, null, null, 0.2, 42, null),
          new DataRequest(folder, null, null, 0, 42, ImageShape.parse("2x2"))
        }) {
      assertThatThrownBy(request::open)
          .isInstanceOf(InvalidOptionException.class)
          .hasMessageMatching("--(label|test|test-share|shape) concerns .*table.*");
    }
  }
}
