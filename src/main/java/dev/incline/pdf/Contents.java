package dev.incline.pdf;

import dev.incline.chart.Colours;
import dev.incline.pdf.Typesetter.Line;
import java.awt.Color;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PageMode;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionGoTo;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationLink;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDBorderStyleDictionary;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.destination.PDPageXYZDestination;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDDocumentOutline;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;

/** The headings of a document: its numbered table of contents with links, and its outline. */
final class Contents {
  private static final double LEAD = 16;
  private static final double FIRST = 110; // from the top
  private static final int PER_PAGE = 40;
  private static final double HEIGHT = PDRectangle.A4.getHeight();

  private final List<Entry> entries = new ArrayList<>();
  private final int[] counters = new int[4];

  /** {@code y} from the top of the page. */
  private record Entry(int level, String text, PDPage page, double y) {
    PDPageXYZDestination destination() {
      PDPageXYZDestination destination = new PDPageXYZDestination();
      destination.setPage(page);
      destination.setTop((int) (HEIGHT - y));
      return destination;
    }
  }

  /** Such as 2.1; counts. */
  String number(int level) {
    counters[level]++;
    StringBuilder number = new StringBuilder().append(counters[1]);
    for (int i = 2; i < counters.length; i++) {
      if (i > level) {
        counters[i] = 0;
      } else {
        number.append('.').append(counters[i]);
      }
    }
    return number.toString();
  }

  void add(int level, String text, PDPage page, double y) {
    entries.add(new Entry(level, text, page, y));
  }

  String lastTitle() {
    return entries.get(entries.size() - 1).text();
  }

  /** Puts the contents behind the first page, and the outline into the document. */
  void insert(PDDocument pdf, Typesetter typesetter, List<PDPageContentStream> open)
      throws IOException {
    int pages = (entries.size() + PER_PAGE - 1) / PER_PAGE;
    PDPage before = pdf.getPage(0);
    List<PDPage> inserted = new ArrayList<>();
    for (int i = 0; i < pages; i++) {
      PDPage page = new PDPage(PDRectangle.A4);
      pdf.getPages().insertAfter(page, before);
      inserted.add(page);
      before = page;
    }
    for (int i = 0; i < pages; i++) {
      PDPageContentStream stream = new PDPageContentStream(pdf, inserted.get(i));
      open.add(stream);
      Line head = typesetter.lines(Markup.parse("**Contents**"), 16, Document.WIDTH).get(0);
      typesetter.set(stream, head, Document.MARGIN, HEIGHT - 82, 16, Colours.INK);
      int from = i * PER_PAGE;
      int to = Math.min(entries.size(), from + PER_PAGE);
      for (int e = from; e < to; e++) {
        line(pdf, typesetter, stream, inserted.get(i), entries.get(e), FIRST + (e - from) * LEAD);
      }
    }
    outline(pdf);
  }

  private static void line(
      PDDocument pdf,
      Typesetter typesetter,
      PDPageContentStream stream,
      PDPage page,
      Entry entry,
      double y)
      throws IOException {
    double size = 9.5;
    double indent = 14.0 * (entry.level() - 1);
    String shown = entry.level() == 1 ? "**" + entry.text() + "**" : entry.text();
    Line text = typesetter.lines(Markup.parse(shown), size, Document.WIDTH - 60).get(0);
    String number = Integer.toString(pdf.getPages().indexOf(entry.page()) + 1);
    Line right = typesetter.lines(Markup.parse(number), size, 40).get(0);
    double left = Document.MARGIN + indent;
    double end = Document.MARGIN + Document.WIDTH;
    double baseline = HEIGHT - y;
    typesetter.set(stream, text, left, baseline, size, Colours.INK);
    typesetter.set(stream, right, end - right.width(), baseline, size, Colours.INK);
    stream.setStrokingColor(new Color(Colours.GREY));
    stream.setLineWidth(0.5f);
    stream.setLineDashPattern(new float[] {0.5f, 3}, 0);
    stream.moveTo((float) (left + text.width() + 6), (float) baseline);
    stream.lineTo((float) (end - right.width() - 6), (float) baseline);
    stream.stroke();

    PDAnnotationLink link = new PDAnnotationLink();
    PDBorderStyleDictionary none = new PDBorderStyleDictionary();
    none.setWidth(0);
    link.setBorderStyle(none);
    link.setPrinted(true);
    link.setRectangle(
        new PDRectangle(
            (float) left, (float) baseline - 4, (float) (end - left), (float) LEAD - 1));
    PDActionGoTo go = new PDActionGoTo();
    go.setDestination(entry.destination());
    link.setAction(go);
    page.getAnnotations().add(link);
  }

  private void outline(PDDocument pdf) {
    PDDocumentOutline outline = new PDDocumentOutline();
    PDOutlineItem[] parents = new PDOutlineItem[4];
    for (Entry entry : entries) {
      PDOutlineItem item = new PDOutlineItem();
      item.setTitle(entry.text().replaceAll("\\\\(.)", "$1"));
      item.setDestination(entry.destination());
      if (entry.level() == 1) {
        outline.addLast(item);
      } else {
        parents[entry.level() - 1].addLast(item);
      }
      parents[entry.level()] = item;
    }
    pdf.getDocumentCatalog().setDocumentOutline(outline);
    pdf.getDocumentCatalog().setPageMode(PageMode.USE_OUTLINES);
  }
}
