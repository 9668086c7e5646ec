package dev.incline.chart;

/** Shapes that tell series apart without colour. */
final class Marker {
  private static final int[] CORNERS = {16, 4, 3, 4, 3};
  private static final double[] TURN = {0, 45, -90, 0, 90}; // degrees: ● ■ ▲ ◆ ▼

  private Marker() {}

  static void draw(Canvas canvas, double x, double y, Series.Look look) {
    if (look.marker() < 0) {
      return;
    }
    int shape = look.marker() % CORNERS.length;
    int corners = CORNERS[shape];
    double radius = corners == 3 ? 2.6 : corners == 4 ? 2.4 : 1.9;
    double[] xs = new double[corners];
    double[] ys = new double[corners];
    for (int i = 0; i < corners; i++) {
      double angle = Math.toRadians(TURN[shape] + 360.0 * i / corners);
      xs[i] = x + radius * Math.cos(angle);
      ys[i] = y + radius * Math.sin(angle);
    }
    canvas.area(xs, ys, Canvas.Paint.of(look.colour()));
  }
}
