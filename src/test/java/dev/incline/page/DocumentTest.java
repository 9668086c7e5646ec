package dev.incline.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.wording.InvalidOptionException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is set on a page is what is read there, in both forms. */
class DocumentTest {
  private static final String HOSTILE = "<script>alert(1)</script> & \"x\" 'y' _a_ *b* [c](d) `e";

  @TempDir private Path temp;

  private String html(Document document) throws IOException {
    Path file = temp.resolve("d.html");
    document.write(PageForm.HTML, file, HOSTILE, HOSTILE);
    return Files.readString(file);
  }

  private String pdf(Document document) throws IOException {
    Path file = temp.resolve("d.pdf");
    document.write(PageForm.PDF, file, HOSTILE, HOSTILE);
    try (PDDocument pdf = Loader.loadPDF(file.toFile())) {
      assertThat(pdf.getDocumentInformation().getAuthor()).isEqualTo(HOSTILE);
      return new PDFTextStripper().getText(pdf).replaceAll("\\s+", " ");
    }
  }

  @Test
  void whatOthersNamedIsText() throws IOException {
    String name = Markup.escape(HOSTILE);
    Document document = new Document(HOSTILE, List.of(name));
    document.heading(1, name);
    document.paragraph("**" + name + "** and `<b>` and <i>raw</i> & \u0007 \ud800");
    document.item(name);
    document.table(new Table(name, List.of(new Table.Column(name, true)), List.of(List.of(name))));
    document.markdown(List.of("<script>alert(2)</script>", "", "- <b>x", "", HOSTILE), temp, 0);
    String html = html(document);
    assertThat(html).containsOnlyOnce("<script>").containsOnlyOnce("</script>"); // the page's own
    assertThat(html).contains("&lt;i&gt;raw&lt;/i&gt; &amp; \ufffd \ufffd");
    String pdf = pdf(document);
    assertThat(pdf.split("<script>alert\\(1\\)</script> & \"x\" 'y' _a_ \\*b\\*", -1))
        .hasSizeGreaterThan(7);
  }

  @Test
  void markupIsMarkdownWithScripts() {
    assertThat(Markup.html("**W**_{1}^{⊤} and *S*_{*ic*} = exp(*Z*_{*i*, *y*(*i*)}) / 2_k"))
        .isEqualTo(
            "<strong>W</strong><sub>1</sub><sup>⊤</sup> and <em>S</em><sub><em>ic</em></sub> ="
                + " exp(<em>Z</em><sub><em>i</em>, <em>y</em>(<em>i</em>)</sub>) / 2_k");
    assertThat(Markup.html("∂*L*/∂**W** 2 * 3 `a_{b}` x^{y"))
        .isEqualTo("∂<em>L</em>/∂<strong>W</strong> 2 * 3 <code>a_{b}</code> x^{y");
    assertThat(Markup.html("1. no list")).isEqualTo("1. no list");
    assertThat(Markup.html("# no heading")).isEqualTo("# no heading");
    assertThat(Markup.html(Markup.escape(HOSTILE))).isEqualTo(Markup.plain(HOSTILE));
    assertThat(Markup.html("")).isEmpty();
  }

  @Test
  void headingsCountAndListsEnd() throws IOException {
    Document document = new Document("T", List.of());
    document.heading(1, "A");
    document.heading(2, "A one");
    document.item("x");
    document.item("y");
    document.heading(2, "A two");
    document.heading(1, "B");
    document.heading(2, "B one");
    assertThat(html(document))
        .contains("<h3 id=\"s1-2\">1.2 A two</h3>", "<h3 id=\"s2-1\">2.1 B one</h3>")
        .contains("<ul>\n<li>x</li><li>y</li></ul>\n<h3");
    assertThat(pdf(document)).contains("1.2 A two", "2.1 B one");
  }

  /** Java's own rule would break some of these after a hyphen or a colon. */
  @Test
  void linesBreakAtSpacesAlone() throws IOException {
    Document document = new Document("T", List.of());
    document.paragraph("half-normal:0.01 `--hidden` ".repeat(60));
    String text = pdf(document);
    assertThat(text.split("half-normal:0\\.01 --hidden", -1)).hasSize(61);
  }

  /** Where a line ends, a sign of the name does; an option is no name. */
  @Test
  void aLongNameBreaksBehindItsSignsAlone() throws IOException {
    String name = "mlp-128-relu-lr0.0001-l2_0.00001-cosine-epochs200-dropout0.25-limit30000-seed42";
    String path =
        "/data/of/somebody/whose=folders/have/quite/long/names/indeed/the-file_itself.csv";
    Document document = new Document("T", List.of());
    List<Table.Column> columns =
        Stream.of("1", "2", "3", "4", "5").map(h -> new Table.Column(h, false)).toList();
    String words = "incline train --weight-decay ".repeat(3);
    document.table(new Table("", columns, List.of(List.of(name, path, words, words, words))));
    List<String> cells = lines(document);
    for (String whole : List.of(name, path)) {
      List<String> parts =
          cells.stream().filter(part -> part.length() > 2 && whole.contains(part)).toList();
      assertThat(String.join("", parts)).isEqualTo(whole);
      assertThat(parts)
          .hasSizeGreaterThan(1)
          .allMatch(part -> whole.endsWith(part) || part.matches(".*[-_/=]"));
    }
    assertThat(String.join(" ", cells)).contains("--weight-decay");
  }

  /** What stands beside each other in the lines of a PDF's cells, column by column. */
  private List<String> lines(Document document) throws IOException {
    Path file = temp.resolve("d.pdf");
    document.write(PageForm.PDF, file, "", "");
    List<String> lines = new ArrayList<>();
    try (PDDocument pdf = Loader.loadPDF(file.toFile())) {
      PDFTextStripper stripper =
          new PDFTextStripper() {
            @Override
            protected void writeString(String text, List<TextPosition> letters) {
              lines.add(text);
            }
          };
      stripper.getText(pdf);
    }
    return lines;
  }

  /** Hashes in a table stay whole where a long neighbour wants all the room. */
  @Test
  void aWordInATableIsNotBroken() throws IOException {
    List<String> heads = List.of("run", "command", "hash");
    List<List<String>> rows =
        List.of(List.of("a-long-name-".repeat(6), "train --lr 1 ".repeat(12), "5754e2d749abb30f"));
    Document document = new Document("T", List.of());
    document.table(
        new Table("", heads.stream().map(h -> new Table.Column(h, false)).toList(), rows));
    assertThat(pdf(document)).contains("5754e2d749abb30f");
  }

  @Test
  void picturesAreInThePage() throws IOException {
    BufferedImage image = new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(image, "png", temp.resolve("map.png").toFile());
    Document document = new Document("T", List.of());
    document.markdown(List.of("![A *map*](map.png)", "", "and ![b](map.png) in a line"), temp, 0);
    assertThat(html(document))
        .contains("<figure><img src=\"data:image/png;base64,")
        .contains("<b>Figure 1.</b> A <em>map</em></figcaption>")
        .doesNotContain("map.png");
    Files.writeString(temp.resolve("no.png"), "no picture");
    for (String name : new String[] {"none.png", "no.png", "http://example.org/x.png"}) {
      assertThatThrownBy(() -> document.markdown(List.of("![](" + name + ")"), temp, 0))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot read the picture")
          .hasMessageContaining(name.substring(name.lastIndexOf('/') + 1));
    }
  }

  @Test
  void aFileOfOursIsKnown() throws IOException {
    Document document = new Document("T", List.of());
    html(document);
    pdf(document);
    assertThat(PageForm.wrote(temp.resolve("d.html"))).isTrue();
    assertThat(PageForm.wrote(temp.resolve("d.pdf"))).isTrue();
    Path other = Files.writeString(temp.resolve("o.html"), "<!DOCTYPE html>\n<p>mine</p>");
    assertThat(PageForm.wrote(other)).isFalse();
    assertThat(PageForm.of(Path.of("a.Pdf"), "--out")).isEqualTo(PageForm.PDF);
    assertThatThrownBy(() -> PageForm.of(Path.of("a.doc"), "--out"))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining(".html")
        .hasMessageContaining(".pdf");
  }
}
