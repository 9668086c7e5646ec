package dev.incline.wording;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Numbers as people write them, with all their digits: 0.0001, 1e-7, 64. */
public final class Numeral {
  private static final double LEAST = 1e-5; // below it, and from MOST on, powers of ten are shown
  private static final double MOST = 1e15;

  private Numeral() {}

  /** The shortest text that is read back as the same number. */
  public static String of(double value) {
    return of(value, Double.toString(value));
  }

  /** As {@link #of(double)}, with the digits of a float. */
  public static String of(float value) {
    return of(value, Float.toString(value));
  }

  private static String of(double value, String digits) {
    if (!Double.isFinite(value)) {
      return digits;
    }
    BigDecimal exact = new BigDecimal(digits).stripTrailingZeros();
    double size = Math.abs(value);
    if (value == 0 || (size >= LEAST && size < MOST)) {
      return exact.toPlainString();
    }
    int exponent = exact.precision() - exact.scale() - 1;
    return exact.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
  }

  /** An option's value: a number by {@link #of(double)}, a list without brackets, else its text. */
  public static String value(Object value) {
    if (value instanceof Collection<?> parts) {
      List<String> each = new ArrayList<>();
      parts.forEach(part -> each.add(value(part)));
      return String.join(",", each);
    } else if (value instanceof Double number) {
      return of(number.doubleValue());
    }
    return value instanceof Float number ? of(number.floatValue()) : String.valueOf(value);
  }

  /** {@code 1 run}, {@code 60,000 runs}. */
  public static String count(long n, String noun) {
    return count(n, noun, noun + "s");
  }

  /** {@code 1 class}, {@code 10 classes}. */
  public static String count(long n, String noun, String plural) {
    return String.format(Locale.ROOT, "%,d %s", n, n == 1 ? noun : plural);
  }

  /** {@code 12.5 MiB}. */
  public static String bytes(long n) {
    return n < 1 << 20
        ? Phrase.of("%,.1f KiB", n / 1024.0)
        : Phrase.of("%,.1f MiB", n / 1024.0 / 1024.0);
  }
}
