package dev.incline.run.watch;

import dev.incline.train.EpochRecord;
import dev.incline.train.Progress;
import dev.incline.train.TrainingListener;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A line per epoch; on a terminal, a line that changes while an epoch is under way, and never
 * wraps: it could not be written over.
 */
public final class EpochPrinter implements TrainingListener {
  private final PrintWriter err;
  private final int epochs;
  private final int columns;
  private double lr; // of the last line
  private int shown; // characters of the changing line

  /**
   * @param epochs how many there will be
   * @param lr learning rate, which a line tells where it has changed
   * @param columns of the terminal that {@code err} is; 0 where it is none
   */
  public EpochPrinter(PrintWriter err, int epochs, double lr, int columns) {
    this.err = err;
    this.epochs = epochs;
    this.lr = lr;
    this.columns = columns;
  }

  @Override
  public void progress(Progress p) {
    if (columns == 0) {
      return;
    }
    double left = ((double) (epochs - p.epoch() + 1) * p.rows() - p.done()) / p.samplesPerSecond();
    String done = Phrase.of("%s  %3d %%", epoch(p.epoch()), 100L * p.done() / p.rows());
    String score = Phrase.of("  loss %.4f acc %.4f", p.score().loss(), p.score().accuracy());
    String rate = "  " + rate(p.samplesPerSecond());
    String time = "  " + duration(left) + " left";
    show(
        Stream.of(done + score + rate + time, done + score + time, done + time, done)
            .filter(line -> line.length() < columns)
            .findFirst()
            .orElse(""));
    err.flush();
  }

  @Override
  public void epochFinished(EpochRecord e) {
    show(
        String.format(
            Locale.ROOT,
            "%s  train loss %.4f acc %.4f  %s%7.2f s  %s%s",
            epoch(e.epoch()),
            e.trainLoss(),
            e.trainAccuracy(),
            validation(e),
            e.seconds(),
            rate(e.samplesPerSecond()),
            learningRate(e)));
    err.println();
    shown = 0;
  }

  /** Of the epoch's last step; empty where it is that of the line before. */
  private String learningRate(EpochRecord e) {
    boolean changed = e.learningRate() != lr;
    lr = e.learningRate();
    return changed ? "  lr " + Numeral.of((float) lr) : "";
  }

  /** Empty where no row validates. */
  private static String validation(EpochRecord e) {
    return e.hasValidation()
        ? String.format(
            Locale.ROOT, "val loss %.4f acc %.4f  ", e.validationLoss(), e.validationAccuracy())
        : "";
  }

  /** Writes over what the changing line shows. */
  private void show(String line) {
    if (shown > 0) {
      err.print('\r');
    }
    err.print(line + " ".repeat(Math.max(0, shown - line.length())));
    shown = columns > 0 ? line.length() : 0;
  }

  /** Ends the changing line where a failure cut it short. */
  public void end() {
    if (shown > 0) {
      err.println();
      shown = 0;
    }
  }

  private String epoch(int epoch) {
    int width = Integer.toString(epochs).length();
    return "epoch " + " ".repeat(width - Integer.toString(epoch).length()) + epoch + "/" + epochs;
  }

  public static String rate(double samplesPerSecond) {
    return String.format(Locale.ROOT, "%,11.0f samples/s", samplesPerSecond);
  }

  private static String duration(double seconds) {
    long whole = Math.round(seconds);
    return whole < 60 ? whole + " s" : whole / 60 + " min " + whole % 60 + " s";
  }
}
