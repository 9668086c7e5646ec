package dev.incline.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Where values lie along an axis.
 *
 * @param low the value at the axis's start
 * @param high the value at its end, above {@code low}
 * @param ticks ascending, within the range
 */
record Scale(boolean log, double low, double high, List<Tick> ticks) {
  /** A marked value; an unlabelled one has an empty label. */
  record Tick(double value, String label) {}

  /** A scale that holds all values; without any, 0 to 1. */
  static Scale of(Axis.Kind kind, double min, double max) {
    if (!(min <= max)) {
      return of(kind, kind == Axis.Kind.LOG ? 0.1 : 0, 1);
    }
    return switch (kind) {
      case LOG -> log(min, max);
      case WHOLE -> whole(min, max);
      case LINEAR -> linear(min, max);
    };
  }

  /** From 0 at the start to 1 at the end. */
  double position(double value) {
    return log
        ? (Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low))
        : (value - low) / (high - low);
  }

  private static Scale linear(double min, double max) {
    double span = max > min ? max - min : Math.max(1e-3, Math.abs(min) * 0.1);
    double middle = (min + max) / 2;
    double step = niceStep(span / 5);
    double low = Math.floor((middle - span / 2) / step + 1e-9) * step;
    double high = Math.ceil((middle + span / 2) / step - 1e-9) * step;
    List<Tick> ticks = new ArrayList<>();
    for (int i = 0; low + i * step <= high + step / 2; i++) {
      ticks.add(tick(low + i * step));
    }
    return new Scale(false, low, high, ticks);
  }

  private static Scale whole(double min, double max) {
    double step = Math.ceil(niceStep((max - min) / 6));
    List<Tick> ticks = new ArrayList<>();
    for (double v = Math.ceil(min / step) * step; v <= max; v += step) {
      ticks.add(tick(v));
    }
    double margin = max > min ? 0.03 * (max - min) : 0.5;
    return new Scale(false, min - margin, max + margin, ticks);
  }

  /** 1, 2, 2.5 or 5 times a power of ten, at least {@code rough}. */
  private static double niceStep(double rough) {
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    for (double factor : new double[] {1, 2, 2.5, 5}) {
      if (factor * power >= rough * (1 - 1e-9)) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  private static Scale log(double min, double max) {
    double margin = Math.pow(max > min ? max / min : 4, 0.04);
    double low = min / margin;
    double high = max * margin;
    boolean few = high / low < 300; // decades: label 2 and 5 as well
    List<Tick> ticks = new ArrayList<>();
    for (int e = (int) Math.floor(Math.log10(low)); e <= Math.log10(high); e++) {
      for (int factor = 1; factor <= 9; factor++) {
        double value = Double.parseDouble(factor + "e" + e);
        if (value >= low && value <= high) {
          boolean labelled = factor == 1 || (few && (factor == 2 || factor == 5));
          ticks.add(labelled ? tick(value) : new Tick(value, ""));
        }
      }
    }
    return new Scale(true, low, high, ticks);
  }

  private static Tick tick(double value) {
    return new Tick(value, label(value));
  }

  /** As short as it reads: 0.05, 20, 1e-6. */
  static String label(double value) {
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros();
    if (rounded.signum() == 0) {
      return "0";
    }
    double size = Math.abs(value);
    String text =
        size >= 1e-4 && size < 1e6
            ? rounded.toPlainString()
            : rounded.unscaledValue() + "e" + -rounded.scale();
    return text.replace('-', '\u2212');
  }
}
