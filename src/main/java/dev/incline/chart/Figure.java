package dev.incline.chart;

/** Something to draw. */
public interface Figure {
  /** Points. */
  double width();

  /** Points. */
  double height();

  /** Draws with the top left corner at {@code left, top}. */
  void draw(Canvas canvas, double left, double top);
}
