package dev.incline.chart;

import dev.incline.chart.Canvas.Anchor;
import dev.incline.chart.Canvas.Lettering;
import dev.incline.chart.Canvas.Paint;
import dev.incline.chart.Canvas.Pen;
import dev.incline.wording.Phrase;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A matrix of cells, each coloured by its value and labelled with it.
 *
 * @param xTitle of the columns, with the unit
 * @param columns a label per column
 * @param yTitle of the rows, with the unit
 * @param rows a label per row
 * @param values [rows x columns]; NaN leaves the cell empty
 * @param labels [rows x columns]
 * @param cellWidth points
 * @param cellHeight points
 */
public record HeatMap(
    String title,
    String xTitle,
    List<String> columns,
    String yTitle,
    List<String> rows,
    double[][] values,
    String[][] labels,
    double cellWidth,
    double cellHeight)
    implements Figure {
  private static final double LEFT = 56;
  private static final double TOP = 18;
  private static final double BOTTOM = 30;
  private static final double RIGHT = 48; // the colour bar
  private static final Lettering TITLE = Lettering.of(8, Anchor.START).inBold();
  private static final Lettering SMALL = Lettering.of(7.5, Anchor.MIDDLE);
  private static final double WIDEST = 330; // of all cells of counts
  private static final int FEW = 5; // classes that have room for more of their names

  /**
   * Counts of pairs of classes, coloured by their share of the row.
   *
   * @param names of the classes
   * @param counts [classes x classes]
   */
  public static HeatMap ofCounts(
      String title, String xTitle, String yTitle, List<String> names, int[][] counts) {
    int classes = names.size();
    double[][] shares = new double[classes][classes];
    String[][] labels = new String[classes][classes];
    for (int r = 0; r < classes; r++) {
      int all = Arrays.stream(counts[r]).sum();
      for (int c = 0; c < classes; c++) {
        shares[r][c] = all == 0 ? 0 : (double) counts[r][c] / all;
        labels[r][c] = Integer.toString(counts[r][c]);
      }
    }
    double cell = Math.min(classes <= FEW ? 60 : 30, WIDEST / classes);
    return new HeatMap(
        title,
        xTitle,
        shortened(names, classes <= FEW ? 10 : 5),
        yTitle,
        shortened(names, 10),
        shares,
        labels,
        cell,
        Math.min(15, cell));
  }

  private static List<String> shortened(List<String> names, int most) {
    return names.stream().map(name -> Phrase.shortened(name, most)).toList();
  }

  @Override
  public double width() {
    return LEFT + Math.max(columns.size() * cellWidth + RIGHT, TITLE.widthOf(title));
  }

  @Override
  public double height() {
    return TOP + rows.size() * cellHeight + BOTTOM;
  }

  @Override
  public void draw(Canvas canvas, double left, double top) {
    double x0 = left + LEFT;
    double y0 = top + TOP;
    DoubleSummaryStatistics range = range();
    double w = columns.size() * cellWidth;
    double h = rows.size() * cellHeight;
    canvas.text(x0, y0 - 7, title, TITLE);
    for (int r = 0; r < rows.size(); r++) {
      double y = y0 + r * cellHeight;
      canvas.text(x0 - 5, y + cellHeight / 2 + 2.7, rows.get(r), Lettering.of(7.5, Anchor.END));
      for (int c = 0; c < columns.size(); c++) {
        int colour =
            Double.isNaN(values[r][c]) ? Colours.PAPER : Colours.scale(share(values[r][c], range));
        cell(canvas, x0 + c * cellWidth, y, colour, labels[r][c]);
      }
    }
    for (int c = 0; c < columns.size(); c++) {
      canvas.text(x0 + (c + 0.5) * cellWidth, y0 + h + 11, columns.get(c), SMALL);
    }
    canvas.text(x0 + w / 2, y0 + h + 23, xTitle, SMALL);
    canvas.text(left + 9, y0 + h / 2, yTitle, SMALL.turned());
    bar(canvas, x0 + w + 10, y0, h, range);
  }

  private void cell(Canvas canvas, double x, double y, int colour, String label) {
    canvas.rectangle(x, y, cellWidth, cellHeight, Paint.of(colour));
    double[] xs = {x, x + cellWidth, x + cellWidth, x, x};
    double[] ys = {y, y, y + cellHeight, y + cellHeight, y};
    canvas.line(xs, ys, Pen.thin(Colours.PAPER));
    canvas.text(x + cellWidth / 2, y + cellHeight / 2 + 2.7, label, SMALL.in(Colours.on(colour)));
  }

  private static void bar(
      Canvas canvas, double x, double y, double h, DoubleSummaryStatistics range) {
    int steps = 48;
    for (int i = 0; i < steps; i++) {
      double top = y + h * (steps - 1 - i) / steps;
      canvas.rectangle(x, top, 8, h / steps + 0.3, Paint.of(Colours.scale((i + 0.5) / steps)));
    }
    Lettering type = Lettering.of(7, Anchor.START);
    canvas.text(x + 11, y + 5, Scale.label(round(range.getMax())), type);
    canvas.text(x + 11, y + h, Scale.label(round(range.getMin())), type);
  }

  private static double round(double value) {
    return Math.abs(value) >= 10 ? Math.rint(value) : Math.rint(value * 1e4) / 1e4;
  }

  private static double share(double value, DoubleSummaryStatistics range) {
    double width = range.getMax() - range.getMin();
    return width > 0 ? (value - range.getMin()) / width : 0.5;
  }

  /** Of the values that are there; from 0 to 1 where none is. */
  private DoubleSummaryStatistics range() {
    double[] present =
        Arrays.stream(values)
            .flatMapToDouble(Arrays::stream)
            .filter(v -> !Double.isNaN(v))
            .toArray();
    return DoubleStream.of(present.length == 0 ? new double[] {0, 1} : present).summaryStatistics();
  }
}
