package dev.incline.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that hold something else than the four files, or the four under other names. */
@Tag("field")
class FolderContentsTest {
  private static final List<String> NAMES =
      List.of(
          "train-images-idx3-ubyte",
          "train-labels-idx1-ubyte",
          "t10k-images-idx3-ubyte",
          "t10k-labels-idx1-ubyte");

  @TempDir private Path folder;

  private void fill(Path into, String prefix, String ending) throws IOException {
    Files.createDirectories(into);
    for (String name : NAMES) {
      byte[] bytes = name.contains("images") ? IdxBytes.images(9, 2, 2) : IdxBytes.labels(9);
      Files.write(
          into.resolve(prefix + name + ending),
          ending.isEmpty() ? bytes : FileKindTest.gzip(bytes));
    }
  }

  private void expect(String... says) {
    assertThatThrownBy(() -> DataFolder.of(folder))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(says);
  }

  @Test
  void capitalLettersDoNoHarm() throws IOException {
    fill(folder, "", ".GZ");
    assertThat(DataFolder.of(folder).training().rows()).isEqualTo(9);
    assertThat(DataFolder.of(folder).load(9).sha256()).containsKey("train-images-idx3-ubyte");
    for (String name : NAMES) {
      Files.move(
          folder.resolve(name + ".GZ"), folder.resolve((name + ".gz").toUpperCase(Locale.ROOT)));
    }
    assertThat(DataFolder.of(folder).test().rows()).isEqualTo(9);
    assertThat(DataFolder.of(folder).load(9).sha256()).containsKey("train-images-idx3-ubyte");
  }

  @Test
  void theExactNameComesFirst() throws IOException {
    fill(folder, "", "");
    Files.writeString(folder.resolve("TRAIN-IMAGES-IDX3-UBYTE"), "other");
    assertThat(DataFolder.of(folder).training().rows()).isEqualTo(9);
  }

  @Test
  void anEmptyFolderIsCalledSo() {
    expect("the folder is empty", "incline data download mnist --out " + folder);
  }

  @Test
  void filesOneFolderFurtherDownAreFound() throws IOException {
    fill(folder.resolve("MNIST").resolve("raw"), "", ".gz");
    assertThatThrownBy(() -> DataFolder.of(folder.resolve("MNIST")))
        .hasMessageContaining("they are in " + folder.resolve("MNIST").resolve("raw"));
  }

  @Test
  void emnistAndQmnistAreNamedWithTheirLinks() throws IOException {
    for (String name : NAMES) {
      Files.write(
          folder.resolve("emnist-digits-" + name.replace("t10k", "test") + ".gz"),
          FileKindTest.gzip(IdxBytes.labels(3)));
    }
    expect(
        "EMNIST",
        "ln -s emnist-digits-test-labels-idx1-ubyte.gz t10k-labels-idx1-ubyte.gz",
        "on their side");
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.write(folder.resolve("qmnist-train-labels-idx2-int.gz"), new byte[3]);
    Files.write(folder.resolve("qmnist-train-images-idx3-ubyte.gz"), new byte[3]);
    expect("QMNIST", "ln -s qmnist-train-images-idx3-ubyte.gz train-images-idx3-ubyte.gz");
  }

  @Test
  void whatIsThereIsToldByItsContent() throws IOException {
    Files.write(folder.resolve("mnist.npz"), FileKindTest.zip("x_train.npy"));
    Files.writeString(folder.resolve("train-images.gz"), FileKindTest.LFS);
    Files.createDirectory(folder.resolve("img"));
    expect(
        "It holds:",
        "mnist.npz: a NumPy .npz archive",
        "train-images.gz: a Git LFS pointer",
        "img: a folder",
        "data/README.md");
  }

  @Test
  void aFileInPlaceOfTheFolderIsToldByItsContent() throws IOException {
    Path file = Files.write(folder.resolve("mnist.npz"), FileKindTest.zip("x_train.npy"));
    assertThatThrownBy(() -> DataFolder.of(file))
        .hasMessageContaining("is not a folder but a NumPy .npz archive");
    assertThatThrownBy(() -> DataFolder.of(folder.resolve("none")))
        .hasMessageContaining("is not a folder (it does not exist)");
  }
}
