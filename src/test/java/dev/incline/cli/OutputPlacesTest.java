package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.cli.options.ExitCode;
import dev.incline.experiment.StoredRun;
import dev.incline.report.TrainedRuns;
import dev.incline.testing.JavaCommand;
import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No command replaces what it did not make, unless it is told to; each looks before its work. */
@Tag("field")
@Tag("slow")
class OutputPlacesTest {
  private static final String OVERWRITE = "--overwrite";

  @TempDir private Path temp;
  private Path data;
  private Path out;

  @BeforeEach
  void writeData() {
    data = SyntheticData.write(temp.resolve("data"), 60, 20, 5);
    out = temp.resolve("out");
  }

  private CommandRun train(String... more) {
    List<String> args = new ArrayList<>(List.of("train", "-q", "--device", "cpu"));
    args.addAll(List.of("--data", data.toString()));
    args.addAll(List.of("--hidden", "3", "--epochs", "1"));
    args.addAll(List.of(more));
    args.addAll(args.contains("--out") ? List.of() : List.of("--out", out.toString()));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private Path run() throws IOException {
    Path run = temp.resolve("run");
    TrainedRuns.train(run, data, 0.5, 1);
    return run;
  }

  private static void isRefused(CommandRun run, String... words) {
    assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains(words).doesNotContain("\tat ");
  }

  @Test
  void aFinishedRunIsReplacedOnlyByOverwrite() throws IOException {
    assertThat(train("--seed", "1").code()).isZero();
    String before = Files.readString(out.resolve(StoredRun.RESULT));
    Path mine = Files.writeString(out.resolve("mine.txt"), "mine");
    isRefused(train("--seed", "2"), out + " holds a finished run", OVERWRITE);
    assertThat(out.resolve(StoredRun.RESULT)).hasContent(before);

    data = temp.resolve("elsewhere"); // what cannot start replaces nothing
    assertThat(train("--seed", "2", OVERWRITE).code()).isEqualTo(ExitCode.FAILED);
    assertThat(out.resolve(StoredRun.RESULT)).hasContent(before);

    data = temp.resolve("data");
    assertThat(train("--seed", "2", OVERWRITE).code()).isZero();
    assertThat(StoredRun.read(out).seed()).isEqualTo(2);
    assertThat(mine).hasContent("mine");
  }

  /** A file lies where a folder should be made. */
  @ParameterizedTest
  @ValueSource(strings = {"--out", "--tensorboard"})
  void theOptionOfAFolderThatTakesNoFileIsNamed(String flag) throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "mine");
    CommandRun run = train(flag, file.toString());
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("file is a file. Choose another with " + flag);
  }

  @Test
  void aRunThatDidNotFinishIsToBeResumed() throws IOException {
    assertThat(train().code()).isZero();
    Files.delete(out.resolve(StoredRun.RESULT));
    Files.delete(out.resolve(StoredRun.MODEL));
    isRefused(train(), "did not finish", "no checkpoint to --resume from", OVERWRITE);
    Files.writeString(out.resolve("checkpoint-000000003.bin"), "");
    isRefused(train(), "incline train --resume " + out, OVERWRITE);
    Files.writeString(out.resolve(StoredRun.FAILURE), "{}");
    isRefused(train(), "holds a run that failed", OVERWRITE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.safetensors", "config.yaml", "history.json", "curves.png"})
  void somebodysFileIsNotReplaced(String name) throws IOException {
    Path file = Files.writeString(Files.createDirectories(out).resolve(name), "mine");
    isRefused(train(), "holds " + name + ", which the run would replace", OVERWRITE);
    assertThat(file).hasContent("mine");
    assertThat(out.toFile().list()).containsExactly(name);
  }

  @Test
  void aSweepLooksAtItsPlaceBeforeItsData() throws IOException {
    Files.writeString(Files.createDirectories(out).resolve("mine.txt"), "mine");
    data = temp.resolve("elsewhere");
    Files.createDirectories(data);
    for (String place : List.of("out", "out/mine.txt/below")) {
      CommandRun run =
          CommandRun.of(
              "sweep",
              "--lr",
              "1,2",
              "--device",
              "cpu",
              "--data",
              data.toString(),
              "--out",
              temp.resolve(place).toString());
      assertThat(run.err())
          .contains(place.equals("out") ? "holds something else" : "cannot write into the folder");
    }
  }

  @Test
  void aReportIsNoFolderAndReplacesOnlyReports() throws IOException {
    Path run = run();
    Path folder = Files.createDirectory(temp.resolve("empty"));
    isRefused(report(run, folder), folder + " is a folder", "--out");
    assertThat(folder).isEmptyDirectory();

    for (String content : List.of("mine", "%PDF-1.4\n%mine\n")) {
      Path mine = Files.writeString(temp.resolve("thesis.pdf"), content);
      isRefused(report(run, mine), "thesis.pdf is there", "did not make it", OVERWRITE);
      isRefused(report(temp.resolve("no-runs"), mine), "thesis.pdf is there"); // before the work
      assertThat(mine).hasContent(content);
    }
    Path pdf = temp.resolve("a/b/report.pdf");
    assertThat(report(run, pdf).out()).contains("report of 1 run: " + pdf + "\n");
    assertThat(report(run, pdf).out()).contains("report of 1 run: " + pdf + " (replaced)");
    assertThat(pdf.resolveSibling("report-figures")).isDirectoryContaining("glob:**.csv");
    try (Stream<Path> files = Files.walk(temp.resolve("a"))) {
      assertThat(files).noneMatch(path -> path.toString().endsWith(".part"));
    }
    CommandRun told = report(run, temp.resolve("thesis.pdf"), OVERWRITE);
    assertThat(told.code()).as(told.err()).isZero();
  }

  @Test
  void theFiguresOfAReportReplaceNobodysFiles() throws IOException {
    Path run = run();
    Path figures = Files.createDirectory(temp.resolve("report-figures"));
    Path mine = Files.writeString(figures.resolve("runs.csv"), "mine");
    Path pdf = temp.resolve("report.pdf");
    isRefused(report(run, pdf), figures + ", which holds files already", OVERWRITE);
    assertThat(mine).hasContent("mine");
    assertThat(pdf).doesNotExist();
    Files.delete(mine);
    Files.delete(figures);
    Files.writeString(figures, "a file");
    isRefused(report(run, pdf), figures + ", but that is a file");
  }

  @Test
  void aComparisonIsAReportToo() throws IOException {
    String run = run().toString();
    isRefused(
        CommandRun.of("report", "--diff", run, run, "--out", data.toString()),
        data + " is a folder");
  }

  @Test
  void aPlaceThatTakesNoFileIsToldBeforeTheWork() throws IOException {
    Path file = Files.writeString(temp.resolve("taken"), "mine");
    CommandRun run = report(temp.resolve("no-runs"), file.resolve("below/report.pdf"));
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("cannot write into the folder " + file.resolve("below"));
    isRefused(report(temp.resolve("no-runs"), Path.of("/dev/null")), "/dev/null");
  }

  private static CommandRun report(Path run, Path out, String... more) {
    List<String> args = new ArrayList<>(List.of("report", run.toString(), "--out", out.toString()));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  @Test
  void aPlotReplacesOnlyPlots() throws IOException {
    Path run = run();
    Path plots = Files.createDirectory(temp.resolve("plots"));
    Path mine = Files.writeString(plots.resolve("curves.png"), "mine");
    isRefused(plot(run, plots), "curves.png is there", OVERWRITE);
    assertThat(mine).hasContent("mine");
    assertThat(plot(run, plots, OVERWRITE).code()).isZero();
    CommandRun again = plot(run, plots);
    assertThat(again.code()).isZero();
    assertThat(again.err()).contains("replaced the curves in " + plots);
    isRefused(
        plot(run, Files.createDirectories(temp.resolve("x/curves.svg")).getParent()), "folder");
  }

  private static CommandRun plot(Path run, Path out, String... more) {
    List<String> args = new ArrayList<>(List.of("plot", run.toString(), "--out", out.toString()));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  @Test
  void aTraceReplacesOnlyTraces() throws IOException {
    Path npz = temp.resolve("step.npz");
    Files.writeString(npz, "mine");
    isRefused(trace(npz), "step.npz is there", OVERWRITE);
    assertThat(npz).hasContent("mine");
    assertThat(trace(npz, OVERWRITE).code()).isZero();
    assertThat(trace(npz).code()).isZero();
    isRefused(trace(Files.createDirectory(temp.resolve("folder.npz"))), "is a folder");
  }

  private CommandRun trace(Path out, String... more) {
    List<String> args = new ArrayList<>(List.of("trace", "--device", "cpu", "--rows", "0:4"));
    args.addAll(List.of("--data", data.toString(), "--hidden", "3", "--out", out.toString()));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  /** A limit on the length of files fails as a full disk does: in the middle of a write. */
  @ParameterizedTest
  @ValueSource(strings = {"report", "plot", "train"})
  void whatCannotBeWrittenIsNamedAndTheOldStays(String command) throws Exception {
    Path run = run();
    Path pdf = temp.resolve("report.pdf");
    assertThat(report(run, pdf).code()).isZero();
    byte[] before = Files.readAllBytes(pdf);
    List<String> args = new ArrayList<>(List.of("sh", "-c", "ulimit -f 1; exec \"$0\" \"$@\""));
    args.addAll(JavaCommand.of(Main.class, "-XX:-UsePerfData"));
    args.add(command);
    args.addAll(
        switch (command) {
          case "report" -> List.of(run.toString(), "--out", pdf.toString());
          case "plot" -> List.of(run.toString(), "--out", temp.resolve("plots").toString());
          default -> List.of("--data", data.toString(), "--device", "cpu", "--out", out.toString());
        });
    Process process = new ProcessBuilder(args).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isEqualTo(ExitCode.FAILED);
    assertThat(said)
        .containsPattern(
            "(cannot write /\\S+\\.(svg|csv|png|pdf)|takes no file of [0-9.]+ KiB, which this run needs): File too large")
        .doesNotContain("\tat ");
    assertThat(Files.readAllBytes(pdf)).isEqualTo(before);
  }
}
