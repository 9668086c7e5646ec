package dev.incline.data;

import static dev.incline.data.IdxBytes.gzip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxFolderTest {
  private static final String[] NAMES = {
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte"
  };

  @TempDir private Path folder;

  @BeforeEach
  void fourFiles() {
    write("train-images-idx3-ubyte", IdxBytes.images(30, 4, 3));
    write("train-labels-idx1-ubyte", IdxBytes.labels(30));
    write("t10k-images-idx3-ubyte", IdxBytes.images(12, 4, 3));
    write("t10k-labels-idx1-ubyte", IdxBytes.labels(12));
  }

  @ParameterizedTest
  @CsvSource({"-, ''", "-, .gz", "., ''", "., .gz"})
  void readsEitherNamePlainAndPacked(String separator, String ending) throws Exception {
    for (String name : NAMES) {
      Path plain = folder.resolve(name);
      byte[] bytes = Files.readAllBytes(plain);
      Files.delete(plain);
      write(
          name.replace("-idx", separator + "idx") + ending, ending.isEmpty() ? bytes : gzip(bytes));
    }
    IdxFolder files = IdxFolder.of(folder);

    Dataset training = files.training();
    assertThat(training.rows()).isEqualTo(30);
    assertThat(training.height()).isEqualTo(4);
    assertThat(training.width()).isEqualTo(3);
    assertThat(training.features()).isEqualTo(12);
    assertThat(training.classes()).isEqualTo(10);
    assertThat(training.images()).isEqualTo(IdxBytes.pixels(30, 4, 3));
    assertThat(training.labels()[29]).isEqualTo((byte) 9);
    assertThat(files.test().images()).isEqualTo(IdxBytes.pixels(12, 4, 3));
    assertThat(files.test().labels()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1);
  }

  @Test
  void aLimitTakesTheFirstTrainingRowsOnly() {
    DataSource.Pair pair = IdxFolder.of(folder).load(7);

    assertThat(pair.training().rows()).isEqualTo(7);
    assertThat(pair.training().images())
        .isEqualTo(Arrays.copyOf(IdxBytes.pixels(30, 4, 3), 7 * 12));
    assertThat(pair.training().labels()).containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(pair.test().rows()).isEqualTo(12);
    assertThat(pair.sha256())
        .as("sums are of whole files, whatever the limit")
        .isEqualTo(IdxFolder.of(folder).load(30).sha256())
        .hasSize(4)
        .containsEntry(
            "train-labels-idx1-ubyte", IdxReader.sha256(folder.resolve("train-labels-idx1-ubyte")));
  }

  @ParameterizedTest
  @CsvSource({"7, 7", "30, 30", "31, 30"})
  void tellsTheSizesFromHeadersAndLabels(int limit, int rows) throws Exception {
    Path images = folder.resolve(NAMES[0]);
    Files.write(images, Arrays.copyOf(Files.readAllBytes(images), 16 + 30 * 12));

    assertThat(IdxFolder.of(folder).sizes(limit))
        .isEqualTo(new DataSource.Sizes(12, 10, rows, 12, byte[].class));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void aLimitBelowOneIsRefused(int limit) {
    assertThatThrownBy(() -> IdxFolder.of(folder).training(limit))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(String.valueOf(limit));
  }

  @Test
  void saysWhichFilesAreMissing() throws Exception {
    Files.delete(folder.resolve("train-labels-idx1-ubyte"));
    Files.delete(folder.resolve("t10k-images-idx3-ubyte"));

    assertThatThrownBy(() -> IdxFolder.of(folder))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(
            folder.toString(), "train-labels-idx1-ubyte, t10k-images-idx3-ubyte", ".gz", "--data")
        .hasMessageNotContaining("train-images");
  }

  @Test
  void refusesAFolderThatIsNone() {
    for (Path path : new Path[] {folder.resolve("none"), folder.resolve(NAMES[0])}) {
      assertThatThrownBy(() -> IdxFolder.of(path))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll(path.toString(), "is not a folder");
    }
  }

  @Test
  void refusesCountsThatDiffer() {
    write("train-labels-idx1-ubyte", IdxBytes.labels(29));
    for (ThrowingCallable reading : readings()) {
      assertThatThrownBy(reading)
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll("train-images-idx3-ubyte holds 30 images", "29 labels");
    }
    write("train-labels-idx1-ubyte", IdxBytes.labels(30));
    write("t10k-labels-idx1-ubyte", IdxBytes.labels(13));
    for (ThrowingCallable reading : readings()) {
      assertThatThrownBy(reading)
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll("t10k-images-idx3-ubyte holds 12 images", "13 labels");
    }
  }

  private List<ThrowingCallable> readings() {
    return List.of(
        () -> IdxFolder.of(folder).training(),
        () -> IdxFolder.of(folder).training(5),
        () -> IdxFolder.of(folder).test(),
        () -> IdxFolder.of(folder).load(5));
  }

  @ParameterizedTest
  @CsvSource({"3, 4", "4, 4", "12, 1"})
  void refusesTestImagesOfAnotherSize(int height, int width) {
    write("t10k-images-idx3-ubyte", IdxBytes.images(12, height, width));
    IdxFolder files = IdxFolder.of(folder);
    String[] says = {
      "t10k-images-idx3-ubyte holds images of %d x %d".formatted(height, width),
      "train-images-idx3-ubyte of 4 x 3"
    };

    assertThatThrownBy(files::test).isInstanceOf(DataException.class).hasMessageContainingAll(says);
    assertThatThrownBy(() -> files.load(30))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(says);
  }

  @Test
  void saysWhenImagesAndLabelsAreSwapped() {
    write("train-images-idx3-ubyte", IdxBytes.labels(30));
    write("train-labels-idx1-ubyte", IdxBytes.images(30, 4, 3));

    assertThatThrownBy(() -> IdxFolder.of(folder).training())
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("train-images-idx3-ubyte", "swapped");
  }

  @Test
  void namesFileRowAndValueOfALabelThatOnlyTheTestHas() {
    byte[] labels = IdxBytes.labels(12);
    labels[8 + 4] = 26;
    write("t10k-labels-idx1-ubyte", labels);

    for (ThrowingCallable reading : readings()) {
      assertThatThrownBy(reading)
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll(
              "t10k-labels-idx1-ubyte: label 26 of row 4 (from 0) is in no training row",
              "train-labels-idx1-ubyte");
    }
  }

  @Test
  void theWholeFileSaysWhichClassesThereAre() {
    byte[] labels = IdxBytes.labels(30);
    labels[8 + 29] = 26;
    write("train-labels-idx1-ubyte", labels);

    Dataset training = IdxFolder.of(folder).training(5);
    assertThat(training.classNames())
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "26");
    assertThat(IdxFolder.of(folder).training().labels()[29]).isEqualTo((byte) 10);
  }

  private void write(String name, byte[] bytes) {
    IdxBytes.write(folder.resolve(name), bytes);
  }
}
