package dev.incline.cli.inspect;

import dev.incline.cli.options.Flags;
import dev.incline.inspect.StepRates;
import dev.incline.model.Draw;
import dev.incline.model.Recipe;
import dev.incline.model.Schedule;
import dev.incline.option.OptionValues;
import dev.incline.option.Options;
import dev.incline.option.ScheduleOptions;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which learning rates traced steps have. */
public final class RateOptions {
  private static final String ROWS = "a whole number from 1 to 1000000000";

  @Mixin
  private final Flags flags =
      Flags.of(ScheduleOptions.SCHEDULE, ScheduleOptions.WARMUP, Options.EPOCHS);

  @Option(
      names = "--epoch-rows",
      paramLabel = "N",
      description = {
        "Rows that train in an epoch, for --schedule and --warmup, "
            + ROWS
            + " (default: those of --data that 'train' trains on without other options)"
      })
  private @Nullable Integer epochRows;

  /** The schedule and the epochs. */
  OptionValues values() {
    return flags.values();
  }

  /** Whether a step's rate follows from its place in the training. */
  boolean isScheduled() {
    return flags.values().recipe().schedule().varies();
  }

  /**
   * Checks what needs no data.
   *
   * @throws InvalidOptionException naming the flag
   */
  void validate(Draw first) {
    Schedule schedule = flags.values().recipe().schedule();
    if (schedule.kind() == Schedule.Kind.PLATEAU) {
      throw new InvalidOptionException(
          "--schedule %s follows from the validation results of a training, which a trace has none of: give the rate of the step with --lr"
              .formatted(schedule));
    }
    boolean epochs = flags.values().has(Options.EPOCHS);
    if (!schedule.varies() && (epochs || epochRows != null)) {
      throw new InvalidOptionException(
          (epochs ? "--epochs" : "--epoch-rows")
              + " concerns --schedule and --warmup: without these, every step has the rate --lr");
    }
    if (epochRows != null && (epochRows < 1 || epochRows > 1_000_000_000)) {
      throw new InvalidOptionException(
          Phrase.of("--epoch-rows must be %s, not %d", ROWS, epochRows));
    }
    if (schedule.varies() && first.epoch() > epochs()) {
      throw new InvalidOptionException(
          Phrase.of("--epoch %d is none of --epochs %d", first.epoch(), epochs()));
    }
  }

  /**
   * The rates of steps.
   *
   * @param first of the first row
   * @param batch rows of a step
   * @param count of the steps
   * @param usual rows of an epoch, where they are known
   * @throws InvalidOptionException where there are no such steps in the epoch
   */
  StepRates of(Recipe recipe, Draw first, int batch, int count, Supplier<OptionalInt> usual) {
    if (!recipe.schedule().varies()) {
      return StepRates.constant(recipe);
    }
    int rows = epochRows != null ? epochRows : usual.get().orElse(0);
    if (rows == 0) {
      throw new InvalidOptionException(
          "--schedule and --warmup need --epoch-rows beside a batch out of a file: how many rows train in an epoch");
    }
    if (first.position() % batch != 0) {
      throw new InvalidOptionException(
          Phrase.of(
              "--position %d is not where a step of %s begins: give a multiple of %d",
              first.position(), Numeral.count(batch, "row"), batch));
    }
    if (first.position() + (long) batch * count > rows) {
      throw new InvalidOptionException(
          Phrase.of(
              "%s of %s from position %d do not fit into an epoch of %s: see --epoch-rows",
              Numeral.count(count, "step"),
              Numeral.count(batch, "row"),
              first.position(),
              Numeral.count(rows, "row")));
    }
    int steps = (rows + batch - 1) / batch;
    long step = (first.epoch() - 1L) * steps + first.position() / batch;
    return new StepRates(recipe, step, steps, epochs());
  }

  private int epochs() {
    return flags.values().get(Options.EPOCHS);
  }

  /** What the rates follow from, in words; empty where they do not change. */
  String words(StepRates rates) {
    Schedule schedule = rates.recipe().schedule();
    if (!schedule.varies()) {
      return "";
    }
    return Phrase.of(
        "%nrate of step %d of %s of %s: --lr %s, --schedule %s, --warmup %s",
        rates.first() + 1,
        Numeral.count(rates.epochs(), "epoch"),
        Numeral.count(rates.steps(), "step"),
        Numeral.of(rates.recipe().learningRate()),
        schedule,
        Numeral.of(schedule.warmup()));
  }
}
