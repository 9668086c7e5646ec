package dev.incline.cli.device;

import dev.incline.bench.Bench;
import dev.incline.bench.Bottleneck;
import dev.incline.bench.CopyRate;
import dev.incline.bench.LaunchCost;
import dev.incline.bench.ProductRate;
import dev.incline.bench.TrainingRate;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Prints measurements for people, line by line as they come. */
final class BenchTable implements Bench.Listener {
  private static final String TRAINING = "%-26s %6s %12s %11s %9s %8s  %s";

  private final PrintWriter out;
  private final Runnable before;
  private final Set<Bottleneck> bounds = EnumSet.noneOf(Bottleneck.class);
  private boolean skipsZeros;
  private boolean modelled;
  private boolean productsBegun;

  /**
   * @param before each line
   */
  BenchTable(PrintWriter out, Runnable before) {
    this.out = out;
    this.before = before;
  }

  void head(String device) {
    line("%s", device);
    line("");
  }

  @Override
  public void launch(LaunchCost cost) {
    line(
        "launch    %s queued, %s waited for",
        time(cost.queuedSeconds()), time(cost.waitedSeconds()));
  }

  @Override
  public void copy(CopyRate rate) {
    line(
        "copy      %.1f GB/s to the device, %.1f GB/s back (%d MiB)",
        rate.writeBytesPerSecond() / 1e9, rate.readBytesPerSecond() / 1e9, rate.bytes() >> 20);
    line("");
  }

  @Override
  public void product(ProductRate rate) {
    if (!productsBegun) {
      productsBegun = true;
      line("%-18s %-2s %12s  %s", "product m x n x k", "", "GFLOP/s", "of");
    }
    line(
        "%-18s %-2s %12.1f  %s",
        rate.m() + " x " + rate.n() + " x " + rate.k(),
        rate.transposes(),
        rate.flopsPerSecond() / 1e9,
        rate.of());
  }

  @Override
  public void peak(double flopsPerSecond) {
    line("peak, the best of the square products: %.1f GFLOP/s", flopsPerSecond / 1e9);
    line("");
    line(TRAINING, "training", "batch", "samples/s", "step", "launches", "of peak", "bound by");
  }

  @Override
  public void training(TrainingRate rate) {
    line(
        TRAINING,
        rate.network(),
        rate.batch(),
        String.format(Locale.ROOT, "%,.0f", rate.samplesPerSecond()),
        time(rate.secondsPerStep()),
        String.format(Locale.ROOT, "%.3g", rate.launchesPerStep()),
        String.format(Locale.ROOT, "%.0f %%", 100 * rate.fractionOfPeak()),
        rate.bound().name().toLowerCase(Locale.ROOT) + model(rate.modelSeconds()));
    bounds.add(rate.bound());
    skipsZeros |= rate.fractionOfPeak() > 1;
  }

  private String model(double seconds) {
    modelled |= seconds > 0;
    return seconds > 0 ? "; the model says " + time(seconds) : "";
  }

  /** Says in words what the last columns mean. */
  void foot() {
    line("");
    bounds.forEach(bound -> line("%s.", bound));
    line(
        "Of peak: 2 m n k of the step's dense products per second, over the peak.%s",
        skipsZeros
            ? " Above 100 %: products that skip zeros do less than that arithmetic."
            : " It can exceed 100 % where products skip zeros.");
    if (modelled) {
      line(
          "The model takes the costs of an NVIDIA H200 for those of any GPU, of as many cores as this one has: incline bench --model.");
    }
  }

  private void line(String format, Object... values) {
    before.run();
    out.println(String.format(Locale.ROOT, format, values));
    out.flush();
  }

  static String time(double seconds) {
    return seconds < 1e-3
        ? String.format(Locale.ROOT, "%.1f µs", seconds * 1e6)
        : String.format(Locale.ROOT, "%.2f ms", seconds * 1e3);
  }
}
