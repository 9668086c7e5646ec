package dev.incline.report;

import dev.incline.report.pages.ReportText;
import dev.incline.statistics.Comparison;
import dev.incline.statistics.Estimate;
import dev.incline.statistics.Power;
import dev.incline.wording.Phrase;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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
   * @param tests how many were made in the group
   */
  record Pair(Setting first, Setting second, Comparison test, int tests) {
    private static final int FEW = 5; // seeds

    boolean isShown() {
      return test.isShown();
    }

    boolean isCorrected() {
      return tests > 1;
    }

    String p() {
      return ReportText.probability(test.corrected());
    }

    double difference() {
      return first.score().mean() - second.score().mean();
    }

    double distance() {
      return Math.abs(difference());
    }

    int seeds() {
      return Math.max(first.score().n(), second.score().n());
    }

    boolean isFew() {
      return seeds() <= FEW;
    }

    /** Whether there is a difference and a deviation, so that more seeds might show more. */
    boolean deviates() {
      Estimate a = first.score();
      Estimate b = second.score();
      return a.mean() != b.mean() && a.deviation() + b.deviation() != 0;
    }

    /** How many seeds it takes to show a difference as large as this. */
    String needed() {
      OptionalInt runs = Power.runs(first.score(), second.score(), tests);
      return runs.isPresent()
          ? Phrase.of("about %d seeds", runs.getAsInt())
          : Phrase.of("more than %,d seeds", Power.MOST);
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
    return runs().allMatch(Run::hasValidation) ? "validation accuracy" : "training accuracy";
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
        .map(t -> new Pair(tested.get(t.first()), tested.get(t.second()), t, tests.size()))
        .toList();
  }

  /** What the test of two settings says, where one was made; the better one first. */
  Optional<Pair> pair(Setting first, Setting second) {
    return pairs().stream()
        .filter(pair -> pair.first().equals(first) && pair.second().equals(second))
        .findFirst();
  }
}
