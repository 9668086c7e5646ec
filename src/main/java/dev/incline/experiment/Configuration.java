package dev.incline.experiment;

import dev.incline.backend.Backend;
import dev.incline.backend.Capacity;
import dev.incline.data.DataFolder;
import dev.incline.data.Split;
import dev.incline.model.Network;
import dev.incline.option.OptionValues;
import dev.incline.option.Options;
import dev.incline.train.Setup;
import dev.incline.train.TrainOptions;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Numeral;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
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
    values.requireClasses(DataFolder.CLASSES);
    return new Configuration(values, values.training());
  }

  /** {@code softmax} or {@code mlp}. */
  public String model() {
    return values.get(Options.MODEL).toString();
  }

  /** Every option that has a value, as config.yaml has it, by long name without dashes. */
  public Map<String, Object> options() {
    return values.stored();
  }

  /** The network between so many pixels and classes. */
  public Network network(int inputs, int classes) {
    return values.network(inputs, classes);
  }

  /** The data folder. */
  public Path data() {
    return values.get(Options.DATA);
  }

  /** The most training rows to take. */
  public int limit() {
    Integer limit = values.find(Options.LIMIT);
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
  public Setup setup(DataFolder.Sizes sizes, Backend backend, Capacity capacity) {
    return Setup.of(
        network(sizes.features(), DataFolder.CLASSES),
        training,
        sizes.trainingRows(),
        sizes.testRows(),
        backend,
        capacity);
  }

  /**
   * Checks that the split leaves rows to train on and to validate.
   *
   * @throws InvalidOptionException naming the option
   */
  public void requireSplit(int rows) {
    try {
      Split.of(rows, training.validation());
    } catch (IllegalArgumentException e) {
      throw new InvalidOptionException(e.getMessage());
    }
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
