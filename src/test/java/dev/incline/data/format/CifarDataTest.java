package dev.incline.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.data.DataException;
import dev.incline.data.DataSource;
import dev.incline.data.Dataset;
import dev.incline.testing.CifarBytes;
import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarDataTest {
  private static final Dataset ROWS = SyntheticData.inColours("rows", 22, 1);
  private static final String[] NAMES = "ant bee cat dog eel fox gnu hen ibis jay".split(" ");

  @TempDir private Path folder;

  private DataSource open() {
    return DataRequest.of(folder).open();
  }

  private void refuses(String... says) {
    assertThatThrownBy(this::open).isInstanceOf(DataException.class).hasMessageContainingAll(says);
  }

  /** Four images in each of five batches, two in the test. */
  private void ten(int... order) throws IOException {
    for (int batch = 0; batch < 5; batch++) {
      Files.write(
          folder.resolve("data_batch_%d.bin".formatted(batch + 1)),
          CifarBytes.batch(ROWS, 4 * batch, 4 * batch + 4, order));
    }
    Files.write(folder.resolve("test_batch.bin"), CifarBytes.batch(ROWS, 20, 22, order));
    Files.writeString(folder.resolve("batches.meta.txt"), String.join("\n", NAMES) + "\n\n");
  }

  private byte[] training() {
    return Arrays.copyOf(ROWS.images(), 20 * 3072);
  }

  @Test
  void readsTheBatchesInTheirOrder() throws IOException {
    ten(0, 1, 2);
    DataSource.Pair pair = open().load(99);
    assertThat(pair.training().images()).isEqualTo(training());
    assertThat(pair.training().labels()).isEqualTo(Arrays.copyOf(ROWS.labels(), 20));
    assertThat(pair.training().classNames()).containsExactly(NAMES);
    assertThat(pair.training().shape()).isEqualTo("images of 32 x 32 x 3 = 3072 values");
    assertThat(pair.test().images())
        .isEqualTo(Arrays.copyOfRange(ROWS.images(), 20 * 3072, 22 * 3072));
    assertThat(pair.sha256()).hasSize(6).containsKeys("data_batch_1.bin", "test_batch.bin");
    assertThat(open().taken()).isEqualTo("CIFAR-10's binary batches, images of 32x32x3");
    Files.delete(folder.resolve("batches.meta.txt"));
    assertThat(open().training().classNames()).startsWith("0", "1").hasSize(10);
  }

  /** The comparison above finds planes in another order. */
  @Test
  void swappedPlanesAreOtherImages() throws IOException {
    ten(2, 1, 0);
    byte[] swapped = open().training().images();
    assertThat(swapped).isNotEqualTo(training());
    assertThat(swapped[0]).isEqualTo(training()[2]);
    assertThat(swapped[1]).isEqualTo(training()[1]);
  }

  @Test
  void theFineLabelOfAHundredIsTheClass() throws IOException {
    byte[] pixels = Arrays.copyOf(ROWS.images(), 3072);
    byte[] one = CifarBytes.record(new byte[] {7, 1}, pixels, 0, 1, 2);
    byte[] other = CifarBytes.record(new byte[] {7, 0}, new byte[3072], 0, 1, 2);
    byte[] both = Arrays.copyOf(one, 2 * 3074);
    System.arraycopy(other, 0, both, 3074, 3074);
    Files.write(folder.resolve("train.bin"), both);
    Files.write(folder.resolve("test.bin"), other);
    Files.writeString(folder.resolve("fine_label_names.txt"), "apple\nbear\n");
    Dataset training = open().training();
    assertThat(training.classNames()).containsExactly("apple", "bear");
    assertThat(training.labels()).containsExactly(1, 0);
    assertThat(Arrays.copyOf(training.images(), 3072)).isEqualTo(pixels);
    assertThat(open().taken()).startsWith("CIFAR-100's binary batches");
    Files.writeString(folder.resolve("fine_label_names.txt"), "apple\n");
    refuses("train.bin: record 0 has the label 1, but fine_label_names.txt names 1");
    Files.writeString(folder.resolve("fine_label_names.txt"), "apple\napple\n");
    refuses("fine_label_names.txt has a name twice");
    Files.write(folder.resolve("train.bin"), Arrays.copyOf(both, 3073));
    Files.delete(folder.resolve("fine_label_names.txt"));
    refuses("train.bin has 3,073 bytes", "a record has 3,074, two labels (coarse, fine) and");
  }

  @Test
  void aWrongLengthIsNamed() throws IOException {
    ten(0, 1, 2);
    Path third = folder.resolve("data_batch_3.bin");
    byte[] whole = Files.readAllBytes(third);
    Files.write(third, Arrays.copyOf(whole, whole.length - 1));
    refuses(
        third + " has 12,291 bytes, which are not whole records of CIFAR-10:",
        "a record has 3,073, a label and 32 x 32 x 3 pixels");
    Files.write(third, new byte[0]);
    refuses(third + " has 0 bytes");
    Files.delete(third);
    refuses(third + " is missing: CIFAR-10 has data_batch_1.bin", "and test_batch.bin");
    Files.write(third, whole);
    Files.delete(folder.resolve("test_batch.bin"));
    refuses(folder.resolve("test_batch.bin") + " is missing");
  }
}
