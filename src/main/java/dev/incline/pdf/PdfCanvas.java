package dev.incline.pdf;

import dev.incline.chart.Canvas;
import java.awt.Color;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.graphics.color.PDDeviceRGB;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.pdmodel.graphics.state.PDExtendedGraphicsState;
import org.apache.pdfbox.util.Matrix;

/**
 * Draws on a page: lines stay lines, text stays text.
 *
 * @param height of the page, where y = 0 is
 */
record PdfCanvas(PDDocument document, PDPageContentStream page, Fonts fonts, double height)
    implements Canvas {
  /** Drawing that may fail to be written. */
  private interface Drawing {
    void draw() throws IOException;
  }

  private void within(double opacity, Drawing drawing) {
    try {
      page.saveGraphicsState();
      if (opacity < 1) {
        PDExtendedGraphicsState state = new PDExtendedGraphicsState();
        state.setStrokingAlphaConstant((float) opacity);
        state.setNonStrokingAlphaConstant((float) opacity);
        page.setGraphicsStateParameters(state);
      }
      drawing.draw();
      page.restoreGraphicsState();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void line(double[] x, double[] y, Pen pen) {
    if (x.length < 2) {
      return;
    }
    within(
        pen.opacity(),
        () -> {
          page.setStrokingColor(new Color(pen.colour()));
          page.setLineWidth((float) pen.width());
          page.setLineJoinStyle(1);
          if (pen.dashed()) {
            page.setLineDashPattern(new float[] {4, 2.5f}, 0);
          }
          trace(x, y);
          page.stroke();
        });
  }

  @Override
  public void area(double[] x, double[] y, Paint paint) {
    within(
        paint.opacity(),
        () -> {
          page.setNonStrokingColor(new Color(paint.colour()));
          trace(x, y);
          page.closePath();
          page.fill();
        });
  }

  private void trace(double[] x, double[] y) throws IOException {
    page.moveTo((float) x[0], (float) (height - y[0]));
    for (int i = 1; i < x.length; i++) {
      page.lineTo((float) x[i], (float) (height - y[i]));
    }
  }

  @Override
  public void text(double x, double y, String text, Lettering type) {
    within(
        1,
        () -> {
          Face face = type.bold() ? Face.BOLD : Face.REGULAR;
          List<Span> logical = fonts.printable(new Span(text, face, 0));
          boolean rightToLeft = VisualOrder.isRightToLeft(logical);
          List<Span> spans = VisualOrder.of(logical, rightToLeft);
          double width = 0;
          for (Span span : spans) {
            width += fonts.width(span.text(), span.face(), type.size());
          }
          double before = width * type.anchor().share();
          page.beginText();
          page.setNonStrokingColor(new Color(type.colour()));
          page.setTextMatrix(
              type.upward()
                  ? new Matrix(0, 1, -1, 0, (float) x, (float) (height - y - before))
                  : new Matrix(1, 0, 0, 1, (float) (x - before), (float) (height - y)));
          for (Span span : spans) {
            page.setFont(fonts.font(span.face()), (float) type.size());
            page.showText(span.text());
          }
          page.endText();
        });
  }

  @Override
  public void picture(double x, double y, double width, double h, Picture picture) {
    within(
        1,
        () ->
            page.drawImage(
                image(picture), (float) x, (float) (height - y - h), (float) width, (float) h));
  }

  private PDImageXObject image(Picture picture) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      for (int rgb : picture.rgb()) {
        deflater.write(new byte[] {(byte) (rgb >> 16), (byte) (rgb >> 8), (byte) rgb});
      }
    }
    return new PDImageXObject(
        document,
        new ByteArrayInputStream(packed.toByteArray()),
        COSName.FLATE_DECODE,
        picture.width(),
        picture.height(),
        8,
        PDDeviceRGB.INSTANCE);
  }
}
