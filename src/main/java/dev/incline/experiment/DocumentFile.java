package dev.incline.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.incline.data.FileKind;
import dev.incline.file.Json;
import dev.incline.file.JsonFault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and writes JSON and YAML files; what is wrong with one is said with its name. */
final class DocumentFile {
  /** Writes; {@link YamlReader} reads. */
  static final ObjectMapper YAML =
      YAMLMapper.builder()
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .build();

  private static final Logger log = LoggerFactory.getLogger(DocumentFile.class);

  private DocumentFile() {}

  /**
   * Every field must be there.
   *
   * @throws IOException naming the file: missing, empty, cut short, or not of the form
   */
  static <T> T read(Path file, Class<T> type) throws IOException {
    return parse(TextFile.read(file), file.toString(), type);
  }

  /**
   * As {@link #read}, of a file that an older program may have written.
   *
   * @param modernise brings such a document into the present form; whether there was anything to do
   */
  static <T> T read(Path file, Class<T> type, Predicate<JsonNode> modernise) throws IOException {
    return parse(TextFile.read(file), file.toString(), type, modernise);
  }

  /**
   * As {@link #parse(String, String, Class)}, of what an older program may have written.
   *
   * @param modernise as in {@link #read(Path, Class, Predicate)}
   */
  static <T> T parse(String text, String where, Class<T> type, Predicate<JsonNode> modernise)
      throws IOException {
    try {
      JsonNode root = text.isBlank() ? null : Json.STRICT.readTree(text);
      if (root != null && modernise.test(root)) {
        return parse(Json.STRICT.writeValueAsString(root), where, type);
      }
    } catch (JsonProcessingException e) {
      log.debug("{} is no JSON", where, e); // said below, with its place in the text
    }
    return parse(text, where, type);
  }

  /** As {@link #read}; fields may be missing. */
  static <T> T readPartly(Path file, Class<T> type) throws IOException {
    ObjectReader reader =
        Json.STRICT
            .readerFor(type)
            .without(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .without(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);
    return type.cast(parse(TextFile.read(file), file.toString(), reader));
  }

  /**
   * @param where file, and line where that helps
   */
  static <T> T parse(String text, String where, Class<T> type) throws IOException {
    return type.cast(parse(text, where, Json.STRICT.readerFor(type)));
  }

  private static Object parse(String text, String where, ObjectReader reader) throws IOException {
    try {
      Object value = text.isBlank() ? null : reader.readValue(text);
      if (value == null) {
        throw new IOException(where + " is damaged: it is empty");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new IOException(where + " is damaged: " + JsonFault.of(e), e);
    }
  }

  /**
   * @return the root, a mapping
   * @throws IOException naming the file, and the place of what is wrong
   */
  static YamlNode yaml(Path file) throws IOException {
    FileKind kind = FileKind.of(file);
    boolean readable = kind.isText() || kind == FileKind.UNKNOWN || kind == FileKind.UTF16;
    if (kind != FileKind.MISSING && !readable) {
      throw new IOException("%s is %s, which is no YAML".formatted(file, FileKind.phrase(file)));
    }
    return YamlReader.read(file);
  }
}
