package dev.incline.chart;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/** Draws SVG 1.1: a document, or an element of a page. Text stays text. */
public final class SvgCanvas implements Canvas {
  private static final String FONT =
      "DejaVu Sans Condensed, DejaVu Sans, Verdana, Arial, sans-serif";
  private static final double MARGIN = 6;

  private final StringBuilder svg = new StringBuilder();
  private final boolean live; // in a page whose script tells the values of curves

  private SvgCanvas(boolean live) {
    this.live = live;
  }

  /** The figure as a document. */
  public static String of(Figure figure) {
    SvgCanvas canvas = new SvgCanvas(false);
    String w = number(figure.width() + 2 * MARGIN);
    String h = number(figure.height() + 2 * MARGIN);
    canvas.svg.append(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" \
        width="%spt" height="%spt" viewBox="0 0 %s %s" font-family="%s">
        <rect width="100%%" height="100%%" fill="#ffffff"/>
        """
            .formatted(w, h, w, h, FONT));
    figure.draw(canvas, MARGIN, MARGIN);
    return canvas.svg.append("</svg>\n").toString();
  }

  /**
   * The figure as an element of an HTML page, whose style sheet chooses font and background. Panels
   * are an element each, so that the sheet can set them in fewer columns where the page is narrow.
   */
  public static String element(Figure figure) {
    return figure instanceof Panels panels ? panels(panels) : svg(figure);
  }

  private static String panels(Panels panels) {
    int columns = Math.min(panels.columns(), panels.figures().size());
    StringBuilder html = new StringBuilder("<div class=\"panels\" style=\"--columns: ");
    html.append(columns).append("; --few: ").append((columns + 1) / 2);
    html.append("; --width: ").append(number(panels.width())).append("pt\">\n");
    panels.figures().forEach(figure -> html.append(svg(figure)).append('\n'));
    html.append("</div>");
    if (!panels.legend().isEmpty()) {
      html.append("<div class=\"legend\">\n");
      for (Panels.Sample sample : panels.legend()) {
        html.append("<span>").append(svg(sample)).append(' ');
        html.append(escape(sample.text())).append("</span>\n");
      }
      html.append("</div>");
    }
    return html.toString();
  }

  private static String svg(Figure figure) {
    SvgCanvas canvas = new SvgCanvas(true);
    String w = number(figure.width());
    String h = number(figure.height());
    canvas.svg.append(
        "<svg width=\"%spt\" height=\"%spt\" viewBox=\"0 0 %s %s\" style=\"--width: %spt\" role=\"img\">\n"
            .formatted(w, h, w, h, w));
    figure.draw(canvas, 0, 0);
    return canvas.svg.append("</svg>").toString();
  }

  /** Whether a text is a document of this class. */
  public static boolean wrote(String text) {
    return text.startsWith("<?xml") && text.contains("font-family=\"" + FONT + "\"");
  }

  @Override
  public void line(double[] x, double[] y, Pen pen) {
    points("polyline", x, y);
    svg.append(" fill=\"none\" stroke-linejoin=\"round\" stroke=\"").append(colour(pen.colour()));
    svg.append("\" stroke-width=\"").append(number(pen.width())).append('"');
    if (pen.dashed()) {
      svg.append(" stroke-dasharray=\"4 2.5\"");
    }
    if (pen.opacity() < 1) {
      svg.append(" stroke-opacity=\"").append(number(pen.opacity())).append('"');
    }
    svg.append("/>\n");
  }

  @Override
  public void curve(Series series, Axis across, Axis up, double[] x, double[] y) {
    if (!live || x.length == 0) {
      line(x, y, series.look().pen());
      return;
    }
    StringBuilder values = new StringBuilder();
    for (int i = 0; i < series.x().length; i++) {
      double value = series.y()[i];
      if (Double.isFinite(value) && (up.kind() != Axis.Kind.LOG || value > 0)) { // as drawn
        values.append(values.isEmpty() ? "" : " ").append(Scale.label(series.x()[i]));
        values.append(',').append(Scale.label(value));
      }
    }
    svg.append("<g class=\"curve\" data-name=\"").append(escape(series.label()));
    svg.append("\" data-x=\"").append(escape(across.title()));
    svg.append("\" data-y=\"").append(escape(up.title()));
    svg.append("\" data-values=\"").append(values).append("\">\n");
    line(x, y, series.look().pen());
    svg.append("</g>\n");
  }

  @Override
  public void area(double[] x, double[] y, Paint paint) {
    points("polygon", x, y);
    svg.append(" fill=\"").append(colour(paint.colour())).append('"');
    if (paint.opacity() < 1) {
      svg.append(" fill-opacity=\"").append(number(paint.opacity())).append('"');
    }
    svg.append("/>\n");
  }

  private void points(String element, double[] x, double[] y) {
    svg.append('<').append(element).append(" points=\"");
    for (int i = 0; i < x.length; i++) {
      svg.append(i == 0 ? "" : " ").append(number(x[i])).append(',').append(number(y[i]));
    }
    svg.append('"');
  }

  @Override
  public void text(double x, double y, String text, Lettering type) {
    svg.append("<text font-size=\"").append(number(type.size()));
    svg.append("\" fill=\"").append(colour(type.colour()));
    svg.append("\" text-anchor=\"").append(type.anchor()).append('"');
    if (type.bold()) {
      svg.append(" font-weight=\"bold\"");
    }
    String at = number(x) + "," + number(y);
    svg.append(" transform=\"translate(").append(at).append(type.upward() ? ") rotate(-90)" : ")");
    svg.append("\">").append(escape(text)).append("</text>\n");
  }

  /** A picture as an address that holds it: a PNG file in base 64. */
  public static String address(Picture picture) {
    try {
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      ImageIO.write(image(picture), "png", png);
      return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void picture(double x, double y, double width, double height, Picture picture) {
    svg.append("<image x=\"").append(number(x)).append("\" y=\"").append(number(y));
    svg.append("\" width=\"").append(number(width)).append("\" height=\"").append(number(height));
    svg.append("\" style=\"image-rendering:pixelated\" xlink:href=\"");
    svg.append(address(picture)).append("\"/>\n");
  }

  private static BufferedImage image(Picture picture) {
    int width = picture.width();
    int height = picture.height();
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, width, height, picture.rgb(), 0, width);
    return image;
  }

  private static String colour(int rgb) {
    return "#" + Integer.toHexString(0x1000000 | rgb).substring(1);
  }

  private static String number(double value) {
    double rounded = Math.rint(value * 100) / 100;
    return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
