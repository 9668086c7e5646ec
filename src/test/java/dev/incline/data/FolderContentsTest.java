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
    assertThatThrownBy(() -> IdxFolder.of(folder))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(says);
  }

  @Test
  void capitalLettersDoNoHarm() throws IOException {
    fill(folder, "", ".GZ");
    assertThat(IdxFolder.of(folder).training().rows()).isEqualTo(9);
    assertThat(IdxFolder.of(folder).load(9).sha256()).containsKey("train-images-idx3-ubyte");
    for (String name : NAMES) {
      Files.move(
          folder.resolve(name + ".GZ"), folder.resolve((name + ".gz").toUpperCase(Locale.ROOT)));
    }
    assertThat(IdxFolder.of(folder).test().rows()).isEqualTo(9);
    assertThat(IdxFolder.of(folder).load(9).sha256()).containsKey("train-images-idx3-ubyte");
  }

  @Test
  void theExactNameComesFirst() throws IOException {
    fill(folder, "", "");
    Files.writeString(folder.resolve("TRAIN-IMAGES-IDX3-UBYTE"), "other");
    assertThat(IdxFolder.of(folder).training().rows()).isEqualTo(9);
  }

  @Test
  void anEmptyFolderIsCalledSo() {
    expect("the folder is empty", "incline data download mnist --out " + folder);
  }

  @Test
  void filesOneFolderFurtherDownAreFound() throws IOException {
    fill(folder.resolve("MNIST").resolve("raw"), "", ".gz");
    assertThatThrownBy(() -> IdxFolder.of(folder.resolve("MNIST")))
        .hasMessageContaining("they are in " + folder.resolve("MNIST").resolve("raw"));
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
        "Take --data " + folder.resolve("mnist.npz"));
  }

  @Test
  void aFileInPlaceOfTheFolderIsToldByItsContent() throws IOException {
    Path file = Files.write(folder.resolve("mnist.npz"), FileKindTest.zip("x_train.npy"));
    assertThatThrownBy(() -> IdxFolder.of(file))
        .hasMessageContaining("is not a folder but a NumPy .npz archive");
    assertThatThrownBy(() -> IdxFolder.of(folder.resolve("none")))
        .hasMessageContaining("is not a folder (it does not exist)");
  }
}
