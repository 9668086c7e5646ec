package dev.incline.wording;

import com.google.errorprone.annotations.FormatMethod;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Sentences with numbers in them: 48,000 and 0.5 whatever the locale of the machine. */
public final class Phrase {
  private Phrase() {}

  /** As {@link String#formatted}, which would write 48.000 and 0,5 on a German machine. */
  @FormatMethod
  public static String of(String format, @Nullable Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** The text, or its beginning where it has more letters than fit. */
  public static String shortened(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }
}
