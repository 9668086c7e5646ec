package dev.incline.data;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.data.image.ImageFormat;
import dev.incline.data.image.ImageSource;
import dev.incline.data.image.WholeFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are something else than their name says. */
@Tag("field")
class FileKindTest {
  static final String LFS =
      "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 9912422\n";

  @TempDir private Path folder;

  static Stream<Arguments> kinds() throws IOException {
    return Stream.of(
        Arguments.of(new byte[0], "empty"),
        Arguments.of(new byte[2000], "nothing but zeros"),
        Arguments.of(text("<!DOCTYPE html>\n<html><body>404</body></html>"), "an HTML page"),
        Arguments.of(text("\ufeff \n<html lang=en>"), "an HTML page"),
        Arguments.of(text("<?xml version='1.0'?><html xmlns='x'>"), "an HTML page"),
        Arguments.of(text(LFS), "a Git LFS pointer"),
        Arguments.of(text("<svg xmlns='http://www.w3.org/2000/svg'/>"), "an SVG drawing"),
        Arguments.of(text("<?xml version='1.0'?>\n<!-- x -->\n<svg width='3'>"), "an SVG drawing"),
        Arguments.of(text("<?xml version='1.0'?><Error><Code>AccessDenied"), "an XML document"),
        Arguments.of(text("{\"message\": \"Not Found\"}"), "JSON"),
        Arguments.of(text("1,2,3\n4,5,6\n"), "text"),
        Arguments.of(text("BMI,age\n1,2\n"), "text"),
        Arguments.of(bytes(0x89, 'P', 'N', 'G', 13, 10, 26, 10), "a PNG image"),
        Arguments.of(bytes(0xff, 0xd8, 0xff, 0xe0), "a JPEG image"),
        Arguments.of(bytes('B', 'M', 9, 0, 0, 0), "a BMP image"),
        Arguments.of(text("%PDF-1.7\n"), "a PDF"),
        Arguments.of(bytes(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0), "a NumPy .npy array"),
        Arguments.of(zip("x_train.npy"), "a NumPy .npz archive"),
        Arguments.of(zip("archive/data.pkl"), "a PyTorch file"),
        Arguments.of(zip("train-images-idx3-ubyte"), "a zip archive"),
        Arguments.of(bytes(0x80, 4, 0x95, 0, 0), "a Python pickle"),
        Arguments.of(bytes(0x89, 'H', 'D', 'F', 13, 10), "an HDF5 file"),
        Arguments.of(gzip(gzip(IdxBytes.labels(3))), "gzip inside gzip"),
        Arguments.of(gzip(IdxBytes.labels(3)), "a gzip file of IDX labels"),
        Arguments.of(gzip(text("<html>")), "a gzip file of an HTML page"),
        Arguments.of(IdxBytes.images(2, 2, 2), "IDX images"),
        Arguments.of(IdxBytes.labels(2), "IDX labels"),
        Arguments.of(bytes(3, 8, 0, 0, 2, 0, 0, 0), "an IDX file in the wrong byte order"),
        Arguments.of(safetensors(), "a safetensors file"),
        Arguments.of(text("incline checkpoint 1\n"), "a checkpoint of this program"),
        Arguments.of(zip("[Content_Types].xml"), "a document of an office program such as Excel"),
        Arguments.of(zip("mimetype"), "a document of an office program"),
        Arguments.of(bytes(0xd0, 0xcf, 0x11, 0xe0, 0xa1), "a document of an office program"),
        Arguments.of("a,b\n1,2\n".getBytes(UTF_16LE), "text in UTF-16, to be saved as UTF-8"),
        Arguments.of("a,b\n1,2\n".getBytes(UTF_16BE), "text in UTF-16, to be saved as UTF-8"),
        Arguments.of(
            text("label,a,b,c\n1,2,\u001b,3\n"),
            "text with a control character (1b, after 16 others)"),
        Arguments.of(text("label,a,b\u0000c"), "of no known kind (it begins with 6c 61 62"),
        Arguments.of(bytes(7, 9, 200, 3), "of no known kind (it begins with 07 09 c8 03)"));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aFileIsToldByItsContent(byte[] content, String phrase) throws IOException {
    Path file = Files.write(folder.resolve("train-images-idx3-ubyte.gz"), content);
    assertThat(FileKind.phrase(file)).startsWith(phrase);
  }

  @Test
  void aFolderAndAMissingFileAreToldToo() {
    assertThat(FileKind.phrase(folder)).isEqualTo("a folder");
    assertThat(FileKind.phrase(folder.resolve("none"))).isEqualTo("not there");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void eachReaderSaysWhatTheFileIs(byte[] content, String phrase) throws IOException {
    Path file = Files.write(folder.resolve("file"), content);
    FileKind kind = FileKind.of(content);
    if (kind != FileKind.IDX_IMAGES && kind != FileKind.IDX_SWAPPED && !phrase.contains("labels")) {
      assertThatThrownBy(() -> IdxReader.shape(file))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll(file.toString(), "is " + phrase);
    }
    if (kind != FileKind.NPY && kind != FileKind.GZIP && kind != FileKind.UNKNOWN) {
      assertThatThrownBy(() -> NpyArray.read(file))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll(file.toString(), phrase);
    }
    if (kind != FileKind.NPZ && kind != FileKind.ZIP && kind != FileKind.UNKNOWN) {
      assertThatThrownBy(() -> NpzFile.read(file))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll(file.toString(), phrase);
    }
    if (!kind.phrase().startsWith("IDX") && kind != FileKind.TEXT && kind != FileKind.IDX_SWAPPED) {
      assertThatThrownBy(() -> WholeFile.read(ImageSource.of(file), null, 4, false))
          .as("a file to predict")
          .isInstanceOf(DataException.class)
          .hasMessageContaining(file.toString())
          .hasMessageNotContaining("column");
    }
  }

  @Test
  void aFormatThatWasAskedForIsNotForcedOnAnotherKind() throws IOException {
    Path html = Files.writeString(folder.resolve("digits.csv"), "<html>404</html>");
    assertThatThrownBy(() -> WholeFile.read(ImageSource.of(html), ImageFormat.CSV, 4, false))
        .hasMessageContaining("digits.csv is an HTML page (a download that failed?), which is not");
    Path lfs = Files.writeString(folder.resolve("digit.png"), LFS);
    assertThatThrownBy(() -> WholeFile.read(ImageSource.of(lfs), ImageFormat.IMAGE, 4, false))
        .hasMessageContaining("run 'git lfs pull'");
  }

  @Test
  void anIdxFileOfAnotherTypeOrderOrRankIsToldInWords() {
    requireWords(IdxMagic.IMAGES, 0xd03, "holds 4-byte floats in 3 dimensions, but pixels must be");
    requireWords(IdxMagic.IMAGES, 0xe03, "holds 8-byte floats");
    requireWords(IdxMagic.LABELS, 0xc01, "holds 4-byte whole numbers in one dimension, but labels");
    requireWords(IdxMagic.LABELS, 0xb01, "holds 2-byte whole numbers in one dimension");
    requireWords(IdxMagic.IMAGES, 0x03080000, "wrong byte order", "big-endian");
    requireWords(IdxMagic.LABELS, 0x01080000, "wrong byte order");
    requireWords(IdxMagic.IMAGES, 0x804, "in 4 dimensions", "grey");
    requireWords(IdxMagic.IMAGES, 0x802, "in 2 dimensions", "flattened");
    requireWords(IdxMagic.LABELS, 0x802, "one-hot");
    requireWords(
        IdxMagic.IMAGES, 0x801, "holds labels where images belong", "were the two files swapped?");
    requireWords(IdxMagic.LABELS, 0x803, "holds images where labels belong");
  }

  private void requireWords(int wanted, int magic, String... words) {
    Path file = folder.resolve("x-ubyte");
    IdxBytes.write(file, ByteBuffer.allocate(400).putInt(magic).putInt(10).array());
    assertThatThrownBy(
            () -> {
              if (wanted == IdxMagic.IMAGES) {
                IdxReader.shape(file);
              } else {
                IdxReader.labels(file);
              }
            })
        .isInstanceOf(DataException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContainingAll(words)
        .hasMessageNotContaining("0000");
  }

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  static byte[] zip(String name) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (var zip = new java.util.zip.ZipOutputStream(packed)) {
      zip.putNextEntry(new java.util.zip.ZipEntry(name));
      zip.write(name.getBytes(US_ASCII));
    }
    return packed.toByteArray();
  }

  private static byte[] safetensors() {
    byte[] header = text("{\"W1\":{}}");
    return ByteBuffer.allocate(8 + header.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .array();
  }
}
