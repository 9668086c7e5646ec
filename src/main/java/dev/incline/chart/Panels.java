package dev.incline.chart;

import dev.incline.chart.Canvas.Anchor;
import dev.incline.chart.Canvas.Lettering;
import java.util.ArrayList;
import java.util.List;

/**
 * Figures of one size in rows, above one legend for all, so that the legend covers no data.
 *
 * @param columns at least 1
 * @param figures at least one; all as large as the first
 */
public record Panels(int columns, List<? extends Figure> figures, List<Sample> legend)
    implements Figure {
  private static final double GAP = 6;
  private static final double SAMPLE = 20; // length of a line's sample in the legend
  private static final double ROW = 12;
  private static final Lettering TYPE = Lettering.of(7.5, Anchor.START);

  /** A line of the legend. */
  public record Sample(String text, Series.Look look) {
    double width() {
      return SAMPLE + 4 + TYPE.widthOf(text) + 10;
    }
  }

  public Panels {
    figures = List.copyOf(figures);
    legend = List.copyOf(legend);
  }

  @Override
  public double width() {
    int across = Math.min(columns, figures.size());
    return across * (figures.get(0).width() + GAP) - GAP;
  }

  @Override
  public double height() {
    return panelsHeight() + (legend.isEmpty() ? 0 : 4 + ROW * legendRows().size());
  }

  @Override
  public void draw(Canvas canvas, double left, double top) {
    Figure first = figures.get(0);
    for (int i = 0; i < figures.size(); i++) {
      int row = i / columns;
      double x = left + (i % columns) * (first.width() + GAP);
      double y = top + row * (first.height() + GAP);
      figures.get(i).draw(canvas, x, y);
    }
    double y = top + panelsHeight() + 12;
    for (List<Sample> row : legendRows()) {
      double x = left + (width() - row.stream().mapToDouble(Sample::width).sum()) / 2;
      for (Sample entry : row) {
        canvas.line(x, y - 2.5, x + SAMPLE, y - 2.5, entry.look().pen());
        Marker.draw(canvas, x + SAMPLE / 2, y - 2.5, entry.look());
        canvas.text(x + SAMPLE + 4, y, entry.text(), TYPE);
        x += entry.width();
      }
      y += ROW;
    }
  }

  private double panelsHeight() {
    int rows = (figures.size() + columns - 1) / columns;
    return rows * (figures.get(0).height() + GAP) - GAP;
  }

  private List<List<Sample>> legendRows() {
    List<List<Sample>> rows = new ArrayList<>();
    double used = Double.POSITIVE_INFINITY;
    for (Sample entry : legend) {
      if (used + entry.width() > width()) {
        rows.add(new ArrayList<>());
        used = 0;
      }
      rows.get(rows.size() - 1).add(entry);
      used += entry.width();
    }
    return rows;
  }
}
