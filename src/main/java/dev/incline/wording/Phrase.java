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
}
