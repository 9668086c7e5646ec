package dev.incline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.experiment.StoredRuns;
import dev.incline.experiment.StoredSweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports of more runs than anybody reads. */
@Tag("field")
@Tag("slow")
class ManyRunsTest {
  private static final int RUNS = 2000;
  private static final int PAGES = 30;

  @TempDir private Path temp;

  private record Report(int pages, String text, Path figures) {
    long rows(String table) throws IOException {
      return Files.readAllLines(figures.resolve(table)).size() - 1L;
    }
  }

  private Report report(Study study) throws IOException {
    Path pdf = temp.resolve("report.pdf");
    new ReportWriter(study, null, null, List.of(), "incline", false).write(pdf, null, List.of());
    try (PDDocument document = Loader.loadPDF(pdf.toFile())) {
      String text = new PDFTextStripper().getText(document).replaceAll("\\s+", " ");
      return new Report(document.getNumberOfPages(), text, ReportWriter.figures(pdf));
    }
  }

  /** Twenty seeds of each of 100 settings. */
  private static Run run(int i) {
    int setting = i / 20;
    Map<String, Object> varied =
        Map.of("lr", 0.1 * (1 + setting % 10), "l2", 0.001 * (setting / 10));
    return SyntheticRuns.run(
        "run-%04d".formatted(i), "mlp", new TreeMap<>(varied), i, 0.9 - 0.0001 * i, 2);
  }

  @Test
  void thePagesShowTheBestAndTheWorstAndTheFilesEveryRun() throws IOException {
    for (int i = 0; i < RUNS; i++) {
      RunFolders.write(temp.resolve("runs").resolve("run-%04d".formatted(i)), run(i));
    }
    Study study = StudyReader.read(List.of(temp.resolve("runs")));
    assertThat(study.size()).isEqualTo(RUNS);
    Report report = report(study);
    assertThat(report.pages).isLessThanOrEqualTo(PAGES);
    assertThat(report.text)
        .contains("These pages show the best and the worst of 2,000 runs.")
        .contains("Loss and accuracy of every run, of the best 5 settings: training")
        .contains("the best 40 and the worst 10 of 2,000 runs by validation accuracy");
    assertThat(report.rows("runs.csv")).isEqualTo(RUNS);
    assertThat(report.rows("hashes.csv")).isEqualTo(RUNS);
    assertThat(report.rows("cost.csv")).isEqualTo(RUNS);
    assertThat(report.rows("runs-runs.csv")).isEqualTo(RUNS);
    assertThat(report.rows("runs-settings.csv")).isEqualTo(100);
    Run best = study.best();
    Run worst = study.best();
    for (Run run : study.runs()) {
      worst = run.score() < worst.score() ? run : worst;
    }
    assertThat(report.text).contains(best.name(), worst.name());
    assertThat(report.text).contains(best.result().bestWeightsSha256().substring(0, 16));
    long named = IntStream.range(0, RUNS).filter(i -> report.text.contains(run(i).name())).count();
    assertThat(named).isBetween(50L, 60L); // and the folders that a command names
  }

  @Test
  void eachFolderIsReadOnce() throws IOException {
    Path runs = temp.resolve("runs");
    for (int i = 0; i < 3; i++) {
      RunFolders.write(runs.resolve("run-" + i), run(20 * i));
    }
    StoredRuns stored = new StoredRuns();
    StoredSweep sweep = StoredSweep.read(runs, stored);
    for (String name : sweep.groups().get(0).runs()) {
      Files.writeString(sweep.run(name).resolve("history.json"), "changed since");
      assertThat(stored.read(sweep.run(name)).result()).isNotNull();
    }
  }

  /** No run's epochs are held, as a report of many runs would hold all of them. */
  @Test
  void epochsAreReadAgainWhereTheyAreDrawn() throws IOException {
    Path runs = temp.resolve("runs");
    for (int i = 0; i < 3; i++) {
      RunFolders.write(runs.resolve("run-" + i), run(20 * i));
    }
    Study study = StudyReader.read(List.of(runs));
    Run drawn = study.runs().get(0);
    assertThat(drawn.history().epochs()).hasSize(drawn.result().epochs());
    Files.delete(drawn.folder().resolve("history.jsonl"));
    assertThatThrownBy(() -> report(study)).hasMessageContaining("run-0");
  }

  @Test
  void groupsAndOmissionsAreBoundedToo() throws IOException {
    List<SettingGroup> groups = new ArrayList<>();
    for (int g = 0; g < 300; g++) {
      Setting setting = SyntheticRuns.setting("g" + g, "mlp", Map.of(), 0.3 + 0.002 * g, 1);
      groups.add(new SettingGroup("g" + g, "Group " + g, List.of(), List.of(setting)));
    }
    List<String> omissions = IntStream.range(0, 500).mapToObj(i -> "left-" + i).toList();
    Report report = report(new Study("T", "Data.", groups, omissions));
    assertThat(report.pages).isLessThanOrEqualTo(2 * PAGES);
    assertThat(report.text)
        .contains("The 280 weakest groups have no section.")
        .contains("450 more are in left-out.csv")
        .contains("Group 299", "left-0")
        .doesNotContain("Group 200 ", "left-100");
    assertThat(report.rows("runs.csv")).isEqualTo(300);
    assertThat(report.rows("left-out.csv")).isEqualTo(500);
  }

  /** 600 values of one option, some of which fail or learn nothing. */
  @Test
  void settingsAreBoundedToo() throws IOException {
    List<Setting> settings = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      Map<String, Object> varied = new TreeMap<>(Map.of("l2", i % 2, "lr", 1e-3 * i));
      Setting setting = SyntheticRuns.setting("s", "mlp", varied, i < 200 ? 0.1 : 0.9, 3);
      Setting.FailedRun failure = new Setting.FailedRun("f" + i, 42, "diverged");
      settings.add(
          new Setting(setting.values(), setting.runs(), i % 2 == 0 ? List.of(failure) : List.of()));
    }
    SettingGroup group = new SettingGroup("grid", "Grid", List.of("l2", "lr"), settings);
    Report report = report(new Study("T", "Data.", List.of(group), List.of()));
    assertThat(report.pages).isLessThanOrEqualTo(PAGES);
    assertThat(report.text)
        .contains("With 290 further settings, runs failed.")
        .contains("There is no heat map over L2 strength λ and learning rate η")
        .contains("of 600 settings by validation accuracy; grid.csv has all of them");
    assertThat(report.rows("grid.csv")).isEqualTo(600);
    assertThat(report.rows("grid-runs.csv")).isEqualTo(1800);
  }
}
