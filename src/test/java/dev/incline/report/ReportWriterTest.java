package dev.incline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incline.experiment.StoredRun;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern FOUR_DECIMALS = Pattern.compile("(?<![\\d.])\\d+\\.\\d{4}(?!\\d)");

  /** The 97.5 % quantile of Student's t with 2 degrees of freedom: each setting has 3 seeds. */
  private static final double T = 4.302652729911275;

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

  /** What each run's history.json says, read without the report's own classes. */
  private static List<JsonNode> histories() throws IOException {
    List<JsonNode> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(runs)) {
      for (Path file : files.filter(f -> f.endsWith(StoredRun.RESULT)).sorted().toList()) {
        all.add(JSON.readTree(file.toFile()));
      }
    }
    return all;
  }

  private static String name(JsonNode run) {
    return Path.of(run.path("out").textValue()).getFileName().toString();
  }

  private static JsonNode bestEpoch(JsonNode run) {
    return run.path("epochs").path(run.path("best").path("epoch").intValue() - 1);
  }

  private static String four(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  /** What the page of that run must say, in the order of its table. */
  private static String row(JsonNode run) {
    JsonNode best = bestEpoch(run);
    return String.join(
        " ",
        name(run),
        run.path("seed").asText(),
        best.path("epoch").asText(),
        four(best.path("trainLoss").doubleValue()),
        four(best.path("trainAccuracy").doubleValue()),
        four(best.path("validationLoss").doubleValue()),
        four(best.path("validationAccuracy").doubleValue()),
        four(run.path("test").path("loss").doubleValue()),
        four(run.path("test").path("accuracy").doubleValue()),
        String.format(Locale.ROOT, "%.2f", run.path("seconds").doubleValue()));
  }

  /** Every number of four decimals that the runs can account for. */
  private static Set<String> accountedFor(List<JsonNode> runs) {
    Set<String> numbers = new TreeSet<>();
    for (JsonNode run : runs) {
      for (String number : row(run).split(" ", -1)) {
        numbers.add(number);
      }
    }
    Map<String, List<Double>> scores = new TreeMap<>(); // means of validation accuracies, by group
    for (int i = 0; i + 2 < runs.size(); i += 3) { // sorted by name: the seeds of a setting
      List<JsonNode> seeds = runs.subList(i, i + 3);
      estimate(numbers, seeds, r -> bestEpoch(r).path("trainAccuracy").doubleValue());
      double score = estimate(numbers, seeds, ReportWriterTest::validationAccuracy);
      estimate(numbers, seeds, r -> r.path("test").path("accuracy").doubleValue());
      estimate(numbers, seeds, r -> r.path("test").path("loss").doubleValue());
      estimate(
          numbers,
          seeds,
          r -> bestEpoch(r).path("trainAccuracy").doubleValue() - validationAccuracy(r));
      String group = name(runs.get(i)).replaceFirst("-.*", "");
      scores.computeIfAbsent(group, none -> new ArrayList<>()).add(score);
    }
    for (List<Double> means : scores.values()) { // differences are said of settings of a group
      means.forEach(a -> means.forEach(b -> numbers.add(four(Math.abs(a - b)))));
    }
    return numbers;
  }

  private static double validationAccuracy(JsonNode run) {
    return bestEpoch(run).path("validationAccuracy").doubleValue();
  }

  /** The mean, which the pages may say, with its margin and its interval. */
  private static double estimate(
      Set<String> numbers, List<JsonNode> seeds, ToDoubleFunction<JsonNode> value) {
    double[] v = seeds.stream().mapToDouble(value).toArray();
    double mean = (v[0] + v[1] + v[2]) / 3;
    double squares = 0;
    for (double one : v) {
      squares += (one - mean) * (one - mean);
    }
    double margin = T * Math.sqrt(squares / 2) / Math.sqrt(3);
    for (double number : new double[] {mean, margin, mean - margin, mean + margin}) {
      numbers.add(four(number));
    }
    return mean;
  }

  /** What is wrong between the report's numbers and the runs'. */
  private static List<String> complaints(String text, List<JsonNode> runs) {
    List<String> complaints = new ArrayList<>();
    for (JsonNode run : runs) {
      if (!text.contains(row(run))) {
        complaints.add("missing: " + row(run));
      }
      for (String hash : List.of("weightsSha256", "bestWeightsSha256")) {
        if (!text.contains(run.path(hash).textValue().substring(0, 16))) {
          complaints.add(name(run) + " has no " + hash);
        }
      }
    }
    Set<String> known = accountedFor(runs);
    Matcher numbers = FOUR_DECIMALS.matcher(text);
    while (numbers.find()) {
      if (!known.contains(numbers.group()) && !numbers.group().equals("0.0001")) { // an L2 strength
        complaints.add("from nowhere: " + numbers.group());
      }
    }
    return complaints;
  }

  @Test
  void everyNumberIsThatOfTheRunFoldersAndEveryRunIsThere() throws IOException {
    assertThat(histories().size()).isEqualTo(57);
    assertThat(complaints(text, histories())).isEmpty();
    assertThat(complaints(browsed, histories())).isEmpty();
  }

  @Test
  void aNumberThatIsWrongByOneInTheLastPlaceIsCaught() throws IOException {
    List<JsonNode> runs = histories();
    String right = row(runs.get(7));
    int last = right.length() - 1;
    char other = right.charAt(last) == '9' ? '8' : (char) (right.charAt(last) + 1);
    for (String form : List.of(text, browsed)) {
      String wrong = form.replace(right, right.substring(0, last) + other);
      assertThat(complaints(wrong, runs)).isNotEmpty();
      Matcher mean = Pattern.compile("\\d\\.\\d{4} ± ").matcher(form);
      assertThat(mean.find()).isTrue();
      assertThat(complaints(form.replace(mean.group(), "7.1234 ± "), runs))
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
    JsonNode first = histories().get(0);
    assertThat(Files.readString(figures.resolve("runs.csv")))
        .contains(name(first))
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
