package dev.incline.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** What {@code --json} prints. */
public final class Json {
  private static final ObjectWriter WRITER =
      JsonMapper.builder().build().writerWithDefaultPrettyPrinter();

  private Json() {}

  /** The document, indented, without a last line's end. */
  public static String text(Object document) {
    try {
      return WRITER.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new AssertionError("numbers and text have a JSON form", e);
    }
  }

  /** A number where it is one: JSON has no infinity. */
  public static Object finite(double value) {
    return Double.isFinite(value) ? value : Double.toString(value);
  }
}
