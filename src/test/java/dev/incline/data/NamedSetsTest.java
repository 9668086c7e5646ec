package dev.incline.data;

import static dev.incline.data.IdxBytes.gzip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** EMNIST's and QMNIST's files: their names, layout and labels. */
class NamedSetsTest {
  private static final byte[] FROM_ONE = {3, 1, 2, 1, 3, 2};

  @TempDir private Path folder;

  private void write(String name, byte[] bytes) {
    IdxBytes.write(
        folder.resolve(name), name.toLowerCase(Locale.ROOT).endsWith(".gz") ? gzip(bytes) : bytes);
  }

  private void emnist(String set, String ending) {
    byte[] labels = IdxBytes.join(IdxBytes.header(IdxBytes.LABELS, 6), FROM_ONE);
    write("emnist-" + set + "-train-images-idx3-ubyte" + ending, IdxBytes.images(6, 3, 2));
    write("emnist-" + set + "-train-labels-idx1-ubyte" + ending, labels);
    write("emnist-" + set + "-test-images-idx3-ubyte" + ending, IdxBytes.images(6, 3, 2));
    write("emnist-" + set + "-test-labels-idx1-ubyte" + ending, labels);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".gz", ".GZ"})
  void emnistIsTurnedUpright(String ending) {
    emnist("letters", ending);
    IdxFolder files = IdxFolder.of(folder);
    assertThat(files.taken()).isEqualTo("IDX files of emnist-letters, images turned upright");
    Dataset training = files.training();
    assertThat(training.height()).isEqualTo(2);
    assertThat(training.width()).isEqualTo(3);
    assertThat(training.classNames()).containsExactly("1", "2", "3");
    assertThat(training.labels()).containsExactly(2, 0, 1, 0, 2, 1);
    byte[] lying = IdxBytes.pixels(6, 3, 2);
    for (int image = 0; image < 6; image++) {
      for (int y = 0; y < 2; y++) {
        for (int x = 0; x < 3; x++) {
          assertThat(training.images()[image * 6 + y * 3 + x])
              .isEqualTo(lying[image * 6 + x * 2 + y]);
        }
      }
    }
  }

  @Test
  void theMappingNamesTheClasses() throws IOException {
    emnist("letters", "");
    Path mapping = folder.resolve("emnist-letters-mapping.txt");
    Files.writeString(mapping, "1 65 97\n2 66 98\r\n3 67 99 \n\n");
    assertThat(IdxFolder.of(folder).test().classNames()).containsExactly("Aa", "Bb", "Cc");
    for (String wrong : new String[] {"1", "1,65", "1 65 7", "a 65"}) {
      Files.writeString(mapping, "2 66\n" + wrong + "\n");
      assertThatThrownBy(() -> IdxFolder.of(folder).test())
          .isInstanceOf(DataException.class)
          .hasMessageContaining(mapping + ", line 2");
    }
  }

  @Test
  void oneOfSeveralSetsIsChosenByItsName() {
    emnist("letters", "");
    emnist("digits", "");
    assertThatThrownBy(() -> IdxFolder.of(folder))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "%s holds several sets: emnist-digits, emnist-letters. Choose one by its name: --data %s",
            folder, folder.resolve("emnist-digits"));
    Path letters = folder.resolve("emnist-letters");
    assertThat(IdxFolder.isAt(letters)).isTrue();
    assertThat(IdxFolder.of(letters).taken()).contains("of emnist-letters");
    assertThat(IdxFolder.isAt(folder.resolve("emnist-other"))).isFalse();
    assertThatThrownBy(() -> IdxFolder.of(folder.resolve("emnist-other")))
        .hasMessageContaining("does not exist");
  }

  @Test
  void aFileThatASetLacksIsNamedAsTheSetNamesIt() throws IOException {
    emnist("letters", "");
    Files.delete(folder.resolve("emnist-letters-test-labels-idx1-ubyte"));
    assertThatThrownBy(() -> IdxFolder.of(folder))
        .hasMessageContaining("has no emnist-letters-test-labels-idx1-ubyte");
  }

  @Test
  void qmnistsLabelsAreTheFirstOfTheirNumbers() {
    write("qmnist-train-images-idx3-ubyte.gz", IdxBytes.images(4, 2, 3));
    write("qmnist-train-labels-idx2-int.gz", IdxBytes.qmnistLabels(9, 5, 9, 7));
    write("qmnist-test-images-idx3-ubyte", IdxBytes.images(3, 2, 3));
    write("qmnist-test-labels-idx2-int", IdxBytes.qmnistLabels(7, 7, 5));
    DataSource.Pair pair = IdxFolder.of(folder).load(3);
    assertThat(pair.training().classNames()).containsExactly("5", "7", "9");
    assertThat(pair.training().labels()).containsExactly(2, 0, 2);
    assertThat(pair.training().images())
        .startsWith(IdxBytes.pixels(4, 2, 3)[0], IdxBytes.pixels(4, 2, 3)[1]);
    assertThat(pair.test().labels()).containsExactly(1, 1, 0);
    assertThat(pair.sha256()).hasSize(4).containsKey("qmnist-train-labels-idx2-int");
  }
}
