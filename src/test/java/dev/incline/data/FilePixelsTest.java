package dev.incline.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that stay in their file. */
class FilePixelsTest {
  private static final int FEATURES = 36;

  @TempDir private Path folder;
  private Path images;

  @BeforeEach
  void writeData() {
    SyntheticData.write(folder, 40, 20, 6);
    images = folder.resolve("train-images-idx3-ubyte");
  }

  /** The folder, in so little memory that only so many bytes of a file may be kept. */
  private IdxFolder within(long memory) {
    return new IdxFolder(IdxSet.UNNAMED, IdxFolder.of(folder).files(), null, memory);
  }

  @Test
  void theyAreTheSameRowsWithTheSameSums() {
    DataSource.Pair kept = within(1 << 20).load(Integer.MAX_VALUE);
    DataSource.Pair left = within(100).load(Integer.MAX_VALUE);
    assertThat(kept.sizes().inMemory()).isTrue();
    assertThat(left.sizes().inMemory()).isFalse();
    assertThat(left.sha256()).isEqualTo(kept.sha256());
    assertThat(left.training().labels()).isEqualTo(kept.training().labels());
    Inputs inputs = left.training().inputs();
    assertThat(inputs.size()).isEqualTo(40 * FEATURES);
    assertThat(inputs.part(0, inputs.size()).array()).isEqualTo(kept.training().images());
    byte[] two = new byte[3 * FEATURES];
    inputs.read(17 * FEATURES, two, FEATURES, 2 * FEATURES);
    for (int i = 0; i < two.length; i++) {
      int from = i < FEATURES ? -1 : 16 * FEATURES + i;
      assertThat(two[i]).isEqualTo(from < 0 ? 0 : kept.training().images()[from]);
    }
    assertThat(PixelStatistics.of(left.training())).isEqualTo(PixelStatistics.of(kept.training()));
    assertThat(within(100).taken()).endsWith("rows read from the file in each epoch");
  }

  @Test
  void aLimitAsksForTheFirstRows() {
    DataSource.Pair some = within(100).load(7);
    assertThat(some.training().rows()).isEqualTo(7);
    assertThat(some.training().inputs().size()).isEqualTo(7 * FEATURES);
    assertThat(some.sha256()).isEqualTo(within(1 << 20).load(7).sha256());
    Dataset first = within(100).load(30).training().first(5);
    assertThat(first.inputs().isInMemory()).isFalse();
    assertThat(first.inputs().part(0, 5 * FEATURES).array())
        .isEqualTo(within(1 << 20).load(5).training().images());
    assertThat(within(6 * FEATURES).sizes(6).inMemory()).isFalse(); // the test rows are more
    assertThat(within(20 * FEATURES).sizes(6).inMemory()).isTrue();
  }

  @Test
  void aFileThatChangedSinceIsNamed() throws IOException {
    Dataset training = within(100).load(Integer.MAX_VALUE).training();
    byte[] row = new byte[FEATURES];
    try (RandomAccessFile file = new RandomAccessFile(images.toFile(), "rw")) {
      file.seek(16 + 5 * FEATURES + 3);
      int pixel = file.read();
      file.seek(16 + 5 * FEATURES + 3);
      file.write(pixel ^ 1);
    }
    training.inputs().read(4 * FEATURES, row, 0, FEATURES);
    assertThatThrownBy(() -> training.inputs().read(5 * FEATURES, row, 0, FEATURES))
        .isInstanceOf(DataException.class)
        .hasMessage(images + " has changed since the training began: row 5 is not what it was");
    try (RandomAccessFile file = new RandomAccessFile(images.toFile(), "rw")) {
      file.setLength(16 + 30 * FEATURES);
    }
    assertThatThrownBy(() -> training.inputs().read(35 * FEATURES, row, 0, FEATURES))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has changed since the training began: row 35 ");
  }

  @Test
  void aDamagedFileIsNamedAsItIsInMemory() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(images.toFile(), "rw")) {
      file.setLength(file.length() + 3);
    }
    assertThatThrownBy(() -> within(100).load(Integer.MAX_VALUE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has trailing bytes: 1,443 after the header instead of 1,440");
  }

  @Test
  void whatNeedsAllOfThemSaysSo() {
    Dataset training = within(100).load(Integer.MAX_VALUE).training();
    assertThat(training.hasPixels()).isTrue();
    assertThatThrownBy(training::images)
        .isInstanceOf(DataException.class)
        .hasMessageContaining(images + " has 1,440 bytes, too many for the memory of this command");
  }

  @Test
  void packedFilesAreUnpackedIntoMemory() throws IOException {
    try (GZIPOutputStream packed =
        new GZIPOutputStream(Files.newOutputStream(Path.of(images + ".gz")))) {
      Files.copy(images, packed);
    }
    Files.delete(images);
    assertThat(within(100).load(Integer.MAX_VALUE).training().inputs().isInMemory()).isTrue();
  }

  @Test
  void moreThanAnArrayHoldsIsReadFromAPlainFileAlone() throws IOException {
    List<Path> files = IdxFolder.of(folder).files();
    try (RandomAccessFile file = new RandomAccessFile(images.toFile(), "rw")) {
      file.seek(4);
      file.writeInt(100_000_000); // of 36 bytes
      file.setLength(16 + 3_600_000_000L); // sparse: it takes no room
    }
    assertThatThrownBy(() -> IdxReader.images(images, Integer.MAX_VALUE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("claims 100,000,000 images of 6 x 6: more than can be held");
    assertThat(files).contains(images);
  }
}
