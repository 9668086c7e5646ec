package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.cli.options.ExitCode;
import dev.incline.report.TrainedRuns;
import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The author's own words and names in a report, in whatever script. */
@Tag("field")
@Tag("slow")
class ReportTextTest {
  private static final String SHALOM = "\u05e9\u05dc\u05d5\u05dd";

  @TempDir private Path temp;
  private Path run;

  @BeforeEach
  void train() throws IOException {
    Path data = SyntheticData.write(temp.resolve("data"), 60, 20, 5);
    run = temp.resolve("run");
    TrainedRuns.train(run, data, 1e-4, 1);
  }

  private CommandRun report(String flag, byte[] text, String title) throws IOException {
    Path notes = Files.write(temp.resolve("notes.md"), text);
    return CommandRun.of(
        "report",
        run.toString(),
        "--out",
        temp.resolve("r.pdf").toString(),
        flag,
        notes.toString(),
        "--title",
        title);
  }

  private String pdf() throws IOException {
    try (PDDocument document = Loader.loadPDF(temp.resolve("r.pdf").toFile())) {
      return new PDFTextStripper().getText(document);
    }
  }

  /** The stripper turns what runs from the right back into the order of reading. */
  @Test
  void hebrewIsSetAsItIsRead() throws IOException {
    String text = "## Summary\n\nwe say " + SHALOM + " twice.\n";
    CommandRun run = report("--notes", text.getBytes(StandardCharsets.UTF_8), SHALOM);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(pdf()).contains("we say " + SHALOM + " twice.");
  }

  @Test
  void aLetterThatNoFontHasIsNamed() throws IOException {
    String text = "## Summary\n\n\u6f22\u5b57\n";
    CommandRun run = report("--notes", text.getBytes(StandardCharsets.UTF_8), "T");
    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("no sign for \u5b57 (U+5B57) \u6f22 (U+6F22)");
  }

  @Test
  void aByteThatIsNotUtf8IsNamedWithFileAndPlace() throws IOException {
    byte[] latin = "## Summary\n\nf\u00fcr\n".getBytes(StandardCharsets.ISO_8859_1);
    for (String flag : new String[] {"--notes", "--pages"}) {
      CommandRun run = report(flag, latin, "T");
      assertThat(run.code()).isEqualTo(ExitCode.FAILED);
      assertThat(run.err()).contains("notes.md is not UTF-8 text: byte 0xFC at line 3, column 2");
      assertThat(temp.resolve("r.pdf")).doesNotExist();
    }
    assertThat(report("--notes", "\ufeff## Summary\n".getBytes(StandardCharsets.UTF_8), "T").code())
        .isZero();
  }

  @Test
  void numbersAreWrittenAsPeopleDoAndOneRunIsSingular() throws IOException {
    CommandRun run = report("--notes", "## Summary\n".getBytes(StandardCharsets.UTF_8), "T");
    assertThat(run.out()).contains("report of 1 run: ");
    assertThat(pdf()).contains("0.0001", "1 run in 1 group").doesNotContain("E-4", "1 runs");
    CommandRun wrong = CommandRun.of("train", "--lr", "1e-40");
    assertThat(wrong.err()).contains("--lr must be a number from 1e-30 to 1e30, not 1e-40");
    Path config =
        run(
            CommandRun.of(
                "sweep",
                "--l2",
                "1e-4,0.00012",
                "--epochs",
                "1",
                "--hidden",
                "3",
                "--data",
                temp.resolve("data").toString(),
                "--device",
                "cpu",
                "--out",
                temp.resolve("s").toString()));
    assertThat(config).content().contains("l2: 0.0001\n");
  }

  private Path run(CommandRun sweep) {
    assertThat(sweep.out()).contains("l2 0.0001 ", "l2 0.00012 ").doesNotContain("E-4");
    return temp.resolve("s/mlp-3-lr0.1-l2_0.0001-epochs1-seed42/config.yaml");
  }
}
