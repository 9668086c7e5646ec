package dev.incline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of a whole study, read back from its PDF and its HTML. */
class ReportWriterTest {

  @TempDir static Path folder;
  private static Path runs;
  private static Path pdf;
  private static List<String> warnings;
  private static String text;
  private static String html;
  private static String browsed;

  @BeforeAll
  static void writeAndRead() throws IOException {
    runs = RunFolders.write(folder.resolve("runs"), SyntheticRuns.assignment());
    pdf = folder.resolve("report.pdf");
    Path notes = folder.resolve("notes.md");
    Files.writeString(
        notes,
        """
        ## learning RATES
        Small rates are **slow**, as [a book](https://example.org) says.

        - one
        - two, with `code`

        3. third

        | rate | result |
        | --- | ---: |
        | 0.01 | 0.81 |

        ## Nowhere
        lost
        """);
    Path more = folder.resolve("more.md");
    Files.writeString(more, "# Afterword\nMore *words* 字.\n\n![A map](map.png)\n");
    ImageIO.write(
        new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB),
        "png",
        folder.resolve("map.png").toFile());
    warnings =
        new ReportWriter(
                StudyReader.read(List.of(runs)), notes, more, List.of(), "incline 0.1.0", false)
            .write(pdf, null, List.of("The evaluation: no model"));
    text = textOf(pdf);
    Path page = folder.resolve("report.html");
    new ReportWriter(
            StudyReader.read(List.of(runs)), notes, more, List.of(), "incline 0.1.0", false)
        .write(page, null, List.of("The evaluation: no model"));
    html = Files.readString(page);
    browsed = shown(html);
  }

  /** What a browser shows of a page, on one line. */
  static String shown(String html) {
    return html.replaceAll("(?s)<(style|script)>.*?</\\1>", "")
        .replaceAll("<[^>]*>", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
        .replaceAll("\\s+", " ");
  }

  static String textOf(Path pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf.toFile())) {
      return new PDFTextStripper().getText(document);
    }
  }

  @Test
  void everyNumberIsThatOfTheRunFoldersAndEveryRunIsThere() throws IOException {
    assertThat(RecordedNumbers.histories(runs).size()).isEqualTo(57);
    assertThat(RecordedNumbers.complaints(text, RecordedNumbers.histories(runs))).isEmpty();
    assertThat(RecordedNumbers.complaints(browsed, RecordedNumbers.histories(runs))).isEmpty();
  }

  @Test
  void aNumberThatIsWrongByOneInTheLastPlaceIsCaught() throws IOException {
    List<JsonNode> recorded = RecordedNumbers.histories(runs);
    String right = RecordedNumbers.row(recorded.get(7));
    int last = right.length() - 1;
    char other = right.charAt(last) == '9' ? '8' : (char) (right.charAt(last) + 1);
    for (String form : List.of(text, browsed)) {
      String wrong = form.replace(right, right.substring(0, last) + other);
      assertThat(RecordedNumbers.complaints(wrong, recorded)).isNotEmpty();
      Matcher mean = Pattern.compile("\\d\\.\\d{4} ± ").matcher(form);
      assertThat(mean.find()).isTrue();
      assertThat(RecordedNumbers.complaints(form.replace(mean.group(), "7.1234 ± "), recorded))
          .contains("from nowhere: 7.1234");
    }
  }

  @Test
  void theTextSaysWhatTheNumbersSay() {
    String flat = text.replaceAll("\\s+", " ");
    assertThat(flat)
        .contains("λ = 1 does not learn")
        .contains("What to use. incline train", "What it costs. A run takes")
        .contains("group best setting learnt validation accuracy test accuracy next setting p")
        .contains("λ = 1 does not learn: each run of it")
        .contains("Read before you use a number of these groups: ")
        .contains("learning rate η learnt training accuracy validation accuracy gap")
        .contains("0.01 3 of 3", "1 0 of 3")
        .contains("Best by validation accuracy: η = 1,")
        .contains("Worst: η = 0.01,")
        .contains("Left out of this report")
        .contains("The evaluation: no model");
  }

  @Test
  void theFormulasAreThere() {
    assertThat(text.replaceAll("\\s+", " "))
        .contains("∂L/∂Z = (S − Y) / N")
        .contains("W ← W − η (∂L/∂W + λ W)");
  }

  @Test
  void theAuthorsWordsStandUnderTheirSectionAndOnTheirPages() {
    int section = text.indexOf("4 Learning rates", text.indexOf("Varied"));
    String flat = text.replaceAll("\\s+", " ");
    assertThat(flat)
        .contains("Small rates are slow, as a book says.")
        .contains("two, with code")
        .contains("rate result 0.01 0.81")
        .contains("Afterword")
        .doesNotContain("lost");
    assertThat(flat.indexOf("Small rates"))
        .isGreaterThan(flat.indexOf("Varied: learning rate"))
        .isLessThan(flat.indexOf("Varied: L2 strength"));
    assertThat(section).isLessThan(text.indexOf("Small rates"));
    assertThat(html).contains("<ol start=\"3\">\n<li>third</li>");
    assertThat(warnings).hasSize(2);
    assertThat(warnings.get(0)).contains("Nowhere").contains("Learning rates");
    assertThat(warnings.get(1)).contains("字");
  }

  @Test
  void thePdfHasItsFontsContentsOutlineAndMetadata() throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf.toFile())) {
      for (var page : document.getPages()) {
        for (var name : page.getResources().getFontNames()) {
          PDFont font = page.getResources().getFont(name);
          assertThat(font.isEmbedded()).as(font.getName()).isTrue();
        }
      }
      assertThat(document.getPage(0).getAnnotations()).hasSizeGreaterThan(8); // the links
      assertThat(document.getDocumentCatalog().getMarkInfo().isMarked()).isTrue();
      assertThat(document.getDocumentCatalog().getStructureTreeRoot()).isNotNull();
      assertThat(document.getDocumentCatalog().getDocumentOutline().getFirstChild().getTitle())
          .isEqualTo("1  Summary");
      assertThat(document.getDocumentInformation().getTitle()).isEqualTo("Learning MNIST");
      assertThat(document.getDocumentCatalog().getMetadata().toByteArray())
          .asString()
          .contains("pdfaid", "pdfuaid");
    }
  }

  /** Each line of the contents ends with the page that its section is on. */
  @Test
  void theContentsNameTheirPages() throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf.toFile())) {
      PDFTextStripper stripper = new PDFTextStripper();
      stripper.setEndPage(1);
      Matcher lines =
          Pattern.compile("(?m)^(\\d \\D+?)[ .]* (\\d+)$").matcher(stripper.getText(document));
      int found = 0;
      for (; lines.find(); found++) {
        int page = Integer.parseInt(lines.group(2));
        stripper.setStartPage(page);
        stripper.setEndPage(page);
        assertThat(stripper.getText(document)).contains(lines.group(1));
      }
      assertThat(found).isGreaterThan(6);
    }
  }

  @Test
  void thePageNeedsNoOtherFile() {
    assertThat(html).contains("default-src 'none'").contains("<svg ").contains("data:image/png");
    assertThat(html.replace("href=\"https://example.org\"", "")) // the author's link
        .doesNotContainPattern("(src|href)=\"(?!#|data:)")
        .doesNotContain("url(", "@import");
    assertThat(browsed).contains("∂ L /∂ Z = ( S − Y ) / N").contains("Small rates are slow");
  }

  @Test
  void eachFigureAndTableIsAFileToo() throws IOException {
    Path figures = ReportWriter.figures(pdf);
    for (String name :
        List.of("learning-rates-accuracy", "regularisation-runs", "tuning-heat-map")) {
      assertThat(figures.resolve(name + ".svg")).isNotEmptyFile();
      assertThat(ImageIO.read(figures.resolve(name + ".png").toFile()).getWidth())
          .isGreaterThan(400);
    }
    JsonNode first = RecordedNumbers.histories(runs).get(0);
    assertThat(Files.readString(figures.resolve("runs.csv")))
        .contains(RecordedNumbers.name(first))
        .contains(first.path("test").path("accuracy").asText()); // every digit
    assertThat(Files.readAllLines(figures.resolve("learning-rates.csv")).get(0))
        .contains("test accuracy,test accuracy margin95,test accuracy n");
  }

  @Test
  void aMissingFileOfNotesOrPagesIsNamed() throws IOException {
    Study study = SyntheticRuns.assignment();
    Path none = folder.resolve("none.md");
    assertThatThrownBy(() -> new ReportWriter(study, none, null, List.of(), "incline", false))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none.md");
    ReportWriter writer = new ReportWriter(study, null, none, List.of(), "incline", false);
    Path other = folder.resolve("other.pdf");
    assertThatThrownBy(() -> writer.write(other, null, List.of())).hasMessageContaining("none.md");
    assertThat(other).doesNotExist();
  }
}
