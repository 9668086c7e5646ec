package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.cli.options.ExitCode;
import dev.incline.report.TrainedRuns;
import dev.incline.testing.PdfText;
import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands report and plot on real, small runs. */
@Tag("slow")
class ReportCommandTest {
  @TempDir static Path folder;
  private static Path runs;

  @BeforeAll
  static void train() throws IOException {
    Path data = SyntheticData.write(folder.resolve("data"), 300, 200, 8);
    runs = Files.createDirectory(folder.resolve("runs"));
    TrainedRuns.train(runs.resolve("a"), data, 0.5, 1);
    TrainedRuns.train(runs.resolve("a-again"), data, 0.5, 1);
    TrainedRuns.train(runs.resolve("b"), data, 0.1, 1);
  }

  /** Each line of hashes.csv: a command, and the weights that it ends with. */
  @Test
  void theCommandOfARunTrainsItAgain() throws IOException {
    Path data = folder.resolve("data");
    Path study = folder.resolve("study");
    CommandRun swept =
        CommandRun.of(
            "sweep",
            "-q",
            "--data",
            data.toString(),
            "--lr",
            "0.5,0.1",
            "--seed",
            "7",
            "--epochs",
            "2",
            "--model",
            "mlp,softmax",
            "--device",
            "cpu",
            "--out",
            study.toString());
    assertThat(swept.code()).as(swept.err()).isZero();
    Path pdf = folder.resolve("study.pdf");
    CommandRun report = CommandRun.of("report", study.toString(), "--out", pdf.toString());
    assertThat(report.code()).as(report.err()).isZero();
    List<String> lines = Files.readAllLines(folder.resolve("study-figures/hashes.csv"));
    assertThat(lines).hasSizeGreaterThan(3);
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      String command = cells[1].replaceAll("^\"|\"$", "");
      assertThat(command).startsWith("incline train --data " + data);
      Path out = folder.resolve("again-" + cells[0]);
      List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
      words.remove(0);
      words.addAll(List.of("-q", "--device", "cpu", "--out", out.toString()));
      CommandRun again = CommandRun.of(words.toArray(String[]::new));
      assertThat(again.code()).as(command + again.err()).isZero();
      assertThat(again.out()).contains(cells[2]);
      assertThat(PdfText.of(pdf).replace(" ", "")).contains(cells[2].substring(0, 16));
    }
    assertThat(PdfText.of(pdf)).doesNotContain("incline sweep");
  }

  @Test
  void aShortReportHasNoAppendix() throws IOException {
    Path pdf = folder.resolve("short.pdf");
    CommandRun run = CommandRun.of("report", runs.toString(), "--out", pdf.toString(), "--short");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(PdfText.of(pdf)).contains("Cost").doesNotContain("Runs and hashes", "run by run");
    Path whole = folder.resolve("whole.pdf");
    assertThat(CommandRun.of("report", runs.toString(), "--out", whole.toString()).code()).isZero();
    assertThat(PdfText.of(whole)).contains("Runs and hashes", "run by run");
    assertThat(names(folder.resolve("short-figures")))
        .as("the files are all there")
        .isEqualTo(names(folder.resolve("whole-figures")));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void theBestModelIsEvaluatedAgainAndAgreesWithItsRun() throws IOException {
    Path pdf = folder.resolve("all.pdf");
    CommandRun run =
        CommandRun.of(
            "report",
            runs.toString(),
            "--out",
            pdf.toString(),
            "--title",
            "T & T",
            "--author",
            "A*d*a <L>",
            "--id",
            "18_15_10",
            "--course",
            "Nets, 1st");
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .contains("a-again is the same run as", "it counts once");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("report of 2 runs").contains(pdf.toString());
    String text = PdfText.of(pdf);
    assertThat(text)
        .contains("T & T A*d*a <L> (18_15_10) Nets, 1st 2 runs in 1 group")
        .contains("of 200 test rows rightly")
        .contains("Confusion matrix")
        .contains("The pairs confused most, a row each: class ")
        .contains("First-layer weights");
    assertThat(folder.resolve("all-figures/best-model-confused.csv"))
        .content()
        .startsWith("true class,predicted class,test rows");
    assertThat(ReportCommandTest.folder.resolve("all-figures/best-model-confusion.png"))
        .isNotEmptyFile();
    long rows =
        Files.readAllLines(folder.resolve("all-figures/best-model-classes.csv")).stream()
            .skip(1)
            .mapToLong(line -> Long.parseLong(line.split(",", -1)[1]))
            .sum();
    assertThat(rows).isEqualTo(200);
  }

  @Test
  void theEndOfTheNameChoosesTheForm() throws IOException {
    for (String name : new String[] {"form.html", "form.pdf", "form.HTML"}) { // beside each other
      Path file = folder.resolve(name);
      CommandRun run = CommandRun.of("report", runs.toString(), "--out", file.toString());
      assertThat(run.code()).as(run.err()).isZero();
      String start = Files.readString(file, StandardCharsets.ISO_8859_1).substring(0, 8);
      assertThat(start).startsWith(name.endsWith("pdf") ? "%PDF-" : "<!DOCTYP");
    }
    for (String name : new String[] {"form.txt", "form", "html"}) {
      CommandRun run =
          CommandRun.of("report", runs.toString(), "--out", folder.resolve(name).toString());
      assertThat(run.code()).isEqualTo(ExitCode.WRONG_USAGE);
      assertThat(run.err()).contains("ends with .html (for a browser) or .pdf (for paper)");
    }
  }

  @Test
  void withoutItsModelTheRestIsReported() throws IOException {
    Path copy = TrainedRuns.copy(runs.resolve("a"), folder.resolve("no-model"));
    Files.delete(copy.resolve("model.safetensors"));
    Path pdf = folder.resolve("no-model.pdf");
    CommandRun run = CommandRun.of("report", copy.toString(), "--out", pdf.toString());
    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("WARNING").contains("model.safetensors").doesNotContain("\tat ");
    assertThat(PdfText.of(pdf))
        .contains("The evaluation of the best model:")
        .doesNotContain("Wilson");
  }

  @Test
  @Tag("field")
  void ofManyRunsLeftOutSomeAreNamedAndTheFileHasAll() throws IOException {
    Path many = folder.resolve("many");
    TrainedRuns.copy(runs.resolve("a"), many.resolve("a"));
    for (int i = 0; i < 60; i++) {
      Path broken = Files.createDirectories(many.resolve("broken-" + i));
      Files.copy(runs.resolve("a").resolve("config.yaml"), broken.resolve("config.yaml"));
    }
    Path pdf = folder.resolve("many.pdf");
    CommandRun run = CommandRun.of("report", many.toString(), "--out", pdf.toString());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err().lines().filter(line -> line.contains("left out"))).hasSize(26);
    assertThat(run.err()).contains("left out: 35 more, which", "many-figures/left-out.csv names");
    assertThat(Files.readAllLines(folder.resolve("many-figures/left-out.csv"))).hasSize(61);
  }

  @Test
  void otherDataThanTheRunsAreNoticed() throws IOException {
    Path other = SyntheticData.write(folder.resolve("other"), 10, 30, 8);
    Path pdf = folder.resolve("other.pdf");
    CommandRun run =
        CommandRun.of(
            "report", runs.toString(), "--out", pdf.toString(), "--data", other.toString());
    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("WARNING").contains("have changed since");
  }

  @Test
  void aFolderWithoutRunsFailsWithOneLine() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    CommandRun run = CommandRun.of("report", empty.toString());
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).startsWith("incline: ").contains("has no runs").doesNotContain("\tat ");
    assertThat(CommandRun.of("report", folder.resolve("none").toString()).err())
        .contains("is no folder");
  }
}
