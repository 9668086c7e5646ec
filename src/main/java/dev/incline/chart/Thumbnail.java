package dev.incline.chart;

import dev.incline.chart.Canvas.Anchor;
import dev.incline.chart.Canvas.Lettering;
import dev.incline.chart.Canvas.Picture;

/**
 * A small picture with lines under it; in its proportions.
 *
 * @param picture of no pixels where a place stays empty
 * @param caption smaller where it is wider than the picture and the gap beside it
 * @param side the longer one, points
 */
public record Thumbnail(Picture picture, String caption, double side) implements Figure {
  private static final double CAPTION = 9;
  private static final double GAP = 5; // beside it
  private static final Lettering TYPE = Lettering.of(6.5, Anchor.MIDDLE);

  @Override
  public double width() {
    return side;
  }

  @Override
  public double height() {
    return side + CAPTION * Math.max(1, caption.lines().count());
  }

  @Override
  public void draw(Canvas canvas, double left, double top) {
    if (picture.rgb().length == 0) {
      return;
    }
    double scale = side / Math.max(picture.width(), picture.height());
    double width = picture.width() * scale;
    double height = picture.height() * scale;
    canvas.picture(left + (side - width) / 2, top + (side - height) / 2, width, height, picture);
    double y = top + side + 8;
    for (String line : caption.lines().toList()) {
      canvas.text(left + side / 2, y, line, TYPE.within(side + GAP, line));
      y += CAPTION;
    }
  }
}
