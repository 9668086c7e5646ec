package dev.incline.chart;

import dev.incline.chart.Canvas.Anchor;
import dev.incline.chart.Canvas.Lettering;
import dev.incline.chart.Canvas.Paint;
import dev.incline.chart.Canvas.Pen;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Lines over a common x. Its legend is drawn by the {@link Panels} around it. The y axis holds the
 * lines; a band that would leave it is cut, for a wide band would flatten every line.
 */
public record LineChart(
    String title, Axis x, Axis y, List<Series> series, double width, double height)
    implements Figure {
  private static final double LEFT = 42;
  private static final double RIGHT = 8;
  private static final double TOP = 18;
  private static final double BOTTOM = 30;
  private static final Lettering SMALL = Lettering.of(7, Anchor.MIDDLE);

  public LineChart {
    series = List.copyOf(series);
  }

  @Override
  public void draw(Canvas canvas, double left, double top) {
    new Plot(canvas, left + LEFT, top + TOP).draw();
  }

  private boolean isDrawable(double value) {
    return Double.isFinite(value) && (y.kind() != Axis.Kind.LOG || value > 0);
  }

  private static Scale scale(Axis.Kind kind, DoubleStream values) {
    DoubleSummaryStatistics all = values.summaryStatistics();
    return Scale.of(kind, all.getMin(), all.getMax());
  }

  /** One drawing: the plot's area starts at x0, y0. */
  private final class Plot {
    private final Canvas canvas;
    private final double x0;
    private final double y0;
    private final double w = width - LEFT - RIGHT;
    private final double h = height - TOP - BOTTOM;
    private final Scale xs =
        scale(x.kind(), series.stream().flatMapToDouble(s -> Arrays.stream(s.x())));
    private final Scale ys =
        scale(
            y.kind(),
            series.stream()
                .flatMapToDouble(s -> Arrays.stream(s.y()))
                .filter(LineChart.this::isDrawable));

    Plot(Canvas canvas, double x0, double y0) {
      this.canvas = canvas;
      this.x0 = x0;
      this.y0 = y0;
    }

    void draw() {
      canvas.text(x0, y0 - 7, title, Lettering.of(8, Anchor.START).inBold());
      axes();
      series.forEach(this::band);
      series.forEach(this::line);
    }

    private void axes() {
      Pen grid = Pen.thin(Colours.PALE);
      for (Scale.Tick tick : ys.ticks()) {
        double at = ofY(tick.value());
        if (!tick.label().isEmpty()) {
          canvas.line(x0, at, x0 + w, at, grid);
          canvas.text(x0 - 5, at + 2.5, tick.label(), Lettering.of(7, Anchor.END));
        }
        canvas.line(x0 - (tick.label().isEmpty() ? 1.5 : 3), at, x0, at, Pen.thin(Colours.INK));
      }
      for (Scale.Tick tick : xs.ticks()) {
        double at = ofX(tick.value());
        double length = tick.label().isEmpty() ? 1.5 : 3;
        canvas.line(at, y0 + h, at, y0 + h + length, Pen.thin(Colours.INK));
        canvas.text(at, y0 + h + 11, tick.label(), SMALL);
      }
      canvas.line(
          new double[] {x0, x0, x0 + w}, new double[] {y0, y0 + h, y0 + h}, Pen.thin(Colours.INK));
      canvas.text(x0 + w / 2, y0 + h + 22, x.title(), SMALL);
      canvas.text(x0 - LEFT + 8, y0 + h / 2, y.title(), SMALL.turned());
    }

    private void band(Series s) {
      Series.Band band = s.band();
      if (band == null) {
        return;
      }
      int n = s.x().length;
      double[] px = new double[2 * n];
      double[] py = new double[2 * n];
      for (int i = 0; i < n; i++) {
        px[i] = px[2 * n - 1 - i] = ofX(s.x()[i]);
        py[i] = ofY(clamp(band.high()[i]));
        py[2 * n - 1 - i] = ofY(clamp(band.low()[i]));
      }
      canvas.area(px, py, new Paint(s.look().colour(), 0.16));
    }

    private double clamp(double value) {
      return Math.max(ys.low(), Math.min(ys.high(), value));
    }

    private void line(Series s) {
      int n = 0;
      double[] px = new double[s.x().length];
      double[] py = new double[s.x().length];
      for (int i = 0; i < s.x().length; i++) {
        if (isDrawable(s.y()[i])) {
          px[n] = ofX(s.x()[i]);
          py[n++] = ofY(s.y()[i]);
        }
      }
      canvas.curve(s, x, y, Arrays.copyOf(px, n), Arrays.copyOf(py, n));
      for (int i = 0; i < n && n <= 40; i++) { // more would make a worm of the line
        Marker.draw(canvas, px[i], py[i], s.look());
      }
    }

    private double ofX(double value) {
      return x0 + w * xs.position(value);
    }

    private double ofY(double value) {
      return y0 + h * (1 - ys.position(value));
    }
  }
}
