package dev.incline.report;

import dev.incline.chart.Axis;
import dev.incline.chart.LineChart;
import dev.incline.chart.Panels;
import dev.incline.chart.Panels.Sample;
import dev.incline.chart.Series;
import dev.incline.chart.Series.Look;
import dev.incline.report.pages.ReportText;
import dev.incline.statistics.Estimate;
import dev.incline.train.EpochRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * Loss and accuracy over the epochs, and the learning rate where it changes. Training is solid,
 * validation dashed, everywhere.
 */
final class Curves {
  /** So many lines of one setting can be told apart, about. */
  static final int SEEDS = 20;

  /** The lines of so many seeds are drawn, more are a band. */
  private static final int FEW = 5;

  private static final Axis EPOCH = new Axis("epoch", Axis.Kind.WHOLE);

  private static final Size TALL = new Size(232, 126);
  private static final Size WIDE = new Size(232, 110);
  private static final Size NARROW = new Size(113, 96);

  private Curves() {}

  /** Of a chart, in points; two stand side by side on a page, of the narrow ones four. */
  private record Size(double width, double height) {}

  /** What a panel shows. */
  enum Quantity {
    LOSS("loss"),
    ACCURACY("accuracy"),
    RATE("learning rate");

    final String words;

    Quantity(String words) {
      this.words = words;
    }

    private Axis axis(List<Series> lines) {
      return switch (this) {
        case LOSS -> Axis.ofMost("loss (nats per row)", lines, true);
        case ACCURACY -> Axis.ofMost("accuracy (share of rows)", lines, false).linear();
        case RATE ->
            Axis.fitting(
                "learning rate",
                lines.stream().flatMapToDouble(s -> Arrays.stream(s.y())).toArray());
      };
    }
  }

  /** What is drawn over the epochs. */
  private record Measure(
      String title, Quantity quantity, boolean validation, ToDoubleFunction<EpochRecord> value) {
    static final List<Measure> ALL =
        List.of(
            new Measure("training loss", Quantity.LOSS, false, EpochRecord::trainLoss),
            new Measure("validation loss", Quantity.LOSS, true, EpochRecord::validationLoss),
            new Measure("training accuracy", Quantity.ACCURACY, false, EpochRecord::trainAccuracy),
            new Measure(
                "validation accuracy", Quantity.ACCURACY, true, EpochRecord::validationAccuracy),
            new Measure("learning rate", Quantity.RATE, false, EpochRecord::learningRate));

    /** Whether the run has it: where no row validates, nothing is drawn. */
    private boolean isOf(boolean validates) {
      return !validation || validates;
    }

    private Look of(Look look) {
      return validation ? look.inDashes() : look;
    }

    private static List<Measure> of(Quantity quantity) {
      return ALL.stream().filter(m -> m.quantity == quantity).toList();
    }
  }

  /** A measure's lines of settings. */
  private record Drawn(Measure measure, List<Series> lines) {
    /** A rate that stays as it is tells nothing. */
    private boolean isWorthDrawing() {
      return measure.quantity != Quantity.RATE
          || lines.stream().anyMatch(s -> changes(Arrays.stream(s.y())));
    }
  }

  /** One run: loss and accuracy side by side, and the learning rate where it changes. */
  static Panels of(List<EpochRecord> run) {
    return overlaid(List.of(""), List.of(run));
  }

  /**
   * Runs over each other, a colour each.
   *
   * @param names before what their lines are
   */
  static Panels overlaid(List<String> names, List<List<EpochRecord>> runs) {
    List<Quantity> shown = new ArrayList<>(List.of(Quantity.LOSS, Quantity.ACCURACY));
    if (runs.stream().anyMatch(r -> changes(r.stream().mapToDouble(EpochRecord::learningRate)))) {
      shown.add(Quantity.RATE);
    }
    List<Sample> legend = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      legend.add(new Sample(names.get(i) + "training", Look.solid(i)));
      if (validates(runs.get(i))) {
        legend.add(new Sample(names.get(i) + "validation", Look.solid(i).inDashes()));
      }
    }
    return new Panels(2, charts(runs, i -> "", Look::solid, shown, "", TALL), legend);
  }

  /** Whether they are more than one value; what was not recorded is none. */
  private static boolean changes(DoubleStream values) {
    return values.filter(Double::isFinite).distinct().limit(2).count() > 1;
  }

  /**
   * A chart of each quantity.
   *
   * @param names of the runs; empty where the legend has them
   * @param title of all; empty for none
   */
  private static List<LineChart> charts(
      List<List<EpochRecord>> runs,
      IntFunction<String> names,
      IntFunction<Look> looks,
      List<Quantity> quantities,
      String title,
      Size size) {
    List<LineChart> charts = new ArrayList<>();
    for (Quantity quantity : quantities) {
      List<Series> series = new ArrayList<>();
      for (int i = 0; i < runs.size(); i++) {
        for (Measure measure : Measure.of(quantity)) {
          if (measure.isOf(validates(runs.get(i)))) {
            series.add(line(runs.get(i), measure, looks.apply(i)).named(names.apply(i)));
          }
        }
      }
      String name =
          title.isEmpty()
              ? ReportText.capital(quantity.words)
              : size.equals(NARROW) ? title : title + ": " + quantity.words;
      charts.add(chart(name, quantity, series, size));
    }
    return charts;
  }

  private static boolean validates(List<EpochRecord> run) {
    return run.stream().anyMatch(EpochRecord::hasValidation);
  }

  private static boolean isShort(Setting setting) {
    return setting.title().length() <= 12;
  }

  /** Each run of a group: a pair of charts per setting, a thin line per seed. */
  static Panels perSeed(List<Setting> settings) throws IOException {
    boolean narrow = settings.size() > 1 && settings.stream().allMatch(Curves::isShort);
    Size size = narrow ? NARROW : WIDE;
    List<LineChart> charts = new ArrayList<>();
    for (Setting setting : settings) {
      List<List<EpochRecord>> runs = new ArrayList<>();
      for (Run run : setting.runs().stream().limit(SEEDS).toList()) {
        runs.add(run.history().epochs());
      }
      String title = setting.values().isEmpty() ? "" : setting.title();
      List<Quantity> both = List.of(Quantity.LOSS, Quantity.ACCURACY);
      IntFunction<String> names = i -> setting.runs().get(i).name();
      charts.addAll(charts(runs, names, i -> Look.solid(i).inFaint(), both, title, size));
    }
    Look grey = new Look(0x222222, false, -1, true);
    List<Sample> legend =
        List.of(
            new Sample("training, a colour per seed", grey),
            new Sample("validation", grey.inDashes()));
    return new Panels(narrow ? 4 : 2, charts, legend);
  }

  /**
   * The settings of a group against each other, a figure per quantity: their means over the seeds
   * that learnt. Of few seeds each is a thin line, of more the mean has its 95 % band; a seed that
   * did not learn is a thin line anyhow.
   */
  static Map<Quantity, Panels> compared(List<Setting> settings) throws IOException {
    boolean validate =
        settings.stream().allMatch(s -> s.runs().stream().allMatch(Run::hasValidation));
    List<Measure> measures = Measure.ALL.stream().filter(m -> m.isOf(validate)).toList();
    List<ToDoubleFunction<EpochRecord>> values = measures.stream().map(Measure::value).toList();
    List<Drawn> drawn = measures.stream().map(m -> new Drawn(m, new ArrayList<>())).toList();
    List<Sample> legend = new ArrayList<>();
    for (Setting setting : settings) {
      Look look = Look.solid(legend.size());
      legend.add(new Sample(setting.title(), look));
      for (Run run : single(setting)) {
        List<EpochRecord> epochs = run.history().epochs();
        drawn.forEach(d -> d.lines.addAll(thin(epochs, d.measure, look)));
      }
      Estimate[][] means = EpochMeans.of(setting.counted(), values);
      String name = setting.values().size() == 1 ? setting.title() : "";
      for (int m = 0; m < means.length; m++) {
        Series mean = mean(means[m], measures.get(m).of(look), !isFew(setting));
        drawn.get(m).lines.add(mean.named(name));
      }
    }
    Map<Quantity, Panels> figures = new EnumMap<>(Quantity.class);
    for (Quantity quantity : Quantity.values()) {
      List<LineChart> charts =
          drawn.stream()
              .filter(d -> d.measure.quantity == quantity && d.isWorthDrawing())
              .map(d -> chart(ReportText.capital(d.measure.title), quantity, d.lines, WIDE))
              .toList();
      if (!charts.isEmpty()) {
        figures.put(quantity, new Panels(2, charts, legend));
      }
    }
    return figures;
  }

  /** Whether each of its runs has its line where they are drawn {@link #perSeed}. */
  static boolean isWhole(Setting setting) {
    return setting.runs().size() <= SEEDS;
  }

  /** Whether each of its runs is drawn beside others. */
  static boolean isFew(Setting setting) {
    return setting.runs().size() <= FEW;
  }

  /** Its runs that are drawn beside their mean. */
  private static List<Run> single(Setting setting) {
    List<Run> runs = setting.runs();
    return runs.size() == 1
        ? List.of()
        : isFew(setting)
            ? runs
            : setting.learnt().isEmpty()
                ? List.of()
                : runs.stream().filter(r -> !r.hasLearnt()).toList();
  }

  private static LineChart chart(String title, Quantity quantity, List<Series> series, Size size) {
    return new LineChart(title, EPOCH, quantity.axis(series), series, size.width, size.height);
  }

  /** A line beside the mean, but for rates. */
  private static List<Series> thin(List<EpochRecord> run, Measure measure, Look look) {
    return measure.quantity == Quantity.RATE
        ? List.of()
        : List.of(line(run, measure, look.inFaint()));
  }

  private static Series line(List<EpochRecord> run, Measure measure, Look look) {
    double[] x = run.stream().mapToDouble(EpochRecord::epoch).toArray();
    double[] y = run.stream().mapToDouble(measure.value).toArray();
    return Series.of(x, y, measure.of(look));
  }

  /** Over the epochs, from the first. */
  private static Series mean(Estimate[] means, Look look, boolean banded) {
    double[] x = DoubleStream.iterate(1, e -> e + 1).limit(means.length).toArray();
    double[] y = Arrays.stream(means).mapToDouble(Estimate::mean).toArray();
    if (!banded || means[0].n() < 2) {
      return Series.of(x, y, look);
    }
    Series.Band band =
        new Series.Band(
            Arrays.stream(means).mapToDouble(m -> m.mean() - m.margin()).toArray(),
            Arrays.stream(means).mapToDouble(m -> m.mean() + m.margin()).toArray());
    return new Series(x, y, band, look, "");
  }
}
