package dev.incline.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.report.Setting.FailedRun;
import dev.incline.report.pages.Prose;
import dev.incline.report.pages.ReportText;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Numbers as in {@link FindingsTest}; intervals are t(0.975, 2) = 4.302653 times s / √3. */
class HeadlineTest {
  private static SettingGroup group(Setting... settings) {
    return new SettingGroup("g", "G", List.of("lr"), List.of(settings));
  }

  private static List<String> of(SettingGroup... groups) {
    return Prose.read("headline").blocks(new Headline(List.of(groups)).facts()).stream()
        .filter(block -> block.startsWith("**"))
        .toList();
  }

  /** s = 0.01: a margin of 0.0248; p = 0.0213 alone, three times that among three pairs. */
  @Test
  void saysWhatToUseHowSureThatIsAndWhatItCosts() {
    Setting worst = FindingsTest.setting("0.3", 0.9, 0.91, 0.92);
    Setting best = FindingsTest.setting("0.7", 0.93, 0.94, 0.95);
    List<String> two = of(group(worst, best));
    assertThat(two).hasSize(3);
    assertThat(two.get(0))
        .startsWith("**What to use.** `incline train --epochs 1 --lr 0.7`: of 2 settings it has")
        .doesNotContain("--seed", "--batch", "0.3");
    assertThat(two.get(1))
        .contains(
            "Over 3 seeds the mean validation accuracy is 0.9400, with a 95 % interval from 0.9152 to 0.9648.")
        .contains("The test accuracy is 0.9400 ± 0.0248.")
        .contains(
            "The next setting of G, η = 0.3, has 0.9100; that is shown to be less (p = 0.021).");
    double seconds = best.runs().stream().mapToDouble(r -> r.result().seconds()).sum() / 3;
    assertThat(two.get(2))
        .contains(
            "A run takes %s s on average, for 1 epoch, on cpu (plain Java"
                .formatted(ReportText.decimal(seconds, 1)));
    assertThat(of(group(worst, best, FindingsTest.setting("0.5", 0.921, 0.925, 0.935))).get(1))
        .contains("η = 0.5, has 0.9270; the difference may be chance (p = 0.163 after correction).")
        .doesNotContain("shown to be less");
  }

  @Test
  void aSettingThatDoesNotAlwaysLearnIsNotTheOneToUse() {
    Setting sometimes = FindingsTest.setting("0.7", 0.1, 0.97, 0.98);
    Setting always = FindingsTest.setting("0.3", 0.95, 0.951, 0.953);
    assertThat(of(group(sometimes, always)).get(0)).contains("--lr 0.3`");
    assertThat(of(group(sometimes, always)).get(1))
        .contains("The next setting of G, η = 0.7, has 0.9750 in the runs that learnt: 2 of 3.");
    Setting failed =
        new Setting(
            Map.of("lr", "0.7"), always.runs(), List.of(new FailedRun("x", 42, "diverged")));
    assertThat(of(group(failed)).get(0)).contains("Of its runs only 3 of 4 learnt.");
    assertThat(of(group(FindingsTest.setting("1", 0.1, 0.1))))
        .singleElement()
        .asString()
        .contains("No run learnt");
  }

  @Test
  void theBestOfAllGroupsIsTaken() {
    SettingGroup low = group(FindingsTest.setting("0.3", 0.9, 0.91));
    SettingGroup high = group(FindingsTest.setting("0.7", 0.94, 0.95));
    assertThat(of(low, high).get(0)).contains("--lr 0.7`: of 2 settings");
    assertThat(of(high, low).get(0)).contains("--lr 0.7`");
    assertThat(of(low).get(0)).endsWith("--lr 0.3`.");
  }

  @Test
  void oneSeedHasNoInterval() {
    String sure = of(group(FindingsTest.setting("1", 0.9), FindingsTest.setting("2", 0.8))).get(1);
    assertThat(sure)
        .contains("From one seed the validation accuracy is 0.9000")
        .contains("η = 2, has 0.8000; no test compares the two.")
        .doesNotContain("interval", "p =");
  }
}
