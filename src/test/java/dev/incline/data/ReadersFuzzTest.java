package dev.incline.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.incline.data.image.ColourImage;
import dev.incline.data.image.CsvImages;
import dev.incline.data.image.GreyImage;
import dev.incline.data.image.ImageFile;
import dev.incline.data.image.StoredPicture;
import dev.incline.testing.Allocation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whatever bytes a file of images or arrays has: it is refused in words that name it, or what is
 * read agrees with an independent look at the bytes; no more is allocated than the file justifies.
 */
class ReadersFuzzTest {
  private static final String NAME = "the-file";
  private static final int FEATURES = 4;
  private static final long SLACK = 4 << 20; // buffers, decoders' tables, words
  private static final long PER_BYTE = 400; // a number's text object for each two of a CSV

  /** Reads, or refuses by name. */
  private interface Reading<T> {
    T read() throws IOException;
  }

  private static <T> T attempt(String name, Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (DataException e) {
      assertThat(e.getMessage()).contains(name);
      return null;
    }
  }

  @FuzzTest
  void npy(byte[] bytes) throws IOException {
    attempt(NAME, () -> NpyArray.read(bytes, NAME)); // loads classes, which the fuzzer instruments
    Allocation allocation = new Allocation();
    NpyArray array = attempt(NAME, () -> NpyArray.read(bytes, NAME));
    allocation.requireAtMost(SLACK + PER_BYTE * bytes.length);
    if (array != null) {
      requireSame(array, NpyArray.read(array.file(), NAME));
      assertThat(array.size()).isLessThanOrEqualTo(bytes.length);
    }
  }

  @FuzzTest
  void npz(byte[] bytes) throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "fuzz"));
    Path file = folder.resolve("arrays.npz"); // one for all: nothing is left behind elsewhere
    Files.write(file, bytes);
    Map<String, NpyArray> arrays = attempt(file.toString(), () -> NpzFile.readStored(file));
    if (arrays != null) {
      NpzFile.write(file, arrays);
      Map<String, NpyArray> again = NpzFile.read(file);
      assertThat(again.keySet()).isEqualTo(arrays.keySet());
      arrays.forEach((name, array) -> requireSame(array, again.get(name)));
    }
  }

  private static void requireSame(NpyArray one, NpyArray other) {
    assertThat(other.shape()).isEqualTo(one.shape());
    assertThat(other.size()).isEqualTo(one.size());
    for (int i = 0; i < one.size(); i++) {
      assertThat(Double.doubleToRawLongBits(other.get(i)))
          .isEqualTo(Double.doubleToRawLongBits(one.get(i)));
    }
  }

  @FuzzTest
  void csv(byte[] bytes) throws IOException {
    attempt(NAME, () -> CsvImages.read(NAME, new ByteArrayInputStream(bytes), FEATURES));
    Allocation allocation = new Allocation();
    ImageRows rows =
        attempt(NAME, () -> CsvImages.read(NAME, new ByteArrayInputStream(bytes), FEATURES));
    allocation.requireAtMost(SLACK + PER_BYTE * bytes.length);
    if (rows != null) {
      assertThat(rows.pixels()).hasSize(rows.rows() * FEATURES);
      String text = new String(bytes, StandardCharsets.UTF_8);
      long lines =
          Stream.of((text.startsWith("\ufeff") ? text.substring(1) : text).split("\n", -1))
              .filter(line -> !line.strip().isEmpty())
              .count();
      assertThat((long) rows.rows()).isBetween(lines - 1, lines); // one may be a header
    }
  }

  @FuzzTest
  void image(byte[] bytes) throws IOException {
    StoredPicture picture =
        attempt(NAME, () -> ImageFile.read(NAME, bytes.length, new ByteArrayInputStream(bytes)));
    if (picture != null) {
      GreyImage image = picture.grey();
      assertThat(image.pixels()).hasSize(image.width() * image.height()).isNotEmpty();
      ColourImage colours = picture.colours();
      assertThat(colours.pixels()).hasSize(3 * image.pixels().length);
      if (!colours.isColoured()) {
        assertThat(colours.green().pixels()).isEqualTo(image.pixels());
      }
    }
  }

  /** The judges above can fail: an array with one value changed is told from what it was. */
  @Test
  void aChangedValueIsSeen() throws IOException {
    NpyArray one = new NpyArray(List.of(2), new float[] {1, 2});
    NpyArray other = new NpyArray(List.of(2), new float[] {1, 3});
    requireSame(one, one);
    assertThatThrownBy(() -> requireSame(one, other)).isInstanceOf(AssertionError.class);
    assertThatThrownBy(
            () ->
                attempt(
                    NAME,
                    () -> {
                      throw new DataException("names nothing");
                    }))
        .isInstanceOf(AssertionError.class);
  }
}
