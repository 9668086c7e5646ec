package dev.incline.option;

import static dev.incline.option.Option.named;

import dev.incline.model.Schedule;
import dev.incline.train.Monitor;
import java.util.ArrayList;
import java.util.List;

/** The options that say how a training goes on from epoch to epoch, and when it ends. */
public final class ScheduleOptions {
  static final List<Option<?>> ALL = new ArrayList<>();

  public static final Option<Schedule> SCHEDULE =
      named("schedule", Kind.text(Schedule.SYNTAX, Schedule::parse))
          .help("SCHEDULE", "How the learning rate changes: %s")
          .usually(Schedule.CONSTANT)
          .addedLater()
          .folder(1, "%s")
          .called("learning-rate schedule")
          .inCourse("Train", "schedule")
          .also(
              "scheduler",
              "lr-scheduler",
              "lr-schedule",
              "learning-rate-schedule",
              "lr-decay",
              "learning-rate-decay",
              "decay-rate",
              "step-size",
              "gamma",
              "eta-min",
              "t-max",
              "reduce-lr-on-plateau")
          .declared(ALL);

  public static final Option<Double> WARMUP =
      named("warmup", Kind.number("a number from 0 to 100000", x -> x >= 0 && x <= 100_000))
          .help("EPOCHS", "Raise the learning rate from 0, linearly, over so many epochs: %s")
          .usually(0.0)
          .addedLater()
          .folder(1, "warmup%s")
          .called("warm-up")
          .unit("epochs")
          .inCourse("Train", "warmup")
          .also("warm-up", "warmup-epochs", "num-warmup-epochs", "lr-warmup")
          .declared(ALL);

  public static final Option<Monitor> MONITOR =
      named("monitor", Kind.words(List.of(Monitor.values())))
          .help(
              "RESULT",
              "The validation result that says which epoch is better, %s: for the weights that are kept, --patience and --schedule plateau")
          .usually(Monitor.ACCURACY)
          .onlyWhen(
              "validation",
              v -> v.get(DataOptions.VALIDATION) > 0,
              "compares validation results: it does not go with --validation 0")
          .addedLater()
          .folder(4, "monitor_%s")
          .inCourse("Train", "monitor")
          .also("metric", "early-stopping-metric", "save-best")
          .declared(ALL);

  public static final Option<Integer> PATIENCE =
      named("patience", Kind.whole(0, 100_000))
          .help(
              "EPOCHS",
              "Stop when so many epochs in a row brought no better validation result, %s; 0: never")
          .usually(0)
          .addedLater()
          .folder(3, "patience%s")
          .unit("epochs")
          .inCourse("Train", "patience")
          .also("early-stopping", "early-stop", "early-stopping-patience", "n-iter-no-change")
          .declared(ALL);

  public static final Option<Integer> STOP_AFTER =
      named("stop-after", Kind.whole(0, 100_000))
          .help(
              "EPOCH",
              "End after this epoch, with a result, while the schedule stays that of --epochs, %s; 0: do not")
          .usually(0)
          .addedLater()
          .folder(3, "stop%s")
          .called("last epoch")
          .declared(ALL);

  private ScheduleOptions() {}
}
