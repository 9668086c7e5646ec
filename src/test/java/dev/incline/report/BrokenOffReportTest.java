package dev.incline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report whose figures cannot all be written, on a full disk, say. */
class BrokenOffReportTest {
  private static Run run(double lr) {
    return SyntheticRuns.run("lr" + lr, "mlp", Map.of("lr", lr), 42, 0.9, 2);
  }

  /** Where a figure should be, there is a folder that is not empty: it cannot be replaced. */
  private static Path obstacle(Path report, String name) throws IOException {
    Path figures = ReportWriter.figures(report);
    return Files.createDirectories(figures.resolve(name).resolve("full"));
  }

  @Test
  void canBeWrittenAgain(@TempDir Path temp) throws IOException {
    Path report = temp.resolve("report.html");
    Path obstacle = obstacle(report, "curves.svg");
    RunComparison two = new RunComparison(run(0.1), run(0.2), null, "no model");
    assertThatThrownBy(() -> two.write(report, "incline 0.1.0")).hasMessageContaining("curves.svg");
    Files.delete(obstacle);
    assertThat(ReportWriter.require(report, false)).isTrue();
  }

  @Test
  void ofManyRunsToo(@TempDir Path temp) throws IOException {
    Path report = temp.resolve("report.html");
    Path obstacle = obstacle(report, "best-model-curves.svg");
    Setting setting = new Setting(Map.of("lr", "0.1"), List.of(run(0.1)), List.of());
    SettingGroup group = new SettingGroup("g", "G", List.of("lr"), List.of(setting));
    Study study = new Study("A study", "Data: MNIST.", List.of(group), List.of());
    ReportWriter writer = new ReportWriter(study, null, null, List.of(), "incline 0.1.0", true);
    assertThatThrownBy(() -> writer.write(report, null, List.of()))
        .hasMessageContaining("best-model-curves.svg");
    Files.delete(obstacle);
    assertThat(ReportWriter.require(report, false)).isTrue();
  }
}
