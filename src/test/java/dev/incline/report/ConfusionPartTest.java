package dev.incline.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.page.Document;
import dev.incline.page.PageForm;
import dev.incline.report.pages.Notes;
import dev.incline.report.pages.Pages;
import dev.incline.train.score.ConfusionMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfusionPartTest {
  @TempDir private Path temp;
  private String html = "";

  /** Of class c, c rows are right and one is taken for the class after it: F1 rises with c. */
  private void write(int classes) throws IOException {
    int[][] counts = new int[classes][classes];
    for (int c = 0; c < classes; c++) {
      counts[c][c] = c;
      counts[c][(c + 1) % classes] = 1;
    }
    List<String> names = IntStream.range(0, classes).mapToObj(c -> "kind " + c).toList();
    Document document = new Document("T", List.of());
    Pages pages = new Pages(document, Notes.NONE);
    new ConfusionPart(pages, new ConfusionMatrix(counts), names, "all", "a file", "another file")
        .set(List.of());
    document.write(PageForm.HTML, temp.resolve("p.html"), "", "");
    html = Files.readString(temp.resolve("p.html"));
    pages.writeFiles(Files.createDirectories(temp.resolve("files")));
  }

  private List<String> lines(String file) throws IOException {
    return Files.readAllLines(temp.resolve("files").resolve(file));
  }

  @Test
  void fewClassesAreAllShown() throws IOException {
    write(25);
    assertThat(html)
        .contains(">kind 0</td>", ">kind 24</td>", "Confusion matrix")
        .doesNotContain("lowest F1");
    assertThat(lines("all-classes.csv")).hasSize(26);
    assertThat(temp.resolve("files/all-confusion.csv")).doesNotExist();
  }

  @Test
  void ofManyTheWorstAreShownAndAFileHasAll() throws IOException {
    write(26);
    assertThat(html)
        .contains("The 10 of 26 classes with the lowest F1", "All are in a file.", "kind 25")
        .containsPattern("(?s)>kind 0</td>.*>kind 1</td>.*>kind 9</td>")
        .doesNotContain(">kind 10</td>");
    assertThat(lines("all-classes.csv"))
        .hasSize(27)
        .contains("kind 25,26,26,0.9615384615384616," + "0.9615384615384616,0.9615384615384616");
  }

  @Test
  void aMatrixThatNobodyCouldReadIsAFile() throws IOException {
    write(256);
    assertThat(html)
        .contains("256 classes are too many", "Its counts are in another file.")
        .doesNotContain("<svg");
    List<String> matrix = lines("all-confusion.csv");
    assertThat(matrix).hasSize(257);
    assertThat(matrix.get(0)).startsWith("true class,kind 0,kind 1,");
    assertThat(matrix.get(3)).startsWith("kind 2,0,0,2,1,0,");
  }
}
