package dev.incline.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incline.store.SafetensorsFile.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsFileTest {
  @TempDir private Path folder;

  /** By hand, by the rules of https://github.com/huggingface/safetensors#format. */
  @Test
  void bytesAreThoseOfTheFormat() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("W1", new Tensor(new int[] {2, 3}, new float[] {1, 2, 3, 4, 5, 6}));
    tensors.put("b1", new Tensor(new int[] {3}, new float[] {-0f, 0.5f, Float.MIN_VALUE}));
    Path file = folder.resolve("a.safetensors");
    new SafetensorsFile(Map.of("who", "a \"name\""), tensors).write(file);

    byte[] bytes = Files.readAllBytes(file);
    int header = 0;
    for (int i = 7; i >= 0; i--) {
      header = header << 8 | (bytes[i] & 0xff);
    }
    assertThat(header % 8).isZero();
    assertThat(bytes).hasSize(8 + header + 4 * 9);
    String text = new String(bytes, 8, header, UTF_8);
    assertThat(text).startsWith("{").matches("(?s).*} *");
    JsonNode json = new ObjectMapper().readTree(text);
    assertThat(json.at("/__metadata__/who").textValue()).isEqualTo("a \"name\"");
    assertThat(json.get("W1").toString())
        .isEqualTo("{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]}");
    assertThat(json.get("b1").toString())
        .isEqualTo("{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[24,36]}");
    // 1.0f is 3F800000 and comes first; -0f is 80000000; the least float is 00000001
    assertThat(bytes[8 + header + 3]).isEqualTo((byte) 0x3f);
    assertThat(bytes[8 + header + 2]).isEqualTo((byte) 0x80);
    assertThat(bytes[8 + header + 27]).isEqualTo((byte) 0x80);
    assertThat(bytes[8 + header + 32]).isEqualTo((byte) 1);

    SafetensorsFile read = SafetensorsFile.read(file);
    assertThat(read.metadata()).containsExactly(Map.entry("who", "a \"name\""));
    assertThat(read.tensors().keySet()).containsExactly("W1", "b1");
    assertThat(read.tensors().get("W1").shape()).containsExactly(2, 3);
    assertThat(read.tensors().get("W1").values()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(read.tensors().get("b1").values()).containsExactly(-0f, 0.5f, Float.MIN_VALUE);
  }

  @Test
  void tensorsMayStandInAnyOrderInTheHeader() throws IOException {
    Path file =
        file(
            "{'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]},"
                + "'a':{'dtype':'F32','shape':[],'data_offsets':[0,4]}}",
            8);
    assertThat(SafetensorsFile.read(file).tensors().keySet()).containsExactly("a", "b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a':{'dtype':'F16','shape':[2],'data_offsets':[0,4]}} | 4 | tensor a is 'F16', not F32",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}} | 4 | does not fit its offsets",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 8 | take 4 bytes, but 8 are",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | 4 | take 8 bytes, but 4 are",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | 8 | a gap or an overlap before a",
        "{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}} | 4 | cannot have shape [-1]",
        "{'a':{'dtype':'F32','shape':[99999,99999],'data_offsets':[0,4]}} | 4 | does not fit its",
        "{'a':{'dtype':'F32','shape':[65536,65536,65536,65536],'data_offsets':[0,4]}} | 4 | cannot have shape",
        "{'a':{'dtype':'F32','shape':[1]}} | 4 | tensor a has no data offsets",
        "{'a':{'dtype':'F32','data_offsets':[0,4]}} | 4 | tensor a has no shape",
        "{'a':7} | 4 | tensor a is",
        "{'__metadata__':{'n':1}} | 0 | metadata n is not text",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'a':{}} | 4 | is not JSON",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]} | 4 | is not JSON",
        "[] | 0 | does not begin with '{'",
      })
  void aWrongHeaderIsRefused(String header, int dataBytes, String message) throws IOException {
    refuses(file(header, dataBytes), message);
  }

  @Test
  void twoTensorsAtOnePlaceAreRefused() throws IOException {
    String place = ":{'dtype':'F32','shape':[1],'data_offsets':[0,4]}";
    refuses(file("{'a'" + place + ",'b'" + place + "}", 4), "tensors a and b overlap");
  }

  @Test
  void aHeaderThatCannotBeThereIsRefused() throws IOException {
    Path file = folder.resolve("bad.safetensors");
    Files.write(file, new byte[5]);
    refuses(file, "5 bytes, too few");
    Files.write(file, lengthAnd(-1, "{}"));
    refuses(file, "claims 18446744073709551615 bytes");
    Files.write(file, lengthAnd(3, "{}"));
    refuses(file, "claims 3 bytes of a file of 10");
    Files.write(file, lengthAnd(0, "{}"));
    refuses(file, "claims 0 bytes");
  }

  private static void refuses(Path file, String message) {
    assertThatThrownBy(() -> SafetensorsFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message);
  }

  private Path file(String header, int dataBytes) throws IOException {
    String text = header.replace('\'', '"');
    return Files.write(
        folder.resolve("bad.safetensors"), lengthAnd(text.length(), text + "\0".repeat(dataBytes)));
  }

  private static byte[] lengthAnd(long length, String rest) {
    return ByteBuffer.allocate(8 + rest.length())
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(rest.getBytes(UTF_8))
        .array();
  }
}
