package dev.incline.file;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is wrong with a text that should be JSON of some kind, in the words of its readers. */
public final class JsonFault {
  private static final Pattern MISSING = Pattern.compile("Missing creator property '(.*?)'");
  private static final Pattern EMPTY = Pattern.compile("Null value for creator property '(.*?)'");

  private JsonFault() {}

  /** For a message that has named the file, as in {@code FILE is damaged: REASON}. */
  public static String of(JsonProcessingException e) {
    String text = String.valueOf(e.getOriginalMessage());
    Matcher missing = MISSING.matcher(text);
    Matcher empty = EMPTY.matcher(text);
    if (missing.lookingAt()) {
      return "it has no '%s'".formatted(missing.group(1));
    } else if (empty.lookingAt()) {
      return "its '%s' has no value".formatted(empty.group(1));
    } else if (e instanceof UnrecognizedPropertyException unknown) {
      return "'%s' is no name that it may have%s".formatted(unknown.getPropertyName(), place(e));
    } else if (e instanceof MismatchedInputException wrong) {
      String name = name(wrong.getPath());
      return (name.isEmpty() ? "it holds a value" : "the value of '%s' is".formatted(name))
          + " of another kind"
          + place(e);
    } else if (e instanceof JsonEOFException) {
      return "it ends too early" + place(e);
    } else if (e instanceof JsonParseException) {
      return "it is no JSON%s: %s".formatted(place(e), text.lines().findFirst().orElse(""));
    }
    return text.lines().findFirst().orElse("") + place(e);
  }

  /** Such as {@code epochs[2].seconds}. */
  private static String name(List<JsonMappingException.Reference> path) {
    StringBuilder name = new StringBuilder();
    for (JsonMappingException.Reference part : path) {
      if (part.getFieldName() == null) {
        name.append('[').append(part.getIndex()).append(']');
      } else {
        name.append(name.isEmpty() ? "" : ".").append(part.getFieldName());
      }
    }
    return name.toString();
  }

  private static String place(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    return at == null || at.getLineNr() < 1
        ? ""
        : String.format(Locale.ROOT, " (line %d, column %d)", at.getLineNr(), at.getColumnNr());
  }
}
