package dev.incline.experiment;

import dev.incline.backend.Backend;
import dev.incline.backend.Capacity;
import dev.incline.data.DataSource;
import dev.incline.data.Dataset;
import dev.incline.data.FeatureScaling;
import dev.incline.data.Split;
import dev.incline.model.Network;
import dev.incline.model.Schedule;
import dev.incline.option.DataOptions;
import dev.incline.option.Option;
import dev.incline.option.OptionValues;
import dev.incline.option.Options;
import dev.incline.option.ScheduleOptions;
import dev.incline.train.Setup;
import dev.incline.train.TrainOptions;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What a run is to do, down to every default.
 *
 * @param values that were given, each meaning something beside the others
 * @param training the options of its training
 */
public record Configuration(OptionValues values, TrainOptions training) {
  /**
   * The configuration that these values make.
   *
   * @param warn hears of values of files that mean nothing beside the others, and are left out
   * @throws InvalidOptionException naming a flag that means nothing beside the others
   */
  public static Configuration of(OptionValues given, Consumer<String> warn) {
    OptionValues values = given.checked(warn);
    TrainOptions training = values.training();
    requireSense(values, training);
    return new Configuration(values, training);
  }

  /** What looks at validation results needs some, and a warm-up ends within the training. */
  private static void requireSense(OptionValues values, TrainOptions training) {
    Schedule schedule = training.recipe().schedule();
    boolean validates = training.validation() > 0;
    String blind = " looks at validation results, and with --validation 0 no row validates";
    if (!validates && training.patience() > 0) {
      throw refusal(values, ScheduleOptions.PATIENCE, blind);
    }
    if (!validates && schedule.kind() == Schedule.Kind.PLATEAU) {
      throw refusal(values, ScheduleOptions.SCHEDULE, blind);
    }
    if (training.stopAfter() > training.epochs()) {
      throw refusal(
          values,
          ScheduleOptions.STOP_AFTER,
          Phrase.of(" is beyond the last of --epochs %d", training.epochs()));
    }
    if (schedule.warmup() > training.epochs()) {
      throw refusal(
          values,
          ScheduleOptions.WARMUP,
          Phrase.of(" is longer than the training of --epochs %d", training.epochs()));
    }
  }

  private static InvalidOptionException refusal(
      OptionValues values, Option<?> option, String problem) {
    Object value = Objects.requireNonNull(values.stored(option));
    return values.origin(option).refusal(option.name(), " " + Numeral.value(value) + problem);
  }

  /** {@code softmax} or {@code mlp}. */
  public String model() {
    return values.get(Options.MODEL).toString();
  }

  /** Every option that has a value, as config.yaml has it, by long name without dashes. */
  public Map<String, Object> options() {
    return values.stored();
  }

  /**
   * The network between so many pixels and classes.
   *
   * @throws InvalidOptionException where there are class weights, but not one for each
   */
  public Network network(int inputs, int classes) {
    values.requireClasses(classes);
    return values.network(inputs, classes);
  }

  /** Where the data are, as it was given. */
  public Path data() {
    return values.get(DataOptions.DATA);
  }

  /** The most training rows to take. */
  public int limit() {
    Integer limit = values.find(DataOptions.LIMIT);
    return limit != null ? limit : Integer.MAX_VALUE;
  }

  /** The document of config.yaml. */
  Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>(options());
    document.replaceAll((name, value) -> value instanceof Double d ? readable(d) : value);
    document.put("origins", values.origins());
    return document;
  }

  /** 0.0001 in place of 1.0E-4; it is read back as the same number. */
  private static Object readable(Double number) {
    String text = Numeral.of(number);
    return text.startsWith("0.00") ? (Object) new BigDecimal(text) : number;
  }

  /**
   * The training of so many rows as it is set up on a device.
   *
   * @param capacity as much of the backend's memory as may be taken
   * @throws InvalidOptionException when the split leaves no row to train on or to validate, or when
   *     the device has no room
   */
  public Setup setup(DataSource.Sizes sizes, Backend backend, Capacity capacity) {
    return Setup.of(
        network(sizes.features(), sizes.classes()),
        training,
        sizes.trainingRows(),
        sizes.testRows(),
        sizes.inputs(),
        sizes.inMemory(),
        backend,
        capacity);
  }

  /**
   * Checks that the split leaves rows to train on and to validate, and that class weights are as
   * many as the classes.
   *
   * @throws InvalidOptionException naming the option
   */
  public void requireFits(DataSource.Sizes sizes) {
    Split unused = training.split(sizes.trainingRows());
    values.requireClasses(sizes.classes());
  }

  /**
   * The data as the network takes them: numbers scaled by the rows that train.
   *
   * @throws InvalidOptionException when the split leaves no row to train on, or when pixels were to
   *     be scaled
   */
  public DataSource.Pair scaled(DataSource.Pair data) {
    FeatureScaling.Kind asked = values.find(DataOptions.SCALE);
    if (data.training().hasPixels()) {
      if (asked != null && asked != FeatureScaling.Kind.UNIT) {
        throw values
            .origin(DataOptions.SCALE)
            .refusal(
                DataOptions.SCALE.name(),
                " %s is for tables of numbers: these are images, of whose pixels 1/255 is taken"
                    .formatted(asked));
      }
      return data;
    }
    int[] rows = training.split(data.training().labels()).training();
    return data.scaled(
        asked == null ? FeatureScaling.Kind.STANDARD : asked,
        values.get(DataOptions.MISSING),
        rows);
  }

  /**
   * The training rows of files as the network takes them; of the test rows, what is read beside
   * them is dropped.
   *
   * @throws InvalidOptionException as {@link #scaled} does
   */
  public Dataset training(DataSource files) {
    return files.sizes(limit()).inputs() == byte[].class
        ? files.training(limit())
        : scaled(files.load(limit())).training();
  }

  /**
   * Steps of an epoch, of so many rows of the training file.
   *
   * @throws InvalidOptionException when the split leaves no row to train on or to validate
   */
  public int stepsPerEpoch(int rows) {
    return (trainedRows(rows) + training.batch() - 1) / training.batch();
  }

  /**
   * Rows of an epoch, of so many of the training file.
   *
   * @throws InvalidOptionException when the split leaves no row to train on or to validate
   */
  public int trainedRows(int rows) {
    return training.split(rows).training().length;
  }

  /**
   * Checks that rows validate: settings are compared by their validation accuracy.
   *
   * @throws InvalidOptionException where none does
   */
  public void requireValidation() {
    if (training.validation() == 0) {
      throw new InvalidOptionException(
          "--validation 0 does not go with sweep, which compares settings by their validation accuracy. Train the setting you choose with 'incline train --validation 0'");
    }
  }
}
