package dev.incline.examine;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.incline.file.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One line from the child process: a mark, then a JSON array of its kind and its values. A driver
 * may print lines of its own, which have no mark.
 */
record Message(Kind kind, List<String> values) {
  /** What a line says. */
  enum Kind {
    BEGINS,
    PROBE,
    FINDING,
    SPEED,
    RATE,
    BUILD,
    FAILED,
    DONE
  }

  private static final String MARK = "incline-examination ";

  static Message of(Kind kind, Object... values) {
    List<String> texts = new ArrayList<>();
    for (Object value : values) {
      texts.add(String.valueOf(value));
    }
    return new Message(kind, texts);
  }

  String line() {
    List<String> all = new ArrayList<>(List.of(kind.name()));
    all.addAll(values);
    return MARK + Json.line(all);
  }

  /** Empty for a line that is none of ours. */
  static Optional<Message> parse(String line) {
    if (!line.startsWith(MARK)) {
      return Optional.empty();
    }
    try {
      List<String> all =
          List.of(Json.STRICT.readValue(line.substring(MARK.length()), String[].class));
      return Optional.of(new Message(Kind.valueOf(all.get(0)), all.subList(1, all.size())));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty(); // cut by the end of the process
    }
  }

  String text(int i) {
    return values.get(i);
  }

  double number(int i) {
    return Double.parseDouble(values.get(i));
  }
}
