package dev.incline.cli.train;

import dev.incline.experiment.Configuration;
import dev.incline.run.watch.EpochPrinter;
import dev.incline.sweep.SweepObserver;
import dev.incline.train.EpochRecord;
import dev.incline.train.TrainingListener;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A line per run that is over; on a terminal, under them, a table of those under way, here and in
 * other processes.
 */
final class SweepPrinter implements SweepObserver {
  private final PrintWriter err;
  private final int runs;
  private final boolean terminal;
  private final Map<String, String> underWay = new LinkedHashMap<>();
  private Map<String, String> elsewhere = Map.of();
  private int shown; // lines of the table
  private int over;
  private int diverged;

  /**
   * @param runs how many there are in all
   * @param terminal whether {@code err} is one
   */
  SweepPrinter(PrintWriter err, int runs, boolean terminal) {
    this.err = err;
    this.runs = runs;
    this.terminal = terminal;
  }

  @Override
  public TrainingListener started(
      String run, Configuration configuration, String device, PrintWriter log) {
    int epochs = configuration.training().epochs();
    log.printf(Locale.ROOT, "training %s on %s%n", run, device);
    show(run, "starting");
    EpochPrinter lines =
        new EpochPrinter(log, epochs, configuration.training().optimizer().learningRate(), 0);
    return epoch -> {
      lines.epochFinished(epoch);
      show(run, line(epoch, epochs));
    };
  }

  private static String line(EpochRecord e, int epochs) {
    return String.format(
        Locale.ROOT,
        "epoch %d/%d  train loss %.4f acc %.4f  val acc %.4f",
        e.epoch(),
        epochs,
        e.trainLoss(),
        e.trainAccuracy(),
        e.validationAccuracy());
  }

  private synchronized void show(String run, String state) {
    underWay.put(run, state);
    clear();
    draw();
  }

  @Override
  public synchronized void over(String run, SweepObserver.RunEnd end) {
    underWay.remove(run);
    over++;
    diverged += end.isDiverged() ? 1 : 0;
    clear();
    err.printf(Locale.ROOT, "%" + width() + "d/%d  %-44s  %s%n", over, runs, run, state(end));
    draw();
    err.flush();
  }

  @Override
  public synchronized void others(Map<String, String> holders) {
    if (!holders.equals(elsewhere)) {
      elsewhere = holders;
      clear();
      draw();
    }
  }

  private int width() {
    return Integer.toString(runs).length();
  }

  /** Such as {@code val 0.9283 test 0.9271}. */
  static String state(SweepObserver.RunEnd end) {
    Result result = end.result();
    String kept = end.isKept() ? "  (kept)" : end.isOfAnother() ? "  (by another process)" : "";
    if (result != null) {
      return String.format(
              Locale.ROOT,
              "val acc %.4f  test acc %.4f  %5.1f s",
              result.validationAccuracy(),
              result.testAccuracy(),
              result.seconds())
          + kept;
    }
    String message = end.failure() == null ? "" : end.failure().message();
    return (end.isDiverged() ? "" : "FAILED: ") + message + kept;
  }

  private void clear() {
    if (shown > 0) {
      err.print("\033[" + shown + "A\033[J"); // up, and clear to the screen's end
      shown = 0;
    }
  }

  private void draw() {
    if (!terminal || underWay.size() + elsewhere.size() == 0) {
      return;
    }
    String line = "%" + width() + "s  %-44s  %s%n";
    underWay.forEach((run, state) -> err.printf(Locale.ROOT, line, "..", run, state));
    elsewhere.forEach((run, holder) -> err.printf(Locale.ROOT, line, "..", run, holder));
    err.printf(Locale.ROOT, "%d of %d over, %d of them diverged%n", over, runs, diverged);
    err.flush();
    shown = underWay.size() + elsewhere.size() + 1;
  }
}
