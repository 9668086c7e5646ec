package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report of runs that differ in many options, as they gather in a folder by and by. */
@Tag("slow")
class UnlikeRunsTest {
  /** Points that stay white at the left and at the right of a page. */
  private static final double MARGIN = 30;

  @TempDir private static Path temp;

  @BeforeAll
  static void train() {
    train("a", "--optimizer=adam", "--schedule=cosine", "--dropout=0.2", "--batch=32");

    train("b", "--hidden=64", "--l2=0.01", "--validation-split=folds", "--activation=relu");
    train(
        "c",
        "--class-weights=balanced",
        "--lr=0.25",
        "--epochs=2",
        "--init=xavier",
        "--validation=0.3",
        "--batch=16");
  }

  private static void train(String name, String... options) {
    List<String> args = new ArrayList<>(List.of("train", "--quiet", "--device=cpu", "--epochs=1"));
    args.add("--data=" + SyntheticData.write(temp.resolve("data"), 300, 100, 8));
    args.add("--out=" + temp.resolve("runs").resolve(name));
    for (String option : options) {
      args.removeIf(given -> given.startsWith(option.replaceAll("=.*", "=")));
      args.add(option);
    }
    CommandRun run = CommandRun.of(args.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
  }

  private static Path report(String ending) {
    Path out = temp.resolve("report." + ending);
    CommandRun run = CommandRun.of("report", temp.resolve("runs").toString(), "--out=" + out);
    assertThat(run.code()).as(run.err()).isZero();
    return out;
  }

  /**
   * Adam's β1 is that of the only run with Adam: the optimizer says so. Nothing says that one run
   * alone has class weights.
   */
  @Test
  void whatComesWithAnotherOptionIsNotVaried() throws IOException {
    String varied = Files.readString(report("html")).replaceAll("(?s).*Varied: ([^.]*)\\..*", "$1");
    assertThat(varied)
        .contains(
            "optimizer", "dropout", "schedule", "batch size", "activation", "class weights", "λ")
        .doesNotContain("β1", "β2", "ε");
  }

  @Test
  void nothingIsCutOffAtTheEdgeOfAPage() throws IOException {
    List<String> outside = new ArrayList<>();
    StringBuilder all = new StringBuilder();
    try (PDDocument pdf = Loader.loadPDF(report("pdf").toFile())) {
      PDFTextStripper stripper =
          new PDFTextStripper() {
            @Override
            protected void writeString(String text, List<TextPosition> letters) {
              all.append(text).append(' ');
              for (TextPosition letter : letters) {
                if (letter.getDir() != 0) {
                  return; // of an axis
                }
                double right = letter.getXDirAdj() + letter.getWidthDirAdj();
                if (letter.getXDirAdj() < MARGIN || right > letter.getPageWidth() - MARGIN) {
                  outside.add(text);
                  return;
                }
              }
            }
          };
      stripper.getText(pdf);
    }
    assertThat(all).contains("test accuracy", "test loss", "optimizer = adam");
    assertThat(outside).isEmpty();
  }
}
