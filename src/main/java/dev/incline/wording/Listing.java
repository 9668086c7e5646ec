package dev.incline.wording;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Lists that may be long: the first ten, and how many more there are. */
public final class Listing {
  private static final int SHOWN = 10;

  private Listing() {}

  /** Such as {@code a, b, c}, and {@code and 5 more} where there are more than ten. */
  public static String of(Collection<?> values) {
    return of(values, ", ");
  }

  /**
   * As {@link #of(Collection)}, between separators of its own.
   *
   * @param separator between two; where it breaks the line, what is left out stands on its own line
   */
  public static String of(Collection<?> values, String separator) {
    List<String> shown = new ArrayList<>();
    values.stream().limit(SHOWN).forEach(value -> shown.add(String.valueOf(value)));
    String text = String.join(separator, shown);
    if (values.size() <= SHOWN) {
      return text;
    }
    String before = separator.contains("\n") ? separator : " ";
    return text + before + Phrase.of("and %,d more", values.size() - SHOWN);
  }
}
