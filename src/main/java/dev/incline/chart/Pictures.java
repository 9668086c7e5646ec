package dev.incline.chart;

import dev.incline.chart.Canvas.Anchor;
import dev.incline.chart.Canvas.Lettering;
import dev.incline.chart.Canvas.Picture;
import java.util.List;

/**
 * Small pictures in rows, each with a line under it; in their proportions, the longer side of one
 * length.
 *
 * @param columns at least 1
 * @param side of a picture, the longer one, points
 * @param captions one per picture; empty for none
 */
public record Pictures(int columns, double side, List<Picture> pictures, List<String> captions)
    implements Figure {
  private static final double GAP = 6;
  private static final double CAPTION = 9;

  public Pictures {
    pictures = List.copyOf(pictures);
    captions = List.copyOf(captions);
  }

  private double rowHeight() {
    return side + (captions.isEmpty() ? GAP : CAPTION + GAP);
  }

  @Override
  public double width() {
    return Math.min(columns, pictures.size()) * (side + GAP) - GAP;
  }

  @Override
  public double height() {
    int rows = (pictures.size() + columns - 1) / columns;
    return rows * rowHeight();
  }

  @Override
  public void draw(Canvas canvas, double left, double top) {
    for (int i = 0; i < pictures.size(); i++) {
      int row = i / columns;
      double x = left + (i % columns) * (side + GAP);
      double y = top + row * rowHeight();
      Picture picture = pictures.get(i);
      double scale = side / Math.max(picture.width(), picture.height());
      double width = picture.width() * scale;
      double height = picture.height() * scale;
      canvas.picture(x + (side - width) / 2, y + (side - height) / 2, width, height, picture);
      if (!captions.isEmpty()) {
        canvas.text(x + side / 2, y + side + 8, captions.get(i), Lettering.of(6.5, Anchor.MIDDLE));
      }
    }
  }
}
