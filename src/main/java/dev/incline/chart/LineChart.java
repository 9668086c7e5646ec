package dev.incline.chart;

import dev.incline.chart.Canvas.Anchor;
import dev.incline.chart.Canvas.Lettering;
import dev.incline.chart.Canvas.Paint;
import dev.incline.chart.Canvas.Pen;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Lines over a common x. Its legend is drawn by the {@link Panels} around it; labels stand at the
 * lines' ends where there is room. The y axis holds the lines, but for what it is to cut: there a
 * triangle stands at its edge, and the head of the chart says how far the values go. A band that
 * would leave the axis is cut, for a wide band would flatten every line.
 */
public record LineChart(
    String title, Axis x, Axis y, List<Series> series, double width, double height)
    implements Figure {
  private static final double LEFT = 42;
  private static final double RIGHT = 8; // without labels
  private static final double LABELS = 60; // the room that labels may take
  private static final double LINE = 7.5; // height of a label
  private static final double TOP = 18;
  private static final double BOTTOM = 30;
  private static final Lettering TITLE = Lettering.of(8, Anchor.START).inBold();
  private static final Lettering BROKEN = Lettering.of(5.5, Anchor.START).inBold();
  private static final Lettering SMALL = Lettering.of(7, Anchor.MIDDLE);
  private static final Lettering LABEL = Lettering.of(7, Anchor.START);

  public LineChart {
    series = List.copyOf(series);
  }

  @Override
  public void draw(Canvas canvas, double left, double top) {
    new Plot(canvas, left + LEFT, top + top()).draw();
  }

  /** One, unless its letters would become too small for that. */
  private List<String> titleLines() {
    double room = width - LEFT;
    return BROKEN.widthOf(title) <= room ? List.of(title) : BROKEN.lines(room, title);
  }

  private double top() {
    return TOP + LINE * (titleLines().size() - 1);
  }

  /** The margin that labels need, where that is not too much. */
  private double right() {
    double widest = series.stream().mapToDouble(s -> LABEL.widthOf(s.label())).max().orElse(0);
    return widest > 0 && widest <= LABELS ? RIGHT + widest : RIGHT;
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
    private final double w = width - LEFT - right();
    private final double h = height - top() - BOTTOM;
    private final Scale xs =
        scale(x.kind(), series.stream().flatMapToDouble(s -> Arrays.stream(s.x())));
    private final Scale ys = scale(y.kind(), series.stream().flatMapToDouble(y::within));

    Plot(Canvas canvas, double x0, double y0) {
      this.canvas = canvas;
      this.x0 = x0;
      this.y0 = y0;
    }

    void draw() {
      title();
      axes();
      series.forEach(this::band);
      series.forEach(this::line);
      labels();
      cut();
    }

    private void title() {
      List<String> lines = titleLines();
      double y = y0 - 7 - LINE * lines.size();
      for (String line : lines) {
        y += LINE;
        canvas.text(x0, y, line, lines.size() > 1 ? BROKEN : TITLE.within(width - LEFT, line));
      }
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
        if (y.isDrawable(s.y()[i])) {
          px[n] = ofX(s.x()[i]);
          py[n++] = ofY(clamp(s.y()[i]));
          beyond(px[n - 1], s.y()[i], s.look());
        }
      }
      canvas.curve(s, x, y, Arrays.copyOf(px, n), Arrays.copyOf(py, n));
      for (int i = 0; i < n && n <= 40; i++) { // more would make a worm of the line
        Marker.draw(canvas, px[i], py[i], s.look());
      }
    }

    /** A triangle at the edge that the value lies beyond. */
    private void beyond(double px, double value, Series.Look look) {
      if (value != clamp(value)) {
        double edge = ofY(clamp(value));
        double tip = value > ys.high() ? -3.5 : 3.5;
        canvas.area(
            new double[] {px - 2.5, px, px + 2.5},
            new double[] {edge, edge + tip, edge},
            Paint.of(look.colour()));
      }
    }

    private void cut() {
      DoubleSummaryStatistics all =
          series.stream()
              .flatMapToDouble(s -> Arrays.stream(s.y()))
              .filter(y::isDrawable)
              .summaryStatistics();
      String below = all.getMin() < ys.low() ? "down to " + label(all.getMin()) : "";
      String above = all.getMax() > ys.high() ? "up to " + label(all.getMax()) : "";
      if (!below.isEmpty() || !above.isEmpty()) {
        String text = "cut: " + below + (below.isEmpty() || above.isEmpty() ? "" : ", ") + above;
        canvas.text(x0 + w, y0 - 7, text, Lettering.of(7, Anchor.END).in(Colours.GREY));
      }
    }

    private String label(double value) {
      return Scale.label(new BigDecimal(value).round(new MathContext(3)).doubleValue());
    }

    /** All of them, or none: they are moved apart, but not far from their lines. */
    private void labels() {
      List<Series> named =
          series.stream()
              .filter(s -> !s.label().isEmpty() && !Double.isNaN(end(s)))
              .sorted(Comparator.comparingDouble(this::end))
              .toList();
      double[] at = new double[named.size()];
      for (int i = 0; i < at.length; i++) {
        at[i] = i == 0 ? end(named.get(0)) : Math.max(end(named.get(i)), at[i - 1] + LINE);
      }
      double over = at.length == 0 ? 0 : Math.max(0, at[at.length - 1] - (y0 + h));
      for (int i = at.length - 1; i >= 0; i--) {
        at[i] = i == at.length - 1 ? at[i] - over : Math.min(at[i], at[i + 1] - LINE);
        if (Math.abs(at[i] - end(named.get(i))) > 2 * LINE) {
          return;
        }
      }
      for (int i = 0; right() > RIGHT && i < at.length; i++) {
        Series s = named.get(i);
        Lettering type = LABEL.in(s.look().colour());
        canvas.text(x0 + w + 4, at[i] + 2.5, s.label(), type);
      }
    }

    /** Where a line ends; NaN where it has no point. */
    private double end(Series s) {
      for (int i = s.y().length - 1; i >= 0; i--) {
        if (y.isDrawable(s.y()[i])) {
          return ofY(clamp(s.y()[i]));
        }
      }
      return Double.NaN;
    }

    private double ofX(double value) {
      return x0 + w * xs.position(value);
    }

    private double ofY(double value) {
      return y0 + h * (1 - ys.position(value));
    }
  }
}
