package dev.incline.page;

import dev.incline.chart.Figure;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.util.Matrix;

/** Figures as pixels: each is drawn on a page of its own, and the page rendered. */
public final class FigureImages {
  private static final int DPI = 200;
  private static final float MARGIN = 6;

  private FigureImages() {}

  /** Takes one image after another, in the order of the figures. */
  public interface Sink {
    void take(int index, BufferedImage image) throws IOException;
  }

  /** The bytes of a PNG file, made in memory: a full disk then shows where the file is written. */
  public static byte[] png(BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", stream);
    }
    return bytes.toByteArray();
  }

  public static void render(List<? extends Figure> figures, Sink sink) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PDDocument pdf = new PDDocument()) {
      Fonts fonts = new Fonts(pdf);
      for (Figure figure : figures) {
        PDRectangle sheet =
            new PDRectangle(
                (float) (figure.width() + 2 * MARGIN), (float) (figure.height() + 2 * MARGIN));
        PDPage page = new PDPage(sheet);
        pdf.addPage(page);
        try (PDPageContentStream stream = new PDPageContentStream(pdf, page)) {
          stream.transform(Matrix.getTranslateInstance(MARGIN, MARGIN));
          stream.drawForm(PdfCanvas.form(pdf, fonts, figure));
        }
      }
      pdf.save(bytes);
    }
    try (PDDocument pdf = Loader.loadPDF(bytes.toByteArray())) {
      PDFRenderer renderer = new PDFRenderer(pdf);
      for (int i = 0; i < figures.size(); i++) {
        sink.take(i, renderer.renderImageWithDPI(i, DPI, ImageType.RGB));
      }
    }
  }
}
