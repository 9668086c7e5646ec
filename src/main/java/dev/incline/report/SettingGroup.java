package dev.incline.report;

import dev.incline.report.pages.ReportText;
import dev.incline.statistics.Comparison;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Settings that are compared with each other.
 *
 * @param name for files
 * @param title of its section
 * @param varied names of the options in which the settings differ
 * @param settings in the order of their values
 * @param winnerOf the name of the search whose best setting this is, on fresh seeds; empty for any
 *     other group
 */
public record SettingGroup(
    String name, String title, List<String> varied, List<Setting> settings, String winnerOf) {
  /** So many settings have no pairs that anybody reads, and none that a correction leaves. */
  static final int TESTED = 100;

  /**
   * Two settings that a test compared.
   *
   * @param corrected whether it is one test of several
   */
  record Pair(Setting first, Setting second, Comparison test, boolean corrected) {
    String p() {
      return ReportText.probability(test.corrected());
    }

    double difference() {
      return first.score().mean() - second.score().mean();
    }

    double distance() {
      return Math.abs(difference());
    }
  }

  public SettingGroup {
    varied = List.copyOf(varied);
    settings = settings.stream().sorted(inOrderOf(varied)).toList();
  }

  /** Settings that no search has chosen. */
  public SettingGroup(String name, String title, List<String> varied, List<Setting> settings) {
    this(name, title, varied, settings, "");
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

  /** NaN where the text is no number. */
  static Double number(String text) {
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
    return Run.measure(runs());
  }

  /**
   * The finished settings, best mean of {@link #measure} first; one of which a run did not learn,
   * or failed, comes after all others.
   */
  List<Setting> ranked() {
    return finished().stream()
        .sorted(
            Comparator.comparingInt(SettingGroup::trouble)
                .thenComparing(Comparator.comparingDouble((Setting s) -> -s.score().mean())))
        .toList();
  }

  /** The first of them, where it learnt. */
  Optional<Setting> best() {
    return ranked().stream().limit(1).filter(s -> !s.learnt().isEmpty()).findFirst();
  }

  static int trouble(Setting setting) {
    return setting.isReliable() ? 0 : setting.learnt().isEmpty() ? 2 : 1;
  }

  /** Those that tests compare: two runs or more learnt. Best first; none of too many. */
  List<Setting> tested() {
    List<Setting> tested = ranked().stream().filter(s -> s.learnt().size() > 1).toList();
    return tested.size() > TESTED ? List.of() : tested;
  }

  /** Every pair of {@link #tested}, in their order. */
  List<Pair> pairs() {
    List<Setting> tested = tested();
    List<Comparison> tests = Comparison.ofAll(tested.stream().map(Setting::score).toList());
    return tests.stream()
        .map(t -> new Pair(tested.get(t.first()), tested.get(t.second()), t, tests.size() > 1))
        .toList();
  }

  /** What the test of two settings says, where one was made; the better one first. */
  Optional<Pair> pair(Setting first, Setting second) {
    return pairs().stream()
        .filter(pair -> pair.first().equals(first) && pair.second().equals(second))
        .findFirst();
  }
}
