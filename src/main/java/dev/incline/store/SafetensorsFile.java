package dev.incline.store;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.incline.data.FileKind;
import dev.incline.file.InputFile;
import dev.incline.file.JsonFault;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Named float32 tensors and text metadata in the safetensors format: 8 bytes little-endian length
 * of the header, the header in JSON, padded with spaces to a multiple of 8, then the tensors'
 * little-endian bytes, without a gap. See https://github.com/huggingface/safetensors#format.
 *
 * @param metadata in order
 * @param tensors by name, in the order of their bytes
 */
public record SafetensorsFile(Map<String, String> metadata, Map<String, Tensor> tensors) {
  /**
   * Row-major values.
   *
   * @param shape sizes whose product is the number of values
   */
  public record Tensor(int[] shape, float[] values) {
    public Tensor {
      long size = 1;
      for (int length : shape) {
        size *= length;
      }
      if (size != values.length) {
        throw new IllegalArgumentException(
            Phrase.of("%d values do not fill %s", values.length, Arrays.toString(shape)));
      }
    }
  }

  private static final long LONGEST_HEADER = 100_000_000; // the format's own limit
  private static final String METADATA = "__metadata__";
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * Text that must be there.
   *
   * @throws IllegalArgumentException naming the key, where it is not
   */
  public String required(String key) {
    String value = metadata.get(key);
    if (value == null) {
      throw new IllegalArgumentException("it has no metadata " + key);
    }
    return value;
  }

  /** Writes the file, replacing what is there. */
  public void write(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      write(out);
    }
  }

  public void write(OutputStream out) throws IOException {
    byte[] header = header();
    byte[] length = new byte[8];
    littleEndian(length).putLong(header.length);
    out.write(length);
    out.write(header);
    for (Tensor tensor : tensors.values()) {
      byte[] bytes = new byte[4 * tensor.values.length];
      littleEndian(bytes).asFloatBuffer().put(tensor.values);
      out.write(bytes);
    }
  }

  private byte[] header() throws JsonProcessingException {
    ObjectNode root = JSON.createObjectNode();
    metadata.forEach(root.putObject(METADATA)::put);
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor tensor = entry.getValue();
      ObjectNode node = root.putObject(entry.getKey()).put("dtype", "F32");
      ArrayNode shape = node.putArray("shape");
      for (int length : tensor.shape) {
        shape.add(length);
      }
      node.putArray("data_offsets").add(offset).add(offset + 4L * tensor.values.length);
      offset += 4L * tensor.values.length;
    }
    byte[] text = JSON.writeValueAsBytes(root);
    byte[] padded = Arrays.copyOf(text, (text.length + 7) / 8 * 8);
    Arrays.fill(padded, text.length, padded.length, (byte) ' ');
    return padded;
  }

  /**
   * Reads and checks a file, header first, before anything of the claimed size is allocated.
   *
   * @throws IOException naming the file and what is wrong with it
   */
  public static SafetensorsFile read(Path file) throws IOException {
    try (InputStream in = InputFile.open(file, InputFile.LARGE)) {
      return read(file, in, Files.size(file));
    } catch (IOException e) {
      throw told(file, e);
    } catch (OutOfMemoryError e) {
      throw new IOException(
          Phrase.of(
              "%s cannot be read: its %,d bytes do not fit Java's memory", file, Files.size(file)),
          e);
    }
  }

  /**
   * Reads what a stream of so many bytes holds.
   *
   * @param file for messages
   */
  public static SafetensorsFile read(Path file, InputStream in, long size) throws IOException {
    require(size >= 8, file, "it has %d bytes, too few for a header", size);
    long length = littleEndian(in.readNBytes(8)).getLong();
    require(
        length >= 2 && length <= LONGEST_HEADER && length <= size - 8,
        file,
        "its header claims %s bytes of a file of %d",
        Long.toUnsignedString(length),
        size);
    JsonNode root = parse(file, in.readNBytes((int) length));
    return new SafetensorsFile(metadata(file, root), tensors(file, root, in, size - 8 - length));
  }

  /** What is wrong with a file, where it is plainly of another kind. */
  private static IOException told(Path file, IOException e) {
    FileKind kind = FileKind.of(file);
    boolean known = kind != FileKind.SAFETENSORS && kind != FileKind.UNKNOWN;
    return !known || e instanceof NoSuchFileException || e instanceof AccessDeniedException
        ? e
        : new IOException(
            "%s is %s, which is not a safetensors file".formatted(file, FileKind.phrase(file)), e);
  }

  private static JsonNode parse(Path file, byte[] header) throws IOException {
    require(header[0] == '{', file, "its header does not begin with '{'");
    try {
      return JSON.readTree(new String(header, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IOException(
          "%s is no safetensors file: its header is not JSON: %s".formatted(file, JsonFault.of(e)),
          e);
    }
  }

  private static Map<String, String> metadata(Path file, JsonNode root) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    JsonNode node = root.path(METADATA);
    require(node.isMissingNode() || node.isObject(), file, "its metadata is not an object");
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      require(entry.getValue().isTextual(), file, "metadata %s is not text", entry.getKey());
      metadata.put(entry.getKey(), entry.getValue().textValue());
    }
    return metadata;
  }

  private static Map<String, Tensor> tensors(
      Path file, JsonNode root, InputStream in, long dataBytes) throws IOException {
    Map<Long, String> byOffset = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      if (!entry.getKey().equals(METADATA)) {
        long begin = checkedBegin(file, entry.getKey(), entry.getValue());
        String other = byOffset.put(begin, entry.getKey());
        require(other == null, file, "tensors %s and %s overlap", other, entry.getKey());
      }
    }
    long end = 0;
    for (Map.Entry<Long, String> entry : byOffset.entrySet()) {
      require(
          entry.getKey() == end, file, "there is a gap or an overlap before %s", entry.getValue());
      end = root.get(entry.getValue()).get("data_offsets").get(1).longValue();
    }
    require(end == dataBytes, file, "its tensors take %d bytes, but %d are there", end, dataBytes);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (String name : byOffset.values()) {
      tensors.put(name, tensor(root.get(name), in));
    }
    return tensors;
  }

  /** The tensor's first byte, after its type, shape and offsets were found to fit. */
  private static long checkedBegin(Path file, String name, JsonNode node) throws IOException {
    String dtype = node.path("dtype").asText();
    require(dtype.equals("F32"), file, "tensor %s is '%s', not F32", name, dtype);
    JsonNode shape = node.path("shape");
    require(shape.isArray(), file, "tensor %s has no shape", name);
    long values = 1;
    for (JsonNode length : shape) {
      require(
          length.isInt() && length.intValue() >= 1 && values <= Integer.MAX_VALUE,
          file,
          "tensor %s cannot have shape %s",
          name,
          shape);
      values *= length.intValue();
    }
    JsonNode offsets = node.path("data_offsets");
    require(
        offsets.isArray()
            && offsets.size() == 2
            && isLong(offsets.get(0))
            && isLong(offsets.get(1)),
        file,
        "tensor %s has no data offsets",
        name);
    long begin = offsets.get(0).longValue();
    long bytes = offsets.get(1).longValue() - begin;
    require(
        begin >= 0 && values <= Integer.MAX_VALUE / 4 && bytes == 4 * values,
        file,
        "tensor %s of shape %s does not fit its offsets %s",
        name,
        shape,
        offsets);
    return begin;
  }

  /** A whole number: 0.5 can be converted as well. */
  private static boolean isLong(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong();
  }

  private static Tensor tensor(JsonNode node, InputStream in) throws IOException {
    JsonNode sizes = node.get("shape");
    int[] shape = new int[sizes.size()];
    int count = 1;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = sizes.get(i).intValue();
      count *= shape[i];
    }
    float[] values = new float[count];
    littleEndian(in.readNBytes(4 * count)).asFloatBuffer().get(values);
    return new Tensor(shape, values);
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void require(boolean condition, Path file, String what, Object... values)
      throws IOException {
    if (!condition) {
      throw new IOException(
          file + " is no usable safetensors file: " + String.format(Locale.ROOT, what, values));
    }
  }
}
