package dev.incline.page;

import com.openhtmltopdf.css.sheet.FontFaceRule;
import com.openhtmltopdf.css.style.CssContext;
import com.openhtmltopdf.extend.OutputDevice;
import com.openhtmltopdf.extend.SVGDrawer;
import com.openhtmltopdf.layout.SharedContext;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfBoxOutputDevice;
import com.openhtmltopdf.render.Box;
import com.openhtmltopdf.render.RenderingContext;
import dev.incline.chart.Figure;
import dev.incline.wording.Phrase;
import java.awt.Rectangle;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.w3c.dom.Element;

/**
 * Draws figures where a document has an {@code svg} element for them: on their own canvas, with the
 * document's fonts. A library for SVG would need AWT's, which a bare system has not.
 */
record FigureDrawer(PDDocument pdf, Fonts fonts, List<Figure> figures) implements SVGDrawer {
  private static final String NUMBER = "data-figure";
  private static final double PIXELS = 4.0 / 3; // of CSS, in a point

  FigureDrawer(PDDocument pdf, Fonts fonts) {
    this(pdf, fonts, new ArrayList<>());
  }

  /** The element in whose place the figure stands. */
  String element(Figure figure, String caption) {
    figures.add(figure);
    return Phrase.of(
        "<svg %s=\"%d\" alt=\"%s\"></svg>",
        NUMBER, figures.size() - 1, Markup.text(caption).replace("\"", "&quot;"));
  }

  @Override
  public SVGImage buildSVGImage(
      Element element, Box box, CssContext context, double width, double height, double dots) {
    Figure figure = figures.get(Integer.parseInt(element.getAttribute(NUMBER)));
    int wide = (int) Math.round(figure.width() * PIXELS * dots);
    int high = (int) Math.round(figure.height() * PIXELS * dots);
    return new SVGImage() {
      @Override
      public int getIntrinsicWidth() {
        return wide;
      }

      @Override
      public int getIntrinsicHeight() {
        return high;
      }

      @Override
      public void drawSVG(OutputDevice device, RenderingContext unused, double x, double y) {
        Rectangle place = new Rectangle((int) x, (int) y, wide, high);
        ((PdfBoxOutputDevice) device)
            .drawPdfAsImage(PdfCanvas.form(pdf, fonts, figure), place, wide, high);
      }
    };
  }

  @Override
  public void importFontFaceRules(List<FontFaceRule> fontFaces, SharedContext shared) {}

  @Override
  public void addFontFile(File file, String family, Integer weight, FontStyle style) {}

  @Override
  public void close() {}
}
