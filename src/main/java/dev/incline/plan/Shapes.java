package dev.incline.plan;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** What an op requires of its slots. */
final class Shapes {
  private Shapes() {}

  /**
   * Throws {@link IllegalArgumentException} with the message about the slots unless the condition
   * holds.
   */
  static void require(boolean condition, String message, Object... slots) {
    if (!condition) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, message, slots));
    }
  }

  /** How a formula names the rows {@code first} to before {@code first + count} of a matrix. */
  static String rows(int first, int count) {
    return "[" + first + ".." + (first + count) + "]";
  }

  /**
   * Requires that slots which an update reads and writes element by element are as large as its
   * parameter, and no two of all these the same.
   */
  @SafeVarargs
  static void requireAlike(Slot<float[]> parameter, Slot<float[]>... others) {
    Set<Slot<?>> before = new HashSet<>(Set.of(parameter));
    for (Slot<float[]> other : others) {
      require(
          other.rows() == parameter.rows() && other.cols() == parameter.cols(),
          "%s does not fit %s",
          other,
          parameter);
      require(before.add(other), "%s is overwritten while it is read", other);
    }
  }
}
