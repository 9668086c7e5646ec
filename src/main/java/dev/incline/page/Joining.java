package dev.incline.page;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Arabic letters in the forms that join them with their neighbours: Unicode's presentation forms,
 * which the fonts have. The forms of a letter are found by their names, which the JDK knows.
 */
final class Joining {
  private static final String LETTER = "ARABIC LETTER ";
  private static final String LAM_ALEF = "ARABIC LIGATURE LAM WITH ALEF";
  private static final char LAM = '\u0644';
  private static final char TATWEEL = '\u0640'; // joins on both sides, and is a line itself

  /** The letter's forms; 0 where there is none. */
  private record Forms(char isolated, char end, char start, char middle) {
    static final Forms NONE = new Forms((char) 0, (char) 0, (char) 0, (char) 0);

    Forms with(String name, char form) {
      if (name.endsWith(" ISOLATED FORM")) {
        return new Forms(form, end, start, middle);
      } else if (name.endsWith(" FINAL FORM")) {
        return new Forms(isolated, form, start, middle);
      } else if (name.endsWith(" INITIAL FORM")) {
        return new Forms(isolated, end, form, middle);
      }
      return name.endsWith(" MEDIAL FORM") ? new Forms(isolated, end, start, form) : this;
    }

    char of(boolean before, boolean after) {
      char form = before && after ? middle : before ? end : after ? start : isolated;
      return form != 0 ? form : before && end != 0 ? end : isolated;
    }
  }

  /** Read once, at the first Arabic letter. */
  private static final class Table {
    static final Map<Character, Forms> LETTERS = new HashMap<>();
    static final Map<Character, Forms> LIGATURES = new HashMap<>(); // of lam and this alef

    static {
      for (char form = '\ufb50'; form <= '\ufefc'; form++) {
        String name = String.valueOf(Character.getName(form));
        String letters = Normalizer.normalize(String.valueOf(form), Normalizer.Form.NFKC);
        boolean letter = name.startsWith(LETTER) && !name.contains("UIGHUR");
        if (letter && letters.length() == 1) {
          add(LETTERS, letters.charAt(0), name, form);
        } else if (name.startsWith(LAM_ALEF) && letters.length() == 2) {
          add(LIGATURES, letters.charAt(1), name, form);
        }
      }
    }

    private Table() {}

    private static void add(Map<Character, Forms> all, char letter, String name, char form) {
      all.put(letter, all.getOrDefault(letter, Forms.NONE).with(name, form));
    }
  }

  private Joining() {}

  /** The text with its Arabic letters joined, still in the order of reading. */
  static String joined(String text) {
    if (text.chars().noneMatch(c -> c >= 0x600 && c < 0x700)) {
      return text;
    }
    StringBuilder joined = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      Forms forms = Table.LETTERS.get(c);
      if (forms == null) {
        joined.append(c);
        continue;
      }
      int next = neighbour(text, i, 1);
      boolean before = joins(text, neighbour(text, i, -1), f -> f.start() != 0);
      Forms ligature = c == LAM && next == i + 1 ? Table.LIGATURES.get(text.charAt(next)) : null;
      if (ligature != null) {
        joined.append(ligature.of(before, false));
        i++;
      } else {
        joined.append(
            forms.of(
                before && forms.end() != 0,
                joins(text, next, f -> f.end() != 0) && forms.start() != 0));
      }
    }
    return joined.toString();
  }

  /** The next letter on a side, marks above and below passed over; -1 where there is none. */
  private static int neighbour(String text, int from, int step) {
    int i = from + step;
    while (i >= 0 && i < text.length() && isMark(text.charAt(i))) {
      i += step;
    }
    return i < text.length() ? i : -1;
  }

  static boolean isMark(char c) {
    return Character.getType(c) == Character.NON_SPACING_MARK;
  }

  /** Whether the letter at a place joins the one on a side of it. */
  private static boolean joins(String text, int at, Predicate<Forms> side) {
    Forms forms = at < 0 ? null : Table.LETTERS.get(text.charAt(at));
    return (forms != null && side.test(forms)) || (at >= 0 && text.charAt(at) == TATWEEL);
  }
}
