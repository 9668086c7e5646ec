package dev.incline.cli.train;

import dev.incline.experiment.Configuration;
import dev.incline.statistics.Estimate;
import dev.incline.sweep.Sweep;
import dev.incline.sweep.SweepObserver;
import dev.incline.sweep.SweepObserver.Result;
import dev.incline.sweep.Winner;
import dev.incline.wording.Numeral;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** What a search came to: its best value, and what fresh seeds say of it. */
final class SearchSummary {
  private SearchSummary() {}

  /** One line. */
  static String of(Winner winner, Map<String, SweepObserver.RunEnd> ends) {
    double[] fresh =
        winner.fresh().stream()
            .flatMap(run -> result(run, ends))
            .mapToDouble(Result::validationAccuracy)
            .toArray();
    return String.format(
        Locale.ROOT,
        "%s: the best of %s, %s, has val acc %.4f. It was chosen by that number, which is too high on average (the luckiest of many); %s",
        winner.title(),
        Numeral.count(winner.settings(), "setting"),
        setting(winner),
        winner.score(),
        fresh(fresh));
  }

  private static Stream<Result> result(Configuration run, Map<String, SweepObserver.RunEnd> ends) {
    SweepObserver.RunEnd end = ends.get(run.values().folderName());
    return end == null || end.result() == null
        ? Stream.empty()
        : Stream.of(Objects.requireNonNull(end.result()));
  }

  private static String fresh(double[] values) {
    if (values.length == 0) {
      return "no fresh seed has confirmed it (--confirm)";
    }
    Estimate estimate = Estimate.of(values);
    return String.format(
        Locale.ROOT,
        "on %s it has val acc %.4f%s",
        Numeral.count(values.length, "fresh seed"),
        estimate.mean(),
        values.length < 2
            ? ""
            : String.format(
                Locale.ROOT,
                ", 95 %% interval from %.4f to %.4f",
                estimate.low(),
                estimate.high()));
  }

  private static String setting(Winner winner) {
    Sweep.SweepGroup search = winner.search();
    Map<String, Object> options = winner.best().options();
    List<String> each =
        search.varied().stream()
            .map(name -> name + " " + Numeral.value(options.getOrDefault(name, "-")))
            .toList();
    return String.join(", ", each);
  }
}
