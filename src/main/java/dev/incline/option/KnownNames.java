package dev.incline.option;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Says which of the names that are known a wrong one means: of commands, options and keys. */
public final class KnownNames {
  /** Names of commands and of options that are none of a training, and what others call them. */
  private static final Map<String, List<String>> OTHERS =
      Map.ofEntries(
          Map.entry("out", List.of("output", "output-dir", "out-dir", "save-dir", "save", "to")),
          Map.entry(
              "checkpoint-every", List.of("save-every", "checkpoint-interval", "save-interval")),
          Map.entry("resume", List.of("continue", "restore", "resume-from")),
          Map.entry("repeats", List.of("repetitions", "num-seeds", "seeds", "trials")),
          Map.entry("jobs", List.of("parallel", "n-jobs", "num-jobs")),
          Map.entry("top", List.of("top-k", "topk")),
          Map.entry("quiet", List.of("silent")),
          Map.entry("verbose", List.of("debug")),
          Map.entry("train", List.of("fit", "learn")),
          Map.entry("evaluate", List.of("eval", "test", "score")),
          Map.entry("predict", List.of("infer", "inference", "classify")),
          Map.entry("sweep", List.of("grid", "grid-search", "gridsearch", "search")),
          Map.entry("devices", List.of("list-devices", "list")),
          Map.entry("bench", List.of("benchmark", "perf")),
          Map.entry("download", List.of("get", "fetch")));

  private KnownNames() {}

  /** Such as {@code "did you mean 'lr'? Known are: batch, lr"}. */
  public static String suggestion(String wrong, Collection<String> known) {
    return nearest(wrong, known).map("did you mean '%s'? "::formatted).orElse("")
        + "Known are: "
        + String.join(", ", known.stream().sorted().toList());
  }

  /**
   * The known name that a wrong one means: by another name for the same, by its beginning, or by
   * few letters' difference; empty where none comes near.
   */
  public static Optional<String> nearest(String wrong, Collection<String> known) {
    String sought = plain(wrong);
    List<Map.Entry<String, String>> candidates = new ArrayList<>(); // a spelling, our name
    for (String name : known) {
      candidates.add(Map.entry(plain(name), name));
      synonyms(name).forEach(s -> candidates.add(Map.entry(s, name)));
    }
    List<String> begun =
        known.stream().filter(k -> sought.length() > 2 && plain(k).startsWith(sought)).toList();
    Optional<String> near =
        candidates.stream()
            .filter(c -> distance(sought, c.getKey()) <= tolerated(sought))
            .min(Comparator.comparingInt(c -> distance(sought, c.getKey())))
            .map(Map.Entry::getValue);
    boolean exact = candidates.stream().anyMatch(c -> c.getKey().equals(sought));
    return begun.size() == 1 && !exact ? Optional.of(begun.get(0)) : near;
  }

  private static List<String> synonyms(String name) {
    return OptionTable.find(name)
        .map(Option::aliases)
        .orElseGet(() -> OTHERS.getOrDefault(name, List.of()));
  }

  private static int tolerated(String name) {
    return name.length() < 4 ? 1 : name.length() < 9 ? 2 : 3;
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
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
