package dev.incline.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FindingsTest {
  private static Setting setting(String lr, double... accuracies) {
    List<Run> runs = new ArrayList<>();
    for (double accuracy : accuracies) {
      Run run = SyntheticRuns.run("lr" + lr + runs.size(), "mlp", Map.of("lr", lr), 1, accuracy, 1);
      runs.add(SyntheticRuns.with(run, accuracy));
    }
    return new Setting(Map.of("lr", lr), runs, List.of());
  }

  private static List<String> of(Setting... settings) {
    return Findings.of(new SettingGroup("g", "G", List.of("lr"), List.of(settings)));
  }

  @Test
  void nearAndFarAreToldApart() {
    List<String> sentences =
        of(
            setting("1", 0.92, 0.93, 0.94),
            setting("2", 0.921, 0.931, 0.94),
            setting("3", 0.5, 0.51, 0.52));
    assertThat(sentences.get(0))
        .contains("Best by validation accuracy: **η = 2**")
        .contains("Worst: **η = 3**");
    assertThat(sentences.get(1))
        .startsWith("Not to be told apart by Welch's test")
        .contains("η = 2 and η = 1 (p = 0.9")
        .doesNotContain("η = 3");
  }

  @Test
  void settingsThatAllDifferAreSaidToDiffer() {
    assertThat(of(setting("1", 0.92, 0.921, 0.922), setting("2", 0.8, 0.801, 0.802)))
        .anyMatch(s -> s.contains("every pair of settings that learnt apart"));
  }

  @Test
  void chanceIsNotLearning() {
    assertThat(of(setting("1", 0.1, 0.11, 0.1), setting("2", 0.9, 0.9, 0.9)))
        .anyMatch(s -> s.startsWith("**η = 1 does not** learn"))
        .noneMatch(s -> s.contains("η = 2 does not"));
    assertThat(of(setting("1", 0.1, 0.9, 0.9), setting("2", 0.9, 0.9, 0.9)))
        .anyMatch(s -> s.equals("With **η = 1**, 1 of 3 runs did not learn."));
  }

  @Test
  void oneSeedTestsNothing() {
    assertThat(of(setting("1", 0.9), setting("2", 0.8)))
        .anyMatch(s -> s.contains("single seed"))
        .noneMatch(s -> s.contains("Welch"));
  }
}
