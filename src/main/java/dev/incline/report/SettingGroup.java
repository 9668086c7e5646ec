package dev.incline.report;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Settings that are compared with each other.
 *
 * @param name for files
 * @param title of its section
 * @param varied names of the options in which the settings differ
 * @param settings in the order of their values
 */
public record SettingGroup(String name, String title, List<String> varied, List<Setting> settings) {
  public SettingGroup {
    varied = List.copyOf(varied);
    settings = settings.stream().sorted(inOrderOf(varied)).toList();
  }

  private static Comparator<Setting> inOrderOf(List<String> varied) {
    return (a, b) -> {
      for (String option : varied) {
        int order =
            compareValues(a.values().getOrDefault(option, ""), b.values().getOrDefault(option, ""));
        if (order != 0) {
          return order;
        }
      }
      return 0;
    };
  }

  /** Numbers by size, and before text; text by letters. */
  static int compareValues(String a, String b) {
    Double x = number(a);
    Double y = number(b);
    boolean numbers = !x.isNaN() && !y.isNaN();
    return numbers ? x.compareTo(y) : x.isNaN() && y.isNaN() ? a.compareTo(b) : x.isNaN() ? 1 : -1;
  }

  private static Double number(String text) {
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** Settings of which at least one run finished. */
  List<Setting> finished() {
    return settings.stream().filter(s -> !s.isEmpty()).toList();
  }

  Stream<Run> runs() {
    return settings.stream().flatMap(s -> s.runs().stream());
  }

  /** What its settings are compared by. */
  String measure() {
    return runs().allMatch(Run::hasValidation) ? "validation accuracy" : "training accuracy";
  }

  /** The finished settings, best mean of {@link #measure} first. */
  List<Setting> ranked() {
    return finished().stream()
        .sorted(Comparator.comparingDouble((Setting s) -> -s.score().mean()))
        .toList();
  }
}
