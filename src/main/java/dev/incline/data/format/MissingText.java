package dev.incline.data.format;

import java.util.Locale;
import java.util.Set;

/** What tables have in place of a value that nobody knows. */
final class MissingText {
  private static final Set<String> WORDS = Set.of("na", "n/a", "#n/a", "nan", "null", "none", "?");
  private static final int LONGEST = 4;

  private MissingText() {}

  /** Whether the text, without spaces around it, is empty or such a word, in any case. */
  static boolean is(char[] buf, int from, int end) {
    return from == end || (end - from <= LONGEST && is(new String(buf, from, end - from)));
  }

  /** The same of a text with spaces around it. */
  static boolean is(String text) {
    String word = text.strip().toLowerCase(Locale.ROOT);
    return word.isEmpty() || WORDS.contains(word);
  }
}
