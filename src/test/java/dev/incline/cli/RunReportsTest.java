package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incline.cli.options.ExitCode;
import dev.incline.report.TrainedRuns;
import dev.incline.testing.PdfText;
import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a run, and two runs side by side: plot, train and report --diff. */
@Tag("slow")
class RunReportsTest {
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

  @Test
  void diffOfTheSameRunTwiceSaysSameWeights() {
    CommandRun run =
        CommandRun.of(
            "report", "--diff", runs.resolve("a").toString(), runs.resolve("a-again").toString());
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("no option differs").contains("the same weights, bit by bit");
  }

  private static CommandRun diff(Path out) {
    String a = runs.resolve("a").toString();
    String b = runs.resolve("b").toString();
    CommandRun run = CommandRun.of("report", "--diff", a, b, "--out", out.toString());
    assertThat(run.code()).as(run.err()).isZero();
    return run;
  }

  @Test
  void diffNamesWhatDiffersAndWritesAPdf() throws IOException {
    Path pdf = folder.resolve("diff.pdf");
    CommandRun run = diff(pdf);
    assertThat(run.out())
        .containsPattern("lr +0.5 +0.1")
        .contains("different weights")
        .contains("test accuracy");
    assertThat(PdfText.of(pdf)).contains("Two runs compared").contains("lr 0.5 0.1");
    Path html = folder.resolve("diff.html");
    diff(html);
    assertThat(html)
        .content()
        .contains("Two runs compared")
        .contains(
            "<td class=\"short\">lr</td><td class=\"short\">0.5</td><td class=\"short\">0.1</td>");
    assertThat(folder.resolve("diff-figures/curves.svg")).isNotEmptyFile();
  }

  /** The rows of the file are those that predict tells apart. */
  @Test
  void diffNamesTheRowsThatChangeTheirClass() throws IOException {
    CommandRun run = diff(folder.resolve("changed.html"));
    List<String> rows = Files.readAllLines(folder.resolve("changed-figures/changed-rows.csv"));
    assertThat(run.out()).contains((rows.size() - 1) + " of 200 test rows change their class: ");
    List<List<String>> predicted = new ArrayList<>();
    for (String name : List.of("a", "b")) {
      CommandRun predict =
          CommandRun.of(
              "predict",
              "--device",
              "cpu",
              "--csv",
              runs.resolve(name).toString(),
              folder.resolve("data/t10k-images-idx3-ubyte").toString());
      assertThat(predict.code()).as(predict.err()).isZero();
      List<String> lines = predict.out().lines().toList();
      int place = List.of(lines.get(0).split(",", -1)).indexOf("class");
      predicted.add(lines.stream().skip(1).map(line -> line.split(",", -1)[place]).toList());
    }
    List<String> expected = new ArrayList<>();
    for (int row = 0; row < 200; row++) {
      String one = predicted.get(0).get(row);
      String other = predicted.get(1).get(row);
      if (!one.equals(other)) {
        expected.add(row + "," + one + "," + other);
      }
    }
    assertThat(expected).isNotEmpty();
    List<String[]> cells = rows.stream().skip(1).map(line -> line.split(",", -1)).toList();
    long first = cells.stream().filter(c -> c[1].equals(c[2])).count();
    long second = cells.stream().filter(c -> c[1].equals(c[4])).count();
    assertThat(run.out())
        .contains(
            "%d are right in the first run alone, %d in the second alone, %d in neither"
                .formatted(first, second, cells.size() - first - second));
    assertThat(cells.stream().map(c -> c[0] + "," + c[2] + "," + c[4]))
        .containsExactlyInAnyOrderElementsOf(expected);
    CommandRun elsewhere =
        CommandRun.of(
            "report",
            "--diff",
            runs.resolve("a").toString(),
            runs.resolve("b").toString(),
            "--data",
            folder.resolve("nowhere").toString());
    assertThat(elsewhere.code()).isZero();
    assertThat(elsewhere.out())
        .contains("Which test rows change their class is not known: ", "nowhere");
  }

  @Test
  void diffTakesTwoRuns() {
    CommandRun one = CommandRun.of("report", "--diff", runs.resolve("a").toString());
    assertThat(one.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(one.err()).contains("--diff takes two");
    String a = runs.resolve("a").toString();
    CommandRun author = CommandRun.of("report", "--diff", a, a, "--author", "Ada");
    assertThat(author.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(author.err()).contains("--diff goes with --out and --data alone");
    CommandRun many =
        CommandRun.of("report", "--diff", runs.resolve("a").toString(), runs.toString());
    assertThat(many.code()).isEqualTo(ExitCode.FAILED);
    assertThat(many.err()).contains("incline: ").doesNotContain("\tat ");
  }

  @Test
  void plotDrawsARunAsPngAndSvgAndWritesItsPage() throws IOException {
    Path out = folder.resolve("plots");
    CommandRun run = CommandRun.of("plot", runs.resolve("a").toString(), "--out", out.toString());
    assertThat(run.code()).isZero();
    assertThat(run.out().lines())
        .containsExactly(
            out.resolve("curves.png").toString(),
            out.resolve("curves.svg").toString(),
            out.resolve("report.html").toString());
    assertThat(ImageIO.read(out.resolve("curves.png").toFile()).getWidth()).isGreaterThan(800);
    assertThat(Files.readString(out.resolve("curves.svg"))).contains("accuracy (share of rows)");
    CommandRun none = CommandRun.of("plot", folder.resolve("none").toString());
    assertThat(none.code()).isEqualTo(ExitCode.FAILED);
    assertThat(none.err()).contains("none").doesNotContain("\tat ");
  }

  @Test
  void trainLeavesItsCurvesAndItsPage() throws IOException {
    Path out = folder.resolve("trained");
    CommandRun run =
        CommandRun.of(
            "train",
            "--data",
            folder.resolve("data").toString(),
            "--device",
            "cpu",
            "--epochs",
            "2",
            "--hidden",
            "4",
            "--out",
            out.toString(),
            "-q");
    assertThat(run.code()).isZero();
    assertThat(Files.readString(out.resolve("curves.svg"))).contains("<svg").contains("epoch");
    Path page = out.resolve("report.html");
    assertThat(run.out()).contains("report      " + page);
    JsonNode record = new ObjectMapper().readTree(out.resolve("history.json").toFile());
    String left = Files.readString(page);
    assertThat(left)
        .contains("Test accuracy %.4f".formatted(record.path("test").path("accuracy").asDouble()))
        .contains(record.path("weightsSha256").textValue())
        .contains("incline train --data " + folder.resolve("data"));
    int right = 0;
    for (int c = 0; c < 10; c++) {
      right += record.path("confusion").path(c).path(c).asInt();
      JsonNode cell = record.path("confusion").path(c).path((c + 1) % 10);
      assertThat(left).contains(">" + cell.asText() + "</text>");
    }
    assertThat(right / 200.0).isEqualTo(record.path("test").path("accuracy").asDouble());
    Files.delete(page);
    assertThat(CommandRun.of("plot", out.toString()).code()).isZero();
    assertThat(page).hasContent(left);
  }

  @Test
  void aPageOfSomebodyElseIsNotReplaced() throws IOException {
    Path out = Files.createDirectory(folder.resolve("mine"));
    Files.writeString(out.resolve("report.html"), "mine");
    for (String command : List.of("plot", "train")) {
      CommandRun run =
          command.equals("plot")
              ? CommandRun.of("plot", runs.resolve("a").toString(), "--out", out.toString())
              : CommandRun.of(
                  "train", "--data", folder.resolve("data").toString(), "--out", out.toString());
      assertThat(run.code()).as(command).isEqualTo(ExitCode.WRONG_USAGE);
      assertThat(run.err()).contains("report.html", "--overwrite");
    }
    assertThat(out.resolve("report.html")).hasContent("mine");
  }

  /** A folder's name is text, whatever is in it. */
  @Test
  void aForeignNameIsText() throws IOException {
    Path odd = folder.resolve("a`b*c*<script>");
    TrainedRuns.train(odd, folder.resolve("data"), 0.5, 1);
    Path out = folder.resolve("odd");
    CommandRun run = CommandRun.of("plot", odd.toString(), "--out", out.toString());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(out.resolve("report.html"))
        .content()
        .contains("a`b*c*&lt;script&gt;, seed 1")
        .doesNotContain("*<script>");
  }
}
