package dev.incline.chart;

import dev.incline.chart.Canvas.Anchor;
import dev.incline.chart.Canvas.Lettering;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /**
   * A line of the legend; as a figure it is the line without its text.
   *
   * @param look null where the text continues that of the line above
   */
  public record Sample(String text, Series.@Nullable Look look) implements Figure {
    @Override
    public double width() {
      return SAMPLE;
    }

    @Override
    public double height() {
      return 6;
    }

    @Override
    public void draw(Canvas canvas, double left, double top) {
      if (look != null) {
        canvas.line(left, top + 3, left + SAMPLE, top + 3, look.pen());
        Marker.draw(canvas, left + SAMPLE / 2, top + 3, look);
      }
    }

    private double room() {
      return SAMPLE + 4 + TYPE.widthOf(text) + 10;
    }

    /** Broken where it is too long for a line; what is continued has no look. */
    private List<Sample> lines(double width) {
      List<Sample> lines = new ArrayList<>();
      for (String line : TYPE.lines(width - (room() - TYPE.widthOf(text)), text)) {
        lines.add(new Sample(line, lines.isEmpty() ? look : null));
      }
      return lines;
    }
  }

  /** Figures that need no legend. */
  public Panels(int columns, List<? extends Figure> figures) {
    this(columns, figures, List.of());
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
    return panelsHeight() + (legend.isEmpty() ? GAP : 4 + ROW * legendRows().size());
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
    boolean broken = legend.stream().anyMatch(entry -> entry.room() > width());
    for (List<Sample> row : legendRows()) {
      double free = width() - row.stream().mapToDouble(Sample::room).sum();
      double x = left + (broken ? 0 : free / 2);
      for (Sample entry : row) {
        entry.draw(canvas, x, y - 5.5);
        canvas.text(x + SAMPLE + 4, y, entry.text(), TYPE);
        x += entry.room();
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
    for (Sample entry : legend.stream().flatMap(each -> each.lines(width()).stream()).toList()) {
      if (used + entry.room() > width()) {
        rows.add(new ArrayList<>());
        used = 0;
      }
      rows.get(rows.size() - 1).add(entry);
      used += entry.room();
    }
    return rows;
  }
}
