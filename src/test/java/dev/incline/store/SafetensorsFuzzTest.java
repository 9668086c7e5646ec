package dev.incline.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.incline.testing.Allocation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Whatever bytes a model file has: it is read to exactly the bytes it holds, or refused in words
 * that name it, and no more is allocated than its size justifies.
 */
class SafetensorsFuzzTest {
  private static final long SLACK = 1 << 20; // buffers, and words

  private static final long PER_BYTE = 200; // a JSON node for every other byte of the header
  private Path file;

  @BeforeEach
  void create() throws IOException {
    file = Files.createDirectories(Path.of("target", "fuzz")).resolve("file.safetensors");
  }

  @AfterEach
  void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  @FuzzTest
  void tensors(byte[] bytes) throws IOException {
    Files.write(file, bytes);
    attempt(); // also loads classes, which the fuzzer instruments
    Allocation allocation = new Allocation();
    SafetensorsFile content = attempt();
    allocation.requireAtMost(SLACK + PER_BYTE * bytes.length);
    if (content != null) {
      assertThat(payload(content)).isEqualTo(payload(bytes));
    }
  }

  private SafetensorsFile attempt() {
    try {
      return SafetensorsFile.read(file);
    } catch (IOException e) {
      assertThat(e.getMessage()).contains(file.toString());
      return null;
    }
  }

  @FuzzTest
  void model(byte[] bytes) throws IOException {
    Files.write(file, bytes);
    SavedModel model;
    try {
      model = SavedModel.read(file);
    } catch (IOException e) {
      assertThat(e.getMessage()).contains(file.toString());
      return;
    }
    assertThat(model.classes()).hasSize(model.weights().network().classes());
    assertThat(payload(SafetensorsFile.read(file))).isEqualTo(payload(bytes));
    model.write(file);
    SavedModel again = SavedModel.read(file);
    assertThat(again.weights().sha256()).isEqualTo(model.weights().sha256());
    assertThat(again.classes()).isEqualTo(model.classes());
  }

  /** What follows the header. */
  private static byte[] payload(byte[] bytes) {
    long header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return Arrays.copyOfRange(bytes, 8 + (int) header, bytes.length);
  }

  private static byte[] payload(SafetensorsFile content) {
    int values = content.tensors().values().stream().mapToInt(t -> t.values().length).sum();
    ByteBuffer all = ByteBuffer.allocate(4 * values).order(ByteOrder.LITTLE_ENDIAN);
    for (SafetensorsFile.Tensor tensor : content.tensors().values()) {
      for (float value : tensor.values()) {
        all.putInt(Float.floatToRawIntBits(value));
      }
    }
    return all.array();
  }
}
