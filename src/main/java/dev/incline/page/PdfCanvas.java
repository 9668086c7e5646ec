package dev.incline.page;

import dev.incline.chart.Canvas;
import dev.incline.chart.Figure;
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
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.color.PDDeviceRGB;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.pdmodel.graphics.state.PDExtendedGraphicsState;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceStream;
import org.apache.pdfbox.util.Matrix;

/**
 * Draws into a PDF: lines stay lines, text stays text.
 *
 * @param height of the sheet, where y = 0 is
 */
record PdfCanvas(PDDocument document, PDPageContentStream page, Fonts fonts, double height)
    implements Canvas {
  /** The figure as something that pages show. */
  static PDFormXObject form(PDDocument document, Fonts fonts, Figure figure) {
    PDAppearanceStream form =
        new PDAppearanceStream(document); // the form that streams write fonts to
    form.setBBox(new PDRectangle((float) figure.width(), (float) figure.height()));
    form.setResources(new PDResources());
    try (PDPageContentStream stream =
        new PDPageContentStream(
            document, form, form.getContentStream().createOutputStream(COSName.FLATE_DECODE))) {
      figure.draw(new PdfCanvas(document, stream, fonts, figure.height()), 0, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return form;
  }

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
          List<Fonts.Run> runs = fonts.runs(RightToLeft.visual(text), face);
          double width = fonts.width(runs, type.size());
          double before = width * type.anchor().share();
          page.beginText();
          page.setNonStrokingColor(new Color(type.colour()));
          page.setTextMatrix(
              type.upward()
                  ? new Matrix(0, 1, -1, 0, (float) x, (float) (height - y - before))
                  : new Matrix(1, 0, 0, 1, (float) (x - before), (float) (height - y)));
          for (Fonts.Run run : runs) {
            page.setFont(fonts.font(run.face()), (float) type.size());
            page.showText(run.text());
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
