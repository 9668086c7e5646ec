package dev.incline.chart;

import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a figure is drawn on. Lengths in points, origin at the top left, y downwards. */
public interface Canvas {
  /** An open line through the points. */
  void line(double[] x, double[] y, Pen pen);

  /**
   * The line of a series through its points that can be drawn; a canvas may keep the values.
   *
   * @param across what its x is
   * @param up what its y is
   */
  default void curve(Series series, Axis across, Axis up, double[] x, double[] y) {
    line(x, y, series.look().pen());
  }

  /** A filled, closed shape. */
  void area(double[] x, double[] y, Paint paint);

  /** One line of text; {@code x, y} is its anchor on the baseline. */
  void text(double x, double y, String text, Lettering type);

  /** A picture stretched over a rectangle, its pixels kept square-edged. */
  void picture(double x, double y, double width, double height, Picture picture);

  /** A filled rectangle. */
  default void rectangle(double x, double y, double width, double height, Paint paint) {
    area(
        new double[] {x, x + width, x + width, x},
        new double[] {y, y, y + height, y + height},
        paint);
  }

  /** A straight line. */
  default void line(double x1, double y1, double x2, double y2, Pen pen) {
    line(new double[] {x1, x2}, new double[] {y1, y2}, pen);
  }

  /**
   * How a line looks.
   *
   * @param colour 0xRRGGBB
   * @param width points
   * @param opacity 0 to 1
   */
  record Pen(int colour, double width, boolean dashed, double opacity) {
    public static Pen thin(int colour) {
      return new Pen(colour, 0.5, false, 1);
    }
  }

  /**
   * How a shape is filled.
   *
   * @param colour 0xRRGGBB
   * @param opacity 0 to 1
   */
  record Paint(int colour, double opacity) {
    public static Paint of(int colour) {
      return new Paint(colour, 1);
    }
  }

  /** Which point of the text its anchor is. */
  enum Anchor {
    START(0),
    MIDDLE(0.5),
    END(1);

    private final double share;

    Anchor(double share) {
      this.share = share;
    }

    /** The share of the text's width that lies before the anchor. */
    public double share() {
      return share;
    }

    /** SVG's name for it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * How a text looks.
   *
   * @param size points
   * @param colour 0xRRGGBB
   * @param upward turned to be read from below
   */
  record Lettering(double size, boolean bold, int colour, Anchor anchor, boolean upward) {
    public static Lettering of(double size, Anchor anchor) {
      return new Lettering(size, false, Colours.INK, anchor, false);
    }

    public Lettering inBold() {
      return new Lettering(size, true, colour, anchor, upward);
    }

    public Lettering in(int other) {
      return new Lettering(size, bold, other, anchor, upward);
    }

    public Lettering turned() {
      return new Lettering(size, bold, colour, anchor, true);
    }

    /** The same, smaller where that makes the text fit; not below half of the size. */
    public Lettering within(double room, String text) {
      double smaller = size * Math.max(0.5, room / widthOf(text));
      return new Lettering(Math.min(size, smaller), bold, colour, anchor, upward);
    }

    /** The text in lines that fit, broken behind commas. */
    public List<String> lines(double room, String text) {
      List<String> lines = new ArrayList<>();
      String line = "";
      for (String part : text.split("(?<=,) ", -1)) {
        String longer = line.isEmpty() ? part : line + " " + part;
        if (!line.isEmpty() && widthOf(longer) > room) {
          lines.add(line);
          longer = part;
        }
        line = longer;
      }
      lines.add(line);
      return lines;
    }

    /** About how wide the text is: the mean width of a letter is 0.55 of the size. */
    public double widthOf(String text) {
      return 0.55 * size * text.length();
    }
  }

  /**
   * A small picture.
   *
   * @param rgb [height x width] row-major, 0xRRGGBB
   */
  record Picture(int width, int height, int[] rgb) {
    public Picture {
      if (rgb.length != width * height) {
        throw new IllegalArgumentException(
            Phrase.of("%d pixels for %d x %d", rgb.length, width, height));
      }
    }
  }
}
