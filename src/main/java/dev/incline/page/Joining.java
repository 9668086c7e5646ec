package dev.incline.page;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Arabic letters in the forms that join them with their neighbours: Unicode's presentation forms,
 * which the fonts have. Those of a letter follow each other: isolated, at the end, at the start, in
 * the middle. Lam and alef together have forms, too.
 */
final class Joining {
  private static final char TATWEEL = '\u0640'; // joins on both sides, and is a line itself

  /** Read once, at the first Arabic letter. */
  private static final class Table {
    static final Map<String, String> FORMS = new HashMap<>(); // 1, 2 or 4 of them

    static {
      IntStream.rangeClosed('\ufb50', '\ufefc')
          .filter(form -> form < 0xfbe8 || form > 0xfbfb) // of Uighur, and ligatures
          .filter(form -> form < 0xfc00 || form > 0xfe7f) // ligatures, and marks
          .mapToObj(Character::toString)
          .forEach(
              form ->
                  FORMS.merge(
                      Normalizer.normalize(form, Normalizer.Form.NFKC), form, String::concat));
    }

    private Table() {}
  }

  private Joining() {}

  /** The text with its Arabic letters joined, still in the order of reading. */
  static String joined(String text) {
    if (text.chars().noneMatch(c -> c >= 0x600 && c < 0x700)) {
      return text;
    }
    StringBuilder joined = new StringBuilder();
    for (int i = 0, end; i < text.length(); i = end) {
      end = Math.min(i + 2, text.length());
      String letter = text.substring(i, end); // lam and alef
      if (!Table.FORMS.containsKey(letter)) {
        end = i + 1;
        letter = text.substring(i, end);
      }
      String forms = Table.FORMS.getOrDefault(letter, letter);
      boolean before = forms.length() > 1 && forms(text, i, -1) == 4;
      boolean after = forms.length() == 4 && forms(text, end - 1, 1) > 1;
      joined.append(forms.charAt((before ? 1 : 0) + (after ? 2 : 0)));
    }
    return joined.toString();
  }

  /** How many forms the next letter on a side has, marks above and below passed over. */
  private static int forms(String text, int from, int step) {
    int i = from + step;
    while (i >= 0 && i < text.length() && isMark(text.charAt(i))) {
      i += step;
    }
    return i < 0 || i >= text.length()
        ? 0
        : text.charAt(i) == TATWEEL
            ? 4
            : Table.FORMS.getOrDefault(text.substring(i, i + 1), "").length();
  }

  static boolean isMark(char c) {
    return Character.getType(c) == Character.NON_SPACING_MARK;
  }
}
