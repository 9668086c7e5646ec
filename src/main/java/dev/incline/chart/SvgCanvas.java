package dev.incline.chart;

import com.google.errorprone.annotations.FormatMethod;
import dev.incline.wording.Phrase;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    canvas.add(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" \
        width="%spt" height="%spt" viewBox="0 0 %s %s" font-family="%s">
        <rect width="100%%" height="100%%" fill="#ffffff"/>
        """,
        w, h, w, h, FONT);
    figure.draw(canvas, MARGIN, MARGIN);
    return canvas.svg + "</svg>\n";
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
    String figures =
        panels.figures().stream().map(figure -> svg(figure) + "\n").collect(Collectors.joining());
    String legend =
        panels.legend().stream()
            .map(entry -> "<span>" + svg(entry) + " " + escape(entry.text()) + "</span>\n")
            .collect(Collectors.joining());
    return Phrase.of(
        "<div class=\"panels\" style=\"--columns: %d; --few: %d; --width: %spt\">\n%s</div>%s",
        columns,
        (columns + 1) / 2,
        number(panels.width()),
        figures,
        legend.isEmpty() ? "" : "<div class=\"legend\">\n" + legend + "</div>");
  }

  private static String svg(Figure figure) {
    SvgCanvas canvas = new SvgCanvas(true);
    String w = number(figure.width());
    String h = number(figure.height());
    canvas.add(
        "<svg width=\"%spt\" height=\"%spt\" viewBox=\"0 0 %s %s\" style=\"--width: %spt\" role=\"img\">\n",
        w, h, w, h, w);
    figure.draw(canvas, 0, 0);
    return canvas.svg + "</svg>";
  }

  /** Whether a text is a document of this class. */
  public static boolean wrote(String text) {
    return text.startsWith("<?xml") && text.contains("font-family=\"" + FONT + "\"");
  }

  @FormatMethod
  private void add(String format, Object... values) {
    svg.append(Phrase.of(format, values));
  }

  @Override
  public void line(double[] x, double[] y, Pen pen) {
    add(
        "<polyline points=\"%s\" fill=\"none\" stroke-linejoin=\"round\" stroke=\"%s\" stroke-width=\"%s\"%s%s/>\n",
        points(x, y),
        colour(pen.colour()),
        number(pen.width()),
        pen.dashed() ? " stroke-dasharray=\"4 2.5\"" : "",
        opacity("stroke", pen.opacity()));
  }

  @Override
  public void curve(Series series, Axis across, Axis up, double[] x, double[] y) {
    if (!live || x.length == 0) {
      line(x, y, series.look().pen());
      return;
    }
    String values =
        IntStream.range(0, series.x().length)
            .filter(i -> up.isDrawable(series.y()[i]))
            .mapToObj(i -> Scale.label(series.x()[i]) + "," + Scale.label(series.y()[i]))
            .collect(Collectors.joining(" "));
    add(
        "<g class=\"curve\" data-name=\"%s\" data-x=\"%s\" data-y=\"%s\" data-values=\"%s\">\n",
        escape(series.label()), escape(across.title()), escape(up.title()), values);
    line(x, y, series.look().pen());
    add("</g>\n");
  }

  @Override
  public void area(double[] x, double[] y, Paint paint) {
    add(
        "<polygon points=\"%s\" fill=\"%s\"%s/>\n",
        points(x, y), colour(paint.colour()), opacity("fill", paint.opacity()));
  }

  private static String points(double[] x, double[] y) {
    return IntStream.range(0, x.length)
        .mapToObj(i -> number(x[i]) + "," + number(y[i]))
        .collect(Collectors.joining(" "));
  }

  private static String opacity(String what, double share) {
    return share < 1 ? " %s-opacity=\"%s\"".formatted(what, number(share)) : "";
  }

  @Override
  public void text(double x, double y, String text, Lettering type) {
    add(
        "<text font-size=\"%s\" fill=\"%s\" text-anchor=\"%s\"%s transform=\"translate(%s,%s)%s\">%s</text>\n",
        number(type.size()),
        colour(type.colour()),
        type.anchor(),
        type.bold() ? " font-weight=\"bold\"" : "",
        number(x),
        number(y),
        type.upward() ? " rotate(-90)" : "",
        escape(text));
  }

  /** A picture as an address that holds it: a PNG file in base 64. */
  public static String address(Picture picture) {
    int width = picture.width();
    int height = picture.height();
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, width, height, picture.rgb(), 0, width);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", png);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
  }

  @Override
  public void picture(double x, double y, double width, double height, Picture picture) {
    add(
        "<image x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" style=\"image-rendering:pixelated\" xlink:href=\"%s\"/>\n",
        number(x), number(y), number(width), number(height), address(picture));
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
