package dev.incline.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.data.DataException;
import dev.incline.data.DataSource;
import dev.incline.data.TableColumns;
import dev.incline.data.TableColumns.Missing;
import dev.incline.wording.InvalidOptionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns of words, from the table to features. */
class OneHotTest {
  private static final String TRAINING =
      "size,colour,label,door\n1,red,a,10\n2.5,blue,b,9\n3, red ,a,9.0\n";

  @TempDir private Path folder;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static DataRequest request(Path path, Path test, double share, String... oneHot) {
    return new DataRequest(
        path,
        null,
        test,
        share,
        42,
        null,
        List.of(oneHot),
        TableColumns.UNNAMED,
        Missing.ERROR,
        PictureOptions.NONE);
  }

  private TableColumns trained() throws IOException {
    Path file = write("train.csv", TRAINING);
    return request(file, file, 0, "colour", "door").open().load(9).columns();
  }

  @Test
  void eachWordBecomesAFeatureInTheOrderOfClasses() throws IOException {
    Path file = write("train.csv", TRAINING);
    Path test = write("test.csv", "size,colour,label,door\n7,blue,b,10\n");
    for (String[] columns : new String[][] {{"colour", "door"}, {"4", " colour"}}) {
      DataSource.Pair pair = request(file, test, 0, columns).open().load(9);
      assertThat(pair.training().numbers())
          .containsExactly(1, 0, 1, 0, 1, 2.5f, 1, 0, 1, 0, 3, 0, 1, 1, 0);
      assertThat(pair.test().numbers()).containsExactly(7, 1, 0, 0, 1);
      assertThat(pair.columns().names()).containsExactly("size", "colour", "door");
      assertThat(pair.columns().words())
          .as("whole numbers by value, words by their characters")
          .containsExactly(List.of(), List.of("blue", "red"), List.of("9", "10"));
    }
  }

  @Test
  void aTableWithoutNamesHasWordsToo() throws IOException {
    Path file = write("train.csv", "1,p,s\n2,p,t\n1,o,s\n");
    DataSource.Pair pair = request(file, file, 0, "2", "3").open().load(9);
    assertThat(pair.training().numbers()).containsExactly(0, 1, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0);
    assertThat(pair.columns().names()).isEmpty();
  }

  @Test
  void aColumnOfWordsThatNobodyAskedForIsNamed() throws IOException {
    Path file = write("train.csv", TRAINING);
    assertThatThrownBy(() -> request(file, file, 0).open())
        .isInstanceOf(DataException.class)
        .hasMessage(
            file
                + ", line 2, column 2 (colour): 'red' is no number. If the words of this column are features, give --one-hot colour; if it is the label, --label colour");
    Path unnamed = write("u.csv", "1,2\n1,x\n");
    assertThatThrownBy(() -> request(unnamed, unnamed, 0).open())
        .hasMessageContaining("line 2, column 2: 'x' is no number")
        .hasMessageContaining("--one-hot 2");
  }

  @Test
  void aWordThatOnlyTestRowsHaveIsNamed() throws IOException {
    Path file = write("train.csv", TRAINING);
    Path test = write("test.csv", "size,colour,label,door\n7,blue,b,10\n\n7,pink,b,10\n");
    assertThatThrownBy(() -> request(file, test, 0, "colour", "door").open())
        .isInstanceOf(DataException.class)
        .hasMessage(
            test
                + ", line 4, column 2 (colour): 'pink' is no word of the training rows, which have blue, red");
  }

  /** The words of a share are known only when it is drawn. */
  @Test
  void theWordsOfTheTestShareAreNotTheTrainingRows() throws IOException {
    StringBuilder text = new StringBuilder("label,x,word\n");
    for (int row = 0; row < 40; row++) {
      text.append("\n%d,%d,w%d\n".formatted(row % 2, row, row));
    }
    Path file = write("t.csv", text.toString());
    assertThatThrownBy(() -> request(file, null, 0.2, "word").open())
        .isInstanceOfSatisfying(
            DataException.class,
            e -> {
              String[] told = e.getMessage().split("line |, column 3 \\(word\\): 'w|' is no word");
              assertThat(Integer.parseInt(told[1])).isEqualTo(3 + 2 * Integer.parseInt(told[2]));
            });
  }

  @Test
  void aModelsWordsAreTheOnlyOnes() throws IOException {
    TableColumns known = trained();
    Path file =
        write("new.csv", "size,colour,label,door\n1,red,a,9\n2,red,b,9\n1,red,a,9\n1,red,b,9\n");
    assertThat(request(file, file, 0).as(known).open().test().numbers())
        .startsWith(1, 0, 1, 1, 0, 2, 0, 1, 1, 0)
        .hasSize(20);
    assertThat(request(file, null, 0.5).as(known).open().test().features()).isEqualTo(5);
    Path other = write("new.csv", "size,colour,label,door\n1,red,a,9\n2,green,b,9\n");
    assertThatThrownBy(() -> request(other, other, 0).as(known).open())
        .hasMessageContaining("line 3, column 2 (colour): 'green' is no word of the training rows");
    Path narrow = write("new.csv", "1,2,red\n");
    assertThatThrownBy(() -> request(narrow, narrow, 0).as(known).open())
        .hasMessageContaining("has 2 columns beside the label, but the model takes 3");
  }

  @Test
  void rowsToPredictHaveTheModelsWords() throws IOException {
    TableColumns known = trained();
    Path named = write("new.csv", "door,note,colour,size\n9,?,blue,4\n");
    assertThat(FeatureRows.read("new", named, known, 5)).containsExactly(4, 1, 0, 1, 0);
    Path plain = write("new.csv", "4,blue,10\n5,red,9\n");
    assertThat(FeatureRows.read("new", plain, known, 5))
        .containsExactly(4, 1, 0, 0, 1, 5, 0, 1, 1, 0);
    Path other = write("new.csv", "4,blue,10\n5,red,11\n");
    assertThatThrownBy(() -> FeatureRows.read("new", other, known, 5))
        .isInstanceOf(DataException.class)
        .hasMessage(
            other + ", line 2, column 3: '11' is no word of the training rows, which have 9, 10");
    Path features = write("new.csv", "4,1,0,0,1\n");
    assertThatThrownBy(() -> FeatureRows.read("new", features, known, 5))
        .hasMessageContaining("has 5 columns, but the model takes rows of 3 values");
  }

  @Test
  void whatIsNoColumnOfWordsIsRefused() throws IOException {
    Path file = write("train.csv", TRAINING);
    assertThatThrownBy(() -> request(file, file, 0, "label").open())
        .isInstanceOf(InvalidOptionException.class)
        .hasMessage("--one-hot label: this column is the label's");
    assertThatThrownBy(() -> request(file, file, 0, "door", "4").open())
        .isInstanceOf(InvalidOptionException.class)
        .hasMessage("--one-hot 4: this column is there already");
    assertThatThrownBy(() -> request(file, file, 0, "taste").open())
        .hasMessageContaining("has no column taste for --one-hot: it has 4 columns, size, colour");
    StringBuilder many = new StringBuilder("label,word\n");
    for (int row = 0; row < 1001; row++) {
      many.append(row % 2).append(",w").append(row).append('\n');
    }
    Path days = write("days.csv", many.toString());
    assertThatThrownBy(() -> request(days, days, 0, "word").open())
        .hasMessage(
            "%s, line 1002, column 2 (word): 'w1000' is one word more than the 1,000 that --one-hot takes in a column",
            days);
    Path empty = write("e.csv", "label,word\n1,a\n2,\n");
    assertThatThrownBy(() -> request(empty, empty, 0, "word").open())
        .hasMessageContaining("line 3, column 2 (word) has no value");
  }
}
