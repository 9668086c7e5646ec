package dev.incline.page;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PDFontSupplier;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder.PdfAConformance;
import com.openhtmltopdf.util.XRLog;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PageMode;

/**
 * A document on paper: its HTML set on A4 pages, tagged, with page numbers in the contents and
 * bookmarks (PDF/A-2a, PDF/UA).
 */
final class PdfFile {
  private static final int NORMAL = 400;
  private static final int BOLD = 700;

  private PdfFile() {}

  static Set<String> write(Document document, Path file, String author, String subject)
      throws IOException {
    XRLog.setLoggingEnabled(false); // it would name the rules that are for browsers
    try (PDDocument pdf = new PDDocument()) {
      Fonts fonts = new Fonts(pdf);
      FigureDrawer drawer = new FigureDrawer(pdf, fonts);
      Map<String, String> own =
          Map.of("form", "paper", "script", "", "bookmarks", bookmarks(document));
      String html = HtmlFile.page(document, drawer::element, author, subject, own);
      fonts.check(html);
      PdfRendererBuilder builder =
          new PdfRendererBuilder()
              .usePDDocument(pdf)
              .withProducer(PageForm.PRODUCER)
              .usePdfAConformance(PdfAConformance.PDFA_2_A)
              .usePdfUaAccessibility(true)
              .useColorProfile(ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData())
              .useSVGDrawer(drawer)
              .useUnicodeBidiSplitter(RightToLeft::new)
              .useUnicodeBidiReorderer(new RightToLeft())
              .useUnicodeLineBreaker(new Spaces())
              .useReplacementText(Fonts.UNKNOWN)
              .addDOMMutator(new ReadingOrder())
              .useFastMode()
              .withHtmlContent(html, null);
      font(builder, fonts, Face.REGULAR, "sans", NORMAL, FontStyle.NORMAL);
      font(builder, fonts, Face.BOLD, "sans", BOLD, FontStyle.NORMAL);
      font(builder, fonts, Face.ITALIC, "sans", NORMAL, FontStyle.ITALIC);
      font(builder, fonts, Face.REGULAR, "regular", NORMAL, FontStyle.NORMAL);
      font(builder, fonts, Face.MONO, "mono", NORMAL, FontStyle.NORMAL);
      try (PdfBoxRenderer renderer = builder.buildPdfRenderer()) {
        renderer.layout();
        renderer.createPDFWithoutClosing();
      }
      pdf.getDocumentCatalog().setPageMode(PageMode.USE_OUTLINES);
      pdf.save(file.toFile());
      return fonts.missing();
    }
  }

  private static void font(
      PdfRendererBuilder builder,
      Fonts fonts,
      Face face,
      String family,
      int weight,
      FontStyle style)
      throws IOException {
    builder.useFont(new PDFontSupplier(fonts.font(face)), family, weight, style, true);
  }

  /** The headings, each within the one above it. */
  private static String bookmarks(Document document) {
    StringBuilder html = new StringBuilder("<bookmarks>");
    int depth = 0;
    for (Document.Heading heading : document.headings()) {
      for (; depth >= heading.level(); depth--) {
        html.append("</bookmark>");
      }
      String name = Markup.text(heading.html()).replace("\"", "&quot;");
      html.append(
          "<bookmark name=\"%s  %s\" href=\"#%s\">"
              .formatted(heading.number(), name, heading.id()));
      depth++;
    }
    return html.append("</bookmark>".repeat(depth)).append("</bookmarks>").toString();
  }
}
