package dev.incline.experiment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says which of the names that are known a wrong one comes nearest to. */
final class KnownNames {
  /** What others call our options. */
  private static final Map<String, String> ALIASES =
      Map.of(
          "learning-rate", "lr",
          "batch-size", "batch",
          "hidden-size", "hidden",
          "weight-decay", "l2",
          "reg", "l2");

  private KnownNames() {}

  /** Such as {@code "did you mean 'lr'? Known are: batch, lr"}. */
  static String suggestion(String wrong, Collection<String> known) {
    List<String> candidates = new ArrayList<>(known);
    ALIASES.forEach(
        (alias, name) -> {
          if (known.contains(name)) {
            candidates.add(alias);
          }
        });
    String near =
        candidates.stream()
            .min(Comparator.comparingInt(name -> distance(plain(wrong), plain(name))))
            .orElseThrow();
    String nearest = known.contains(near) ? near : ALIASES.getOrDefault(near, near);
    return "did you mean '%s'? Known are: %s"
        .formatted(nearest, String.join(", ", known.stream().sorted().toList()));
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Insertions, deletions and replacements that make one the other (Levenshtein 1966). */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
