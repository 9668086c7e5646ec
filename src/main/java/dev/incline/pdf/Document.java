package dev.incline.pdf;

import dev.incline.chart.Colours;
import dev.incline.chart.Figure;
import dev.incline.file.InputFile;
import dev.incline.pdf.Typesetter.Line;
import dev.incline.wording.Phrase;
import dev.incline.wording.Reason;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.jspecify.annotations.Nullable;

/** Text, tables and figures that flow down A4 pages. Text is {@link Markup}. Lengths in points. */
public final class Document implements AutoCloseable {
  static final double MARGIN = 62;

  /** Of the text. */
  public static final double WIDTH = PDRectangle.A4.getWidth() - 2 * MARGIN;

  private static final double TOP = 66;
  private static final double BOTTOM = 64;
  private static final double HEIGHT = PDRectangle.A4.getHeight();
  private static final double SIZE = 9.5;
  private static final double LEAD = 14;

  private final PDDocument pdf = new PDDocument();
  private final Fonts fonts = new Fonts(pdf);
  private final Typesetter typesetter = new Typesetter(fonts);
  private final Contents contents = new Contents();
  private final List<PDPageContentStream> open = new ArrayList<>();
  private final String title;
  private PDPage page;
  private PDPageContentStream stream;
  private double y; // from the top of the page
  private @Nullable Heading pending;
  private int tables;
  private int figures;
  private int formulas;

  /**
   * Starts with the title page.
   *
   * @param lines of markup below the title
   */
  public Document(String title, List<String> lines) throws IOException {
    this.title = title;
    page = new PDPage(PDRectangle.A4);
    pdf.addPage(page);
    stream = new PDPageContentStream(pdf, page);
    open.add(stream);
    y = 230;
    rule(0, WIDTH, 1.2);
    y += 14;
    text("**" + Markup.escape(title) + "**", 22, 28, 0, Colours.INK);
    y += 6;
    rule(0, WIDTH, 0.5);
    y += 18;
    for (String line : lines) {
      text(line, 10.5, 17, 0, Colours.INK);
    }
  }

  /** Goes on at the top of a new page. */
  void newPage() throws IOException {
    page = new PDPage(PDRectangle.A4);
    pdf.addPage(page);
    stream = new PDPageContentStream(pdf, page);
    open.add(stream);
    y = TOP;
  }

  /**
   * A heading, in the contents and the outline.
   *
   * @param level 1 starts a page unless half of one is left; 2 and 3 do not
   */
  public void heading(int level, String text) throws IOException {
    setPending();
    pending = new Heading(level, text);
    if (level == 1 && (pdf.getNumberOfPages() == 1 || !has(HEIGHT / 2 - BOTTOM))) {
      newPage();
    }
  }

  private void setPending() throws IOException {
    Heading heading = pending;
    pending = null;
    if (heading == null) {
      return;
    }
    y += y > TOP ? heading.above() : 0;
    int level = heading.level();
    contents.add(level, contents.number(level) + "  " + heading.text(), page, y - 4);
    String numbered = contents.lastTitle().replaceFirst("  ", "\u2002");
    text("**" + numbered + "**", heading.size(), 1.4 * heading.size(), 0, Colours.INK);
    y += heading.below();
  }

  public void paragraph(String markup) throws IOException {
    text(markup, SIZE, LEAD, 0, Colours.INK);
    y += 5;
  }

  /** Lines of small print that stay on one page. */
  public void block(List<String> lines) throws IOException {
    double size = 7.5;
    double lead = 10.5;
    double height = 0;
    for (String line : lines) {
      height += lead * typesetter.lines(Markup.parse(line), size, WIDTH).size();
    }
    need(height);
    for (String line : lines) {
      text(line, size, lead, 0, Colours.INK);
    }
    y += 6;
  }

  /** A paragraph behind a bullet. */
  public void item(String markup) throws IOException {
    item("\u2022", markup);
  }

  /** A paragraph behind a mark of its own, such as {@code 1.} */
  public void item(String mark, String markup) throws IOException {
    need(LEAD);
    set(typesetter.lines(Markup.parse(mark), SIZE, 20).get(0), 4, SIZE, SIZE, Colours.INK);
    text(markup, SIZE, LEAD, 18, Colours.INK);
    y += 2;
  }

  /** A centred line with a number. */
  public void formula(String markup) throws IOException {
    Line line = typesetter.lines(Markup.parse(markup), 10.5, WIDTH - 60).get(0);
    Line number = typesetter.lines(Markup.parse("(" + ++formulas + ")"), SIZE, 60).get(0);
    need(24);
    y += 2;
    set(line, (WIDTH - line.width()) / 2, 12, 10.5, Colours.INK);
    set(number, WIDTH - number.width(), 12, SIZE, Colours.INK);
    y += 22;
  }

  public void table(Table table) throws IOException {
    y += 5;
    new TablePrinter(this, typesetter, table).print();
  }

  /** A figure, narrowed to the text where it is wider, and its caption below. */
  public void figure(Figure figure, String caption) throws IOException {
    if (figure.width() > WIDTH + 0.5) {
      throw new IllegalArgumentException(
          Phrase.of("%s is %.0f points wide, the text %.0f", caption, figure.width(), WIDTH));
    }
    need(figure.height() + captionHeight("Figure 00. " + caption) + 12);
    y += 4;
    figure.draw(
        new PdfCanvas(pdf, stream, fonts, HEIGHT), MARGIN + (WIDTH - figure.width()) / 2, y);
    y += figure.height() + 6;
    caption("Figure", caption);
    y += 8;
  }

  /**
   * A PNG, JPEG or GIF file, no wider than the text.
   *
   * @throws IOException naming the file when it is none
   */
  public void image(Path file, String caption) throws IOException {
    PDImageXObject image;
    try {
      image = PDImageXObject.createFromFileByContent(file.toFile(), pdf);
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException("cannot read the picture %s: %s".formatted(file, Reason.of(e)), e);
    }
    double scale = Math.min(0.5, WIDTH / image.getWidth());
    scale = Math.min(scale, 500.0 / image.getHeight());
    double w = scale * image.getWidth();
    double h = scale * image.getHeight();
    need(h + 40);
    stream.drawImage(
        image, (float) (MARGIN + (WIDTH - w) / 2), (float) (HEIGHT - y - h), (float) w, (float) h);
    y += h + 6;
    caption("Figure", caption);
    y += 8;
  }

  /** Writes the file. Nothing can be added after. */
  public void save(Path file, String author, String subject) throws IOException {
    setPending();
    contents.insert(pdf, typesetter, open);
    footers();
    for (PDPageContentStream each : open) {
      each.close();
    }
    open.clear();
    Metadata.write(pdf, title, author, subject);
    pdf.save(file.toFile());
  }

  /** Whether a file is a PDF that this class wrote. */
  public static boolean wrote(Path file) {
    try (PDDocument other = Loader.loadPDF(InputFile.require(file, InputFile.RECORD).toFile())) {
      return Metadata.PRODUCER.equals(other.getDocumentInformation().getProducer());
    } catch (IOException e) {
      return false; // no PDF at all
    }
  }

  /** Letters no font here has; each was replaced by a sign. */
  public Set<String> missingLetters() {
    return fonts.missing();
  }

  @Override
  public void close() throws IOException {
    for (PDPageContentStream each : open) {
      each.close();
    }
    pdf.close();
  }

  private void footers() throws IOException {
    for (int i = 1; i < pdf.getNumberOfPages(); i++) {
      try (PDPageContentStream foot =
          new PDPageContentStream(
              pdf, pdf.getPage(i), PDPageContentStream.AppendMode.APPEND, true, true)) {
        Line number = typesetter.lines(Markup.parse(Integer.toString(i + 1)), 8.5, 60).get(0);
        Line name = typesetter.lines(Markup.parse(Markup.escape(title)), 8, WIDTH - 40).get(0);
        typesetter.set(foot, number, MARGIN + WIDTH - number.width(), 36, 8.5, Colours.GREY);
        typesetter.set(foot, name, MARGIN, 36, 8, Colours.GREY);
      }
    }
  }

  // What TablePrinter builds with, too.

  boolean has(double height) {
    return y + height <= HEIGHT - BOTTOM;
  }

  void need(double height) throws IOException {
    double before = pending == null ? 0 : pending.height() + LEAD;
    if (!has(before + height)) {
      newPage();
    }
    setPending();
  }

  void space(double height) {
    y += height;
  }

  void rule(double x, double width, double weight) throws IOException {
    stream.setStrokingColor(new Color(Colours.INK));
    stream.setLineWidth((float) weight);
    stream.moveTo((float) (MARGIN + x), (float) (HEIGHT - y));
    stream.lineTo((float) (MARGIN + x + width), (float) (HEIGHT - y));
    stream.stroke();
  }

  /** Sets a line whose baseline is {@code down} below here; here stays. */
  void set(Line line, double x, double down, double size, int colour) throws IOException {
    typesetter.set(stream, line, MARGIN + x, HEIGHT - y - down, size, colour);
  }

  void caption(String kind, String markup) throws IOException {
    int number = kind.equals("Table") ? ++tables : ++figures;
    text(Phrase.of("**%s %d.** %s", kind, number, markup), 8.5, 11.5, 0, Colours.INK);
    y += 3;
  }

  double captionHeight(String markup) throws IOException {
    return 4 + 11.5 * typesetter.lines(Markup.parse(markup), 8.5, WIDTH).size();
  }

  private void text(String markup, double size, double lead, double indent, int colour)
      throws IOException {
    List<Line> lines = typesetter.lines(Markup.parse(markup), size, WIDTH - indent);
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      boolean lastButOne = i == lines.size() - 2; // the last line does not start a page alone
      need(lastButOne ? 2 * lead : lead);
      double x = line.rightToLeft() ? WIDTH - line.width() : indent;
      set(line, x, size, size, colour);
      y += lead;
    }
  }
}
