package dev.incline.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** JSON: what {@code --json} prints, and what the files of this program hold. */
public final class Json {
  /** Takes no text for a number, nothing missing, nothing unknown, nothing behind the end. */
  public static final JsonMapper STRICT =
      JsonMapper.builder()
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /** The document, indented, without a last line's end. */
  public static String text(Object document) {
    return text(STRICT.writerWithDefaultPrettyPrinter(), document);
  }

  /** On one line, without its end. */
  public static String line(Object document) {
    return text(STRICT.writer(), document);
  }

  private static String text(ObjectWriter writer, Object document) {
    try {
      return writer.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new AssertionError("numbers and text have a JSON form", e);
    }
  }

  /** A number where it is one: JSON has no infinity. */
  public static Object finite(double value) {
    return Double.isFinite(value) ? value : Double.toString(value);
  }
}
