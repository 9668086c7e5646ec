package dev.incline.sweep;

import dev.incline.wording.InvalidOptionException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of several equal parts of a sweep: every {@code of}-th run, from the {@code number}-th on.
 *
 * @param number from 1
 */
public record Part(int number, int of) {
  /** What {@link #parse} takes. */
  public static final String SYNTAX = "I/N with I from 1 to N, and N at most 100000, such as 2/8";

  private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,5})/([1-9][0-9]{0,5})");

  /** All of it. */
  public static final Part WHOLE = new Part(1, 1);

  /**
   * Reads such as {@code 2/8}.
   *
   * @throws InvalidOptionException when the text is no {@link #SYNTAX}
   */
  public static Part parse(String text) {
    Matcher match = TEXT.matcher(text);
    if (match.matches()) {
      Part part = new Part(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2)));
      if (part.number <= part.of && part.of <= 100_000) {
        return part;
      }
    }
    throw new InvalidOptionException("--part must be %s, not '%s'".formatted(SYNTAX, text));
  }

  /** Those of the runs that are in this part, in their order. */
  <T> Map<String, T> of(Map<String, T> runs) {
    List<String> names = new ArrayList<>(runs.keySet());
    Map<String, T> own = new LinkedHashMap<>();
    for (int i = number - 1; i < names.size(); i += of) {
      own.put(names.get(i), runs.get(names.get(i)));
    }
    return own;
  }
}
