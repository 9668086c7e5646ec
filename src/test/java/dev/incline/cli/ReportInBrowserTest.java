package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incline.report.TrainedRuns;
import dev.incline.testing.Browser;
import dev.incline.testing.SyntheticData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The HTML of a report lives in a browser: Debian's Chromium, without a window. */
@Tag("slow")
class ReportInBrowserTest {
  private static final String ODD = "<script>alert(1)"; // a folder may be called so
  private static final String RUNS =
      "[...document.querySelectorAll('table')].find(t => t.textContent.includes('test loss') && t.rows[0].textContent.startsWith('run'))";

  @TempDir static Path folder;
  private static Path page;
  private Browser browser;

  @BeforeAll
  static void report() throws Exception {
    assertThat(Browser.program()).as("chromium is on the PATH (package chromium)").isPresent();
    Path data = SyntheticData.write(folder.resolve("data"), 300, 200, 8);
    Path runs = Files.createDirectory(folder.resolve("runs"));
    TrainedRuns.train(runs.resolve("a"), data, 0.05, 1);
    TrainedRuns.train(runs.resolve("b"), data, 0.1, 2);
    TrainedRuns.train(runs.resolve(ODD), data, 0.02, 3);
    page = folder.resolve("report.html");
    CommandRun run = CommandRun.of("report", runs.toString(), "--out", page.toString());
    assertThat(run.code()).as(run.err()).isZero();
  }

  private void open(Path file) throws Exception {
    browser = Browser.open(file, folder.resolve("profile-" + System.nanoTime()));
  }

  @AfterEach
  void close() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void loadsWithoutAnErrorAndAsksForNothing() throws Exception {
    open(page);
    assertThat(browser.errors()).isEmpty();
    assertThat(browser.evaluate("document.body.innerText").textValue()).contains(ODD);
    assertThat(browser.evaluate("document.scripts.length").intValue()).isEqualTo(1);
  }

  @Test
  void aPlantedErrorIsFound() throws Exception {
    String html = Files.readString(page);
    open(planted(html, "undefined.planted"));
    assertThat(browser.errors()).singleElement().asString().contains("planted");
    close();
    open(planted(html, "new Image().src = 'http://127.0.0.1:9/planted'"));
    assertThat(browser.errors()).isNotEmpty();
  }

  private static Path planted(String html, String script) throws Exception {
    Path file = folder.resolve("planted.html");
    return Files.writeString(
        file, html.replace("</body>", "<script>" + script + "</script></body>"));
  }

  private List<String> column(int column) throws Exception {
    List<String> values = new ArrayList<>();
    JsonNode cells =
        browser.evaluate(
            "[...%s.tBodies[0].rows].map(r => r.cells[%s].textContent)"
                .formatted(RUNS, Integer.toString(column)));
    cells.forEach(cell -> values.add(cell.textValue()));
    return values;
  }

  @Test
  void aHeadSortsItsTableByMouseAndByKey() throws Exception {
    open(page);
    String head = RUNS + ".tHead.rows[0].cells[7]"; // test loss
    List<String> before = column(7);
    browser.click(head + ".querySelector('button')");
    List<String> up = column(7);
    assertThat(up).hasSize(3).isSorted().doesNotHaveDuplicates();
    assertThat(up).containsExactlyInAnyOrderElementsOf(before);
    browser.evaluate(head + ".querySelector('button').focus()");
    browser.key("Enter", 13, "\r");
    assertThat(column(7)).containsExactly(up.get(2), up.get(1), up.get(0));
    assertThat(browser.evaluate(head + ".ariaSort").textValue()).isEqualTo("descending");
    assertThat(browser.errors()).isEmpty();
  }

  /** As numbers 9 comes before 10 and a minus before both; as text neither. */
  @Test
  void numbersAreSortedByValueUnderShortHeadsToo() throws Exception {
    open(page);
    for (int column = 1; column < 8; column++) {
      String head = RUNS + ".tHead.rows[0].cells[" + column + "]";
      assertThat(browser.evaluate(head + ".classList.contains('n')").booleanValue())
          .as("numbers in column %s", Integer.toString(column))
          .isTrue();
      browser.evaluate(
          "[...%s.tBodies[0].rows].forEach((r, i) => r.cells[%s].textContent = ['10', '\u22122.5', '9'][i])"
              .formatted(RUNS, Integer.toString(column)));
      browser.click(head + ".querySelector('button')");
      assertThat(column(column)).containsExactly("\u22122.5", "9", "10");
    }
  }

  /** The first point of a run's curve: its values are those of its history. */
  @Test
  void aCurveSaysItsRunAndItsValues() throws Exception {
    open(page);
    JsonNode at =
        browser.evaluate(
            "(c => { c.scrollIntoView({block: 'center'}); const p = c.querySelector('polyline').points[0]; const q = new DOMPoint(p.x, p.y).matrixTransform(c.getScreenCTM()); return [q.x, q.y, c.dataset.values]; })(document.querySelector('.curve[data-name=a]'))");
    browser.mouse(at.get(0).doubleValue(), at.get(1).doubleValue(), false);
    String tip = browser.evaluate("document.querySelector('.tip').innerText").textValue();
    String value = at.get(2).textValue().split("[, ]", -1)[1];
    assertThat(tip).contains("a\n", "epoch 1", "loss (nats per row) " + value);
    double recorded =
        new ObjectMapper()
            .readTree(folder.resolve("runs/a/history.json").toFile())
            .at("/epochs/0/trainLoss")
            .doubleValue();
    assertThat(Double.parseDouble(value))
        .isEqualTo(recorded, offset(1e-5 * recorded)); // six digits
    browser.mouse(1, 1, false);
    assertThat(browser.evaluate("document.querySelector('.tip').hidden").booleanValue()).isTrue();
    browser.evaluate("document.querySelector('.curve[data-name=a]').ownerSVGElement.focus()");
    browser.key("ArrowRight", 39, "");
    assertThat(browser.evaluate("document.querySelector('.tip').innerText").textValue())
        .contains("epoch 2");
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  void tickedRunsStandSideBySide() throws Exception {
    open(page);
    for (int row : new int[] {0, 2}) {
      browser.click("%s.tBodies[0].rows[%s].querySelector('input')".formatted(RUNS, row));
    }
    String shown = browser.evaluate("document.querySelector('.comparison').innerText").textValue();
    List<String> names = column(0);
    List<String> tested = column(8);
    assertThat(shown).contains(names.get(0), names.get(2), tested.get(0), tested.get(2));
    assertThat(shown).doesNotContain("\t" + names.get(1));
    assertThat(browser.evaluate("document.querySelectorAll('.picked').length").intValue())
        .isPositive();
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  void aCellOfTheConfusionMatrixShowsItsRows() throws Exception {
    open(page);
    assertThat(visible()).isZero();
    browser.click("document.querySelector('.cell')");
    assertThat(visible()).isEqualTo(1);
    String text =
        browser
            .evaluate(
                "document.querySelector('.examples figure:not([hidden]) figcaption').textContent")
            .textValue();
    assertThat(text).startsWith("True class 0, predicted ");
    assertThat(
            browser
                .evaluate(
                    "(i => i.complete && i.naturalWidth % 8 == 0 && i.naturalHeight == 8)(document.querySelector('.examples figure:not([hidden]) img'))")
                .booleanValue())
        .isTrue();
    assertThat(browser.errors()).isEmpty();
  }

  private int visible() throws Exception {
    return browser
        .evaluate("document.querySelectorAll('.examples figure:not([hidden])').length")
        .intValue();
  }

  @Test
  void printsLightAndWithoutItsHandles() throws Exception {
    open(page);
    browser.dark();
    browser.click("%s.tBodies[0].rows[0].querySelector('input')".formatted(RUNS));
    browser.click("%s.tBodies[0].rows[1].querySelector('input')".formatted(RUNS));
    try (PDDocument pdf = Loader.loadPDF(browser.print())) {
      String text = new PDFTextStripper().getText(pdf);
      assertThat(pdf.getNumberOfPages()).isGreaterThan(4);
      assertThat(text).contains("Confusion matrix", "Runs and hashes").doesNotContain("Compare no");
    }
    assertThat(browser.errors()).isEmpty();
  }

  private int lightness(String selector, String property) throws Exception {
    return browser
        .evaluate(
            "getComputedStyle(document.querySelector('%s')).%s.match(/\\d+/g).slice(0, 3).reduce((a, b) => a + +b, 0)"
                .formatted(selector, property))
        .intValue();
  }

  @Test
  void isDarkWhereThatIsPreferredAndFitsAPhone() throws Exception {
    open(page);
    assertThat(lightness("body", "backgroundColor")).isGreaterThan(700);
    browser.dark();
    assertThat(lightness("body", "backgroundColor")).isLessThan(120);
    assertThat(lightness("body", "color")).isGreaterThan(600);
    assertThat(lightness("figure svg text", "fill")).isGreaterThan(600);
    browser.size(360, 740);
    assertThat(browser.evaluate("document.documentElement.scrollWidth").intValue())
        .isLessThanOrEqualTo(360);
    assertThat(browser.errors()).isEmpty();
  }

  /** Charts stand side by side on a desk and below each other on a phone, as wide as the text. */
  @Test
  void figuresTakeTheWidthThereIs() throws Exception {
    open(page);
    for (int width : new int[] {360, 1200}) {
      browser.size(width, 740);
      JsonNode text = box("document.querySelector('main')");
      JsonNode first = box("document.querySelector('.panels svg')");
      JsonNode second = box("document.querySelector('.panels svg:nth-child(2)')");
      int across = width == 360 ? 1 : 2;
      assertThat(across * first.get(2).doubleValue())
          .as("a window of %s", Integer.toString(width))
          .isBetween(0.95 * text.get(2).doubleValue(), text.get(2).doubleValue() + 1);
      assertThat(second.get(1).doubleValue() > first.get(1).doubleValue()).isEqualTo(across == 1);
      assertThat(
              browser
                  .evaluate(
                      "[...document.querySelectorAll('figure svg')].every(s => s.getBoundingClientRect().right <= innerWidth)")
                  .booleanValue())
          .isTrue();
    }
  }

  /** Left, top and width. */
  private JsonNode box(String element) throws Exception {
    return browser.evaluate(
        "(r => [r.left, r.top, r.width])(%s.getBoundingClientRect())".formatted(element));
  }

  /** An option has one box wherever the line ends. */
  @Test
  void anOptionStaysInItsLine() throws Exception {
    open(page);
    int seen = 0;
    for (int width = 250; width < 420; width += 10) {
      browser.size(width, 740);
      JsonNode lines =
          browser.evaluate(
              """
              (() => {
                const lines = [];
                const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
                while (texts.nextNode()) {
                  for (const option of texts.currentNode.data.matchAll(/--[a-z][a-z-]*/g)) {
                    const range = document.createRange();
                    range.setStart(texts.currentNode, option.index);
                    range.setEnd(texts.currentNode, option.index + option[0].length);
                    lines.push(new Set([...range.getClientRects()].map(r => Math.round(r.top))).size);
                  }
                }
                return lines;
              })()""");
      for (JsonNode line : lines) {
        assertThat(line.intValue()).isEqualTo(1);
        seen++;
      }
    }
    assertThat(seen).isPositive();
  }
}
