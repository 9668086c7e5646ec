package dev.incline.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.report.pages.DataTable;
import dev.incline.report.pages.Prose;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Sentences of made-up runs; each p is that of scipy 1.17 (ttest_ind, equal_var=False). */
class FindingsTest {
  private static final List<Setting.FailedRun> DIVERGED =
      List.of(new Setting.FailedRun("x", 44, "diverged in epoch 1."));

  /** A run for each accuracy, which is that of validation and test, from seed 42 on. */
  static Setting setting(String lr, double... accuracies) {
    List<Run> runs = new ArrayList<>();
    for (double accuracy : accuracies) {
      int seed = 42 + runs.size();
      Run run = SyntheticRuns.run("lr" + lr + seed, "mlp", Map.of("lr", lr), seed, accuracy, 1);
      runs.add(SyntheticRuns.with(run, accuracy));
    }
    return new Setting(Map.of("lr", lr), runs, List.of());
  }

  /** The items below the title of a group. */
  static List<String> of(SettingGroup group) {
    return Stream.concat(
            Prose.read("findings").blocks(Findings.of(group)).stream(),
            Prose.read("troubles").blocks(Troubles.of(group)).stream())
        .map(item -> item.replaceFirst("^- ", ""))
        .toList();
  }

  private static String of(Setting... settings) {
    return String.join("\n", of(new SettingGroup("g", "G", List.of("lr"), List.of(settings))));
  }

  @Test
  void aDifferenceThatIsNotShownIsSaidWithItsSizeAndTheOthersDiffer() {
    assertThat(
            of(
                setting("1", 0.92, 0.93, 0.94),
                setting("2", 0.921, 0.931, 0.94),
                setting("3", 0.5, 0.51, 0.52)))
        .contains("Best by validation accuracy: **η = 2**, with 0.9307 ±", "over 3 seeds")
        .contains("Worst: **η = 3**")
        .contains(
            "No difference in validation accuracy is shown between η = 2 and η = 1 (by 0.0007, p = 0.937) (Welch's test, p after Holm's correction). That does not show that they are equal. The other 2 pairs differ (p < 0.05).")
        .contains("as large as that between η = 2 and η = 1 takes more than 1,000 seeds of each");
  }

  /** p of the pairs alone: 0.0213, 0.0817 and 0.149; by Holm three times the first is 0.0639. */
  @Test
  void amongThreePairsOneThatWouldDifferAloneIsNotShown() {
    String text =
        of(
            setting("1", 0.9, 0.91, 0.92),
            setting("2", 0.93, 0.94, 0.95),
            setting("3", 0.921, 0.925, 0.935));
    assertThat(text)
        .contains(
            "between η = 2 and η = 3 (by 0.0130, p = 0.163); nor between η = 2 and η = 1 (by 0.0300, p = 0.064); nor between η = 3")
        .doesNotContain("differ (p");
    assertThat(of(setting("1", 0.9, 0.91, 0.92), setting("2", 0.93, 0.94, 0.95)))
        .contains("η = 2 and η = 1 differ in validation accuracy (p = 0.021; Welch's test).")
        .doesNotContain("No difference", "Holm");
  }

  /** By scipy's noncentral t: 9 of each at 0.05, and 12 of each at 0.05 / 3. */
  @Test
  void fewSeedsSayHowManyItTakes() {
    assertThat(of(setting("1", 0.92, 0.93, 0.94), setting("2", 0.935, 0.945, 0.955)))
        .contains("η = 2 and η = 1 (by 0.0150, p = 0.140) (Welch's test).")
        .contains(
            "3 seeds tell little apart: to show a difference as large as that between η = 2 and η = 1 takes about 9 seeds of each. This is an estimate: a power of 80 % at p < 0.05, if");
    assertThat(
            of(
                setting("1", 0.9, 0.91, 0.92),
                setting("2", 0.93, 0.94, 0.95),
                setting("3", 0.921, 0.925, 0.935)))
        .contains("between η = 2 and η = 3 takes about 12 seeds of each")
        .contains("at p < 0.05 after correction, if");
    assertThat(
            of(
                setting("1", 0.92, 0.92, 0.93, 0.93, 0.94, 0.94),
                setting("2", 0.92, 0.92, 0.93, 0.93, 0.94, 0.95)))
        .contains("To show a difference")
        .doesNotContain("tell little apart");
  }

  @Test
  void settingsThatAllDifferAreSaidToDiffer() {
    assertThat(
            of(
                setting("1", 0.92, 0.921, 0.922),
                setting("2", 0.8, 0.801, 0.802),
                setting("3", 0.6, 0.601, 0.602)))
        .contains("The validation accuracies of every two settings differ (p < 0.05; Welch's test")
        .doesNotContain("No difference", "seeds of each");
  }

  /** Without the run that failed to learn the two have p = 0.124; with it the mean were 0.68. */
  @Test
  void aRunThatDidNotLearnIsNamedAndTheRestIsComparedButNeverAsGood() {
    String text = of(setting("1", 0.1, 0.97, 0.98), setting("2", 0.95, 0.951, 0.953));
    assertThat(text)
        .contains("Best by validation accuracy: **η = 2**, with 0.9513 ±")
        .contains(
            "With **η = 1**, 1 of 3 runs did not learn: seed 42 (test accuracy 0.1000). The 2 that learnt have a validation accuracy of 0.9750 ± 0.0635; no difference is shown from η = 2 (p = 0.124). A setting that does not always learn is not as good as one that does.")
        .doesNotContain("No difference", "as large as that", "0.6833");
    assertThat(of(setting("1", 0.1, 0.97, 0.972), setting("2", 0.95, 0.951, 0.953)))
        .contains("0.9710 ± 0.0127, which differs from η = 2 (p = 0.002).");
    assertThat(of(setting("1", 0.9, 0.95, 0.953), setting("2", 0.95, 0.951, 0.953)))
        .doesNotContain("did not learn", "always learn");
  }

  @Test
  void aSettingWhoseRunsFailedIsNeverAsGood() {
    Setting whole = setting("1", 0.92, 0.93, 0.94);
    Setting part = new Setting(whole.values(), whole.runs(), DIVERGED);
    Setting other = setting("2", 0.92, 0.931, 0.94);
    assertThat(of(part, other))
        .contains("Best by validation accuracy: **η = 2**")
        .contains("With **η = 1**, **1 of 4 runs failed**: diverged in epoch 1 (seed 44).")
        .doesNotContain("No difference");
    assertThat(of(whole, other)).contains("No difference");
  }

  @Test
  void seedsThatAreFarApartAreNamed() {
    assertThat(of(setting("1", 0.9, 0.7, 0.85), setting("2", 0.9, 0.91, 0.92)))
        .contains(
            "With **η = 1**, the seeds are far apart: the validation accuracy is from 0.7000 (seed 43) to 0.9000 (seed 42).");
    assertThat(of(setting("1", 0.9, 0.81, 0.85), setting("2", 0.1, 0.91, 0.92)))
        .doesNotContain("far apart");
  }

  @Test
  void chanceIsNotLearning() {
    assertThat(of(setting("1", 0.1, 0.11, 0.1), setting("2", 0.9, 0.9, 0.9)))
        .contains("**η = 1 does not** learn: each run of it is at the level of guessing")
        .doesNotContain("η = 2 does not");
    assertThat(of(setting("1", 0.1, 0.11, 0.1), setting("2", 0.1, 0.1, 0.1)))
        .contains("**η = 1; η = 2 do not** learn")
        .doesNotContain("Best", "edge", "No difference");
    Setting only = new Setting(Map.of(), setting("1", 0.1).runs(), List.of());
    assertThat(of(only)).contains("**The only setting does not** learn");
  }

  @Test
  void oneSeedTestsNothing() {
    assertThat(of(setting("1", 0.9), setting("2", 0.8)))
        .contains("One seed says nothing of the spread between seeds")
        .doesNotContain("Welch", "differ (");
    assertThat(of(setting("1", 0.9, 0.9), setting("2", 0.8, 0.81))).doesNotContain("One seed");
  }

  /** Of many pairs some are told; a file has all of them. */
  @Test
  void manyPairsStandInAFile() {
    List<Setting> alike =
        Stream.of("1", "2", "3", "4").map(value -> setting(value, 0.8, 0.9, 0.85)).toList();
    assertThat(of(alike.toArray(Setting[]::new)))
        .contains("nor between 1 further pair, which `g-pairs.csv` lists");
    DataTable pairs = Findings.pairs(new SettingGroup("g", "G", List.of("lr"), alike));
    assertThat(pairs.rows()).hasSize(6);
    assertThat(pairs.rows().get(0).get(3)).isEqualTo(1.0);
  }

  @Test
  void aBestSettingAtTheEdgeHasMoreToTry() {
    Setting low = setting("0.01", 0.8, 0.81);
    Setting middle = setting("0.1", 0.9, 0.91);
    Setting high = setting("1", 0.95, 0.951);
    assertThat(of(low, middle, high))
        .contains(
            "The best setting is at the edge of what was tried, and a better one may lie beyond: **η = 1** is the largest value (try `--lr 10,100`).");
    assertThat(of(setting("0.01", 0.97, 0.971), middle, high))
        .contains("**η = 0.01** is the smallest value", "`--lr 0.001,0.0001`");
    assertThat(of(low, setting("0.1", 0.97, 0.98), high)).doesNotContain("edge");
    assertThat(of(middle)).doesNotContain("edge");
    Setting diverged = new Setting(Map.of("lr", "10"), List.of(), DIVERGED);
    assertThat(of(low, middle, high, diverged)).doesNotContain("edge");
  }

  /** Whole numbers where the option takes no others; none where it takes no such value. */
  @Test
  void whatToTryIsWhatTheOptionTakes() {
    assertThat(edge("batch", "25", "10")).contains("`--batch 62,156`");
    assertThat(edge("dropout", "0.5", "0.1"))
        .contains("may lie beyond: **dropout = 0.5** is the largest value.");
    assertThat(edge("activation", "tanh", "relu")).doesNotContain("edge");
  }

  private static String edge(String option, String best, String other) {
    List<Setting> settings =
        List.of(
            new Setting(Map.of(option, best), setting("1", 0.9, 0.91).runs(), List.of()),
            new Setting(Map.of(option, other), setting("1", 0.8, 0.81).runs(), List.of()));
    return String.join("\n", of(new SettingGroup("g", "G", List.of(option), settings)));
  }

  /** Counts of the test rows by predicted class. */
  private static Setting predicting(int... counts) {
    Map<String, Integer> predicted = new LinkedHashMap<>();
    for (int c = 0; c < counts.length; c++) {
      predicted.put(c == 9 ? "boot" : Integer.toString(c), counts[c]);
    }
    Setting setting = setting("1", 0.9, 0.9);
    List<Run> runs =
        List.of(SyntheticRuns.predicting(setting.runs().get(0), predicted), setting.runs().get(1));
    return new Setting(setting.values(), runs, List.of());
  }

  @Test
  void classesThatAreNeverPredictedAreNamed() {
    assertThat(of(predicting(1, 1, 1, 0, 1, 1, 1, 1, 1, 0)))
        .contains("With **η = 1**, never predicted: classes 3 and 9 (boot) (seed 42).");
    assertThat(of(predicting(0, 0, 0, 0, 0, 0, 0, 8, 0, 0)))
        .contains("With **η = 1**, one class for every test row: class 7 (seed 42).")
        .contains("With **η = 1**, 1 of 2 runs did not learn: seed 42 (test accuracy 0.9000)")
        .doesNotContain("never predicted");
    assertThat(of(predicting(1, 1, 1, 1, 1, 1, 1, 1, 1, 1)))
        .doesNotContain("never predicted", "one class", "did not learn");
  }

  @Test
  void ofManyClassesThatAreNeverPredictedTheFirstAreNamed() {
    assertThat(of(predicting(IntStream.range(0, 62).map(c -> c % 2).toArray())))
        .contains("never predicted: classes 0, 2, 4, 6, 8, 10, 12, 14, 16, 18 and 21 more (seed");
  }

  /** What happened, without rows and advice: those are in the run's folder. */
  @Test
  void whyARunFailedIsSaidInShort() {
    String reason =
        "training diverged in epoch 1 at step 36: W1 is the first tensor that is not finite (8 of 12,544 values; rows 1, 2 (64 in all)); before that no weight was above 1e38. Lower --lr";
    List<Setting.FailedRun> failed =
        List.of(new Setting.FailedRun("x", 42, reason), new Setting.FailedRun("y", 43, reason));
    assertThat(of(new Setting(Map.of("lr", "9"), List.of(), failed), setting("1", 0.9)))
        .contains(
            "failed**: training diverged in epoch 1 at step 36: W1 is the first tensor that is not finite (seeds 42 and 43).");
  }
}
