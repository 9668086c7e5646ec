package dev.incline.cli.train;

import dev.incline.model.Schedule;
import dev.incline.train.TrainOptions;
import dev.incline.wording.Numeral;
import java.util.Locale;

/**
 * The learning rates of a training before it starts, for people to read: a plot over the steps, and
 * a table of epochs.
 *
 * @param steps of an epoch
 */
record ScheduleTable(TrainOptions options, int steps) {
  private static final int COLUMNS = 60;
  private static final int ROWS = 10;
  private static final int LISTED = 30; // epochs; of more, as many at equal distances

  /** Each line ended. */
  String text() {
    StringBuilder text = new StringBuilder();
    Schedule schedule = schedule();
    line(
        text,
        "%s: --lr %s, --schedule %s, --warmup %s; %s of %s",
        "learning rate",
        Numeral.of(options.optimizer().learningRate()),
        schedule,
        Numeral.of(schedule.warmup()),
        Numeral.count(options.epochs(), "epoch"),
        Numeral.count(steps, "step"));
    if (schedule.kind() == Schedule.Kind.PLATEAU) {
      line(
          text,
          "shown as if each epoch were better than the one before: each %s without a better validation %s multiply the rate by %s",
          Numeral.count(schedule.epochs(), "epoch"),
          options.monitor(),
          Numeral.of(schedule.number()));
    }
    plot(text);
    table(text);
    return text.toString();
  }

  private void plot(StringBuilder text) {
    long last = (long) options.epochs() * steps - 1;
    int columns = (int) Math.min(COLUMNS, last + 1);
    double[] rates = new double[columns];
    double most = 0;
    for (long epoch = 0; epoch < options.epochs(); epoch++) {
      most = Math.max(most, Math.max(rate(epoch * steps), rate((epoch + 1) * steps - 1)));
    }
    for (int c = 0; c < columns; c++) {
      rates[c] = rate(columns == 1 ? 0 : Math.round(c * (double) last / (columns - 1)));
      most = Math.max(most, rates[c]);
    }
    line(text, "");
    String top = Numeral.of((float) most);
    for (int row = ROWS; row >= 0; row--) {
      StringBuilder marks = new StringBuilder();
      for (double rate : rates) {
        marks.append(Math.round(rate / most * ROWS) == row ? '*' : ' ');
      }
      String label = row == ROWS ? top : row == 0 ? "0" : "";
      line(text, "%" + top.length() + "s |%s", label, marks.toString().stripTrailing());
    }
    line(text, "%s +%s", " ".repeat(top.length()), "-".repeat(columns));
    String end = "epoch " + options.epochs();
    String gap = " ".repeat(Math.max(1, columns - "epoch 1".length() - end.length()));
    line(text, "%s  epoch 1%s%s", " ".repeat(top.length()), gap, end);
    line(text, "");
  }

  private void table(StringBuilder text) {
    line(text, "%6s  %-14s  %s", "epoch", "first step", "last step");
    int listed = Math.min(LISTED, options.epochs());
    for (int i = 0; i < listed; i++) {
      long epoch = listed == 1 ? 0 : Math.round(i * (options.epochs() - 1.0) / (listed - 1));
      line(
          text,
          "%6d  %-14s  %s",
          epoch + 1,
          Numeral.of((float) rate(epoch * steps)),
          Numeral.of((float) rate((epoch + 1) * steps - 1)));
    }
  }

  private double rate(long step) {
    double lr = options.optimizer().learningRate();
    return schedule().rate(lr, step, steps, options.epochs(), 0);
  }

  private Schedule schedule() {
    return options.recipe().schedule();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }
}
