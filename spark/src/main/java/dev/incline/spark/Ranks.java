package dev.incline.spark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The option {@code --ranks}, which only the command line on Spark has.
 *
 * @param number null where it is not given
 * @param others the words beside it
 */
record Ranks(@Nullable Integer number, String... others) {
  private static final String NAME = "--ranks";

  static Ranks of(String... args) {
    Integer number = null;
    List<String> others = new ArrayList<>();
    for (Iterator<String> words = List.of(args).iterator(); words.hasNext(); ) {
      String word = words.next();
      if (word.equals(NAME)) {
        number = number(words.hasNext() ? words.next() : "");
      } else if (word.startsWith(NAME + "=")) {
        number = number(word.substring(NAME.length() + 1));
      } else {
        others.add(word);
      }
    }
    return new Ranks(number, others.toArray(String[]::new));
  }

  private static int number(String text) {
    if (!text.matches("[1-9][0-9]{0,2}")) {
      throw new UsageException(
          "--ranks must be a whole number from 1 to 999, not '%s'".formatted(text));
    }
    return Integer.parseInt(text);
  }
}
