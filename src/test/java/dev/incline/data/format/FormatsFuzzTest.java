package dev.incline.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.incline.data.DataException;
import dev.incline.data.DataSource;
import dev.incline.data.Dataset;
import dev.incline.data.Inputs;
import dev.incline.testing.Allocation;
import dev.incline.wording.InvalidOptionException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * Whatever bytes a file of labelled data has: it is refused in words that name it, or what is read
 * agrees with an independent look at the bytes; no more is allocated than the file justifies.
 */
class FormatsFuzzTest {
  private static final long SLACK = 8 << 20; // buffers of the parser, words
  private static final long PER_BYTE =
      4 * 400; // of text, which is read four times: the first lines, then all, twice

  @FuzzTest
  void table(byte[] bytes) throws IOException {
    Path file = write("table.csv", bytes);
    attempt(file, request(file)); // loads classes, which the fuzzer instruments
    Allocation allocation = new Allocation();
    DataSource source = attempt(file, request(file));
    allocation.requireAtMost(SLACK + PER_BYTE * textLength(bytes));
    if (source != null) {
      requireAgrees(source, new String(bytes, StandardCharsets.UTF_8));
    }
  }

  @FuzzTest
  void npz(byte[] bytes) throws IOException {
    Path file = write("data.npz", bytes);
    DataSource source = attempt(file, DataRequest.of(file));
    if (source != null) {
      requireWhole(source.training());
      requireWhole(source.test());
    }
  }

  /** The bytes are both files of CIFAR-100. */
  @FuzzTest
  void cifar(byte[] bytes) throws IOException {
    Path test = write("test.bin", bytes);
    write("train.bin", bytes);
    DataSource source = attempt(test.getParent(), DataRequest.of(test.getParent()));
    if (source != null) {
      requireWhole(source.training());
      assertThat(source.test().rows() * 3074).isEqualTo(bytes.length);
      int last = bytes.length - 1;
      assertThat(source.test().images())
          .endsWith(bytes[last - 2048], bytes[last - 1024], bytes[last]);
    }
  }

  /** As much of a gzip file as unpacks. */
  private static long textLength(byte[] bytes) {
    long length = bytes.length;
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      while (in.read() >= 0) {
        length++;
      }
    } catch (IOException e) {
      return length; // no gzip, or its damaged rest
    }
    return length;
  }

  private static DataRequest request(Path file) {
    return new DataRequest(file, null, file, 0, 42, null);
  }

  private static DataSource attempt(Path file, DataRequest request) {
    try {
      return request.open();
    } catch (DataException e) {
      assertThat(e.getMessage()).contains(file.toString());
      return null;
    } catch (InvalidOptionException e) {
      assertThat(e.getMessage()).contains(file.toString());
      return null;
    }
  }

  private static void requireWhole(Dataset data) {
    assertThat(data.inputs().size()).isEqualTo(data.rows() * data.features());
    if (data.inputs() instanceof Inputs.Numbers numbers) {
      for (float value : numbers.array()) {
        assertThat(value).isFinite();
      }
    }
    assertThat(data.labels()).hasSize(data.rows());
    assertThat(data.classes()).isBetween(2, 256);
  }

  /** Text without quotes and lone carriage returns has a row in each line that is not empty. */
  private static void requireAgrees(DataSource source, String text) {
    requireWhole(source.training());
    assertThat(source.test().inputs().array()).isEqualTo(source.training().inputs().array());
    if (text.indexOf('"') < 0 && !text.matches("(?s).*\r(?!\n).*") && text.charAt(0) != 0x1f) {
      long lines = text.lines().filter(line -> !line.replace("\ufeff", "").isEmpty()).count();
      assertThat((long) source.training().rows()).isBetween(lines - 1, lines); // a line of names
    }
  }

  private static Path write(String name, byte[] bytes) throws IOException {
    return Files.write(Files.createDirectories(Path.of("target", "fuzz")).resolve(name), bytes);
  }

  /** The judge can fail: a table of which a row was lost is told. */
  @Test
  void aLostRowIsSeen() throws IOException {
    Path file = write("judge.csv", "label,a\n1,2\n2,3\n".getBytes(StandardCharsets.UTF_8));
    DataSource source = request(file).open();
    requireAgrees(source, Files.readString(file));
    assertThatThrownBy(() -> requireAgrees(source, "label,a\n1,2\n2,3\n2,3\n2,4\n"))
        .isInstanceOf(AssertionError.class);
  }
}
