package dev.incline.cli.options;

import dev.incline.backend.Capacity;
import dev.incline.data.Split;
import dev.incline.experiment.Configuration;
import dev.incline.experiment.Setting;
import dev.incline.model.Initializer;
import dev.incline.model.Sgd;
import dev.incline.train.TrainOptions;
import dev.incline.train.checkpoint.InitialWeights;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that a run's config.yaml holds: what is trained, how, on what data and device. */
public final class TrainingFlags {
  private static final String LIMIT = "a whole number from 2 to 2147483647";
  private static final String DEFAULT = " (default: ${DEFAULT-VALUE})";

  @Mixin private ModelOptions model;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "10",
      description = "Passes over the training rows, " + TrainOptions.EPOCHS + DEFAULT)
  private int epochs = 10;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "64",
      description = "Rows per step, " + TrainOptions.BATCH + DEFAULT)
  private int batch = 64;

  @Option(
      names = "--lr",
      paramLabel = "RATE",
      defaultValue = "0.1",
      description = "Learning rate, " + TrainOptions.LEARNING_RATE + DEFAULT)
  private double learningRate = Sgd.STANDARD.learningRate();

  @Option(
      names = "--l2",
      paramLabel = "LAMBDA",
      defaultValue = "0.001",
      description = "L2 on weights, not on biases, " + TrainOptions.L2 + DEFAULT)
  private double l2 = Sgd.STANDARD.l2();

  @Option(
      names = "--init",
      paramLabel = "INIT",
      converter = InitializerText.class,
      description = InitializerText.DESCRIPTION)
  private @Nullable Initializer initializer;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = InitialWeights.SYNTAX + "; in place of --init")
  private @Nullable Path weights;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Seed of initial weights and shuffles, " + TrainOptions.SEED + DEFAULT)
  private long seed = 42;

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      defaultValue = "0.2",
      description =
          "Share of the training rows that validates, "
              + TrainOptions.VALIDATION
              + "; with 0 all rows train, and the last weights are kept"
              + DEFAULT)
  private double validation = 0.2;

  @Option(
      names = "--validation-split",
      paramLabel = "SPLIT",
      defaultValue = "last",
      description =
          "Which rows validate: last of the file, shuffled, or stratified (the same share of each class);"
              + " both are drawn from --seed"
              + DEFAULT)
  private Split.Choice validationSplit = Split.Choice.LAST;

  @Mixin private DataOption data;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Take the first N training rows only, " + LIMIT + " (default: all)")
  private @Nullable Integer limit;

  @Mixin private DeviceOptions device;

  @Option(
      names = "--device-memory",
      paramLabel = "SIZE",
      converter = MemorySize.class,
      description =
          "Device memory to take at most, "
              + MemorySize.SYNTAX
              + "; data that does not fit is streamed, with the same result (default: what the"
              + " device has)")
  private @Nullable Long deviceMemory;

  /** Their long names, without dashes. */
  public static List<String> names() {
    return CommandSpec.forAnnotatedObject(new TrainingFlags()).options().stream()
        .map(TrainingFlags::key)
        .toList();
  }

  public static String key(OptionSpec option) {
    return option.longestName().substring(2);
  }

  /** Those among them that a command line gave. */
  public static Map<String, Setting> given(CommandSpec command) {
    Map<String, Setting> given = new LinkedHashMap<>();
    for (String name : names()) {
      OptionSpec option = command.findOption("--" + name);
      if (command.commandLine().getParseResult().hasMatchedOption(option)) {
        given.put(name, new Setting(text(option.getValue()), Setting.FLAG));
      }
    }
    return given;
  }

  private static String text(Object value) {
    return Numeral.value(value);
  }

  /**
   * The flags with these values and defaults for the rest, all checked.
   *
   * @param settings by long name; one from a file that does not concern the model is left out
   * @param warn hears of those
   * @throws InvalidOptionException naming the flag, or the file and key, and the legal range
   */
  public static TrainingFlags of(Map<String, Setting> settings, Consumer<String> warn) {
    Map<String, Setting> used = new LinkedHashMap<>(settings);
    Setting model = settings.get("model");
    boolean softmax = model != null && model.text().equalsIgnoreCase("softmax");
    for (String other : softmax ? List.of("hidden", "activation") : List.of("logit-relu")) {
      Setting setting = settings.get(other);
      if (setting != null && !setting.origin().equals(Setting.FLAG)) {
        used.remove(other);
        warn.accept(
            "%s: %s is %s, which --model %s does not use"
                .formatted(setting.origin(), other, setting.text(), softmax ? "softmax" : "mlp"));
      }
    }
    TrainingFlags flags = new TrainingFlags();
    CommandLine line =
        new CommandLine(flags)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .registerConverter(Path.class, new FileNames());
    NumberText.register(line);
    try {
      line.parseArgs(
          used.entrySet().stream()
              .map(e -> "--%s=%s".formatted(e.getKey(), e.getValue().text()))
              .toArray(String[]::new));
      flags.model.validate();
      flags.device.validate();
      flags.options();
    } catch (ParameterException e) {
      throw blamed(Misuse.message(e), used);
    } catch (InvalidOptionException e) {
      throw blamed(String.valueOf(e.getMessage()), used);
    }
    return flags;
  }

  /** Names where the value came from; a message about a flag begins with it. */
  private static InvalidOptionException blamed(String message, Map<String, Setting> used) {
    String name = message.startsWith("--") ? message.substring(2).split(" ", 2)[0] : "";
    Setting setting = used.get(name);
    if (setting == null || setting.origin().equals(Setting.FLAG)) {
      return new InvalidOptionException(message);
    }
    String place = setting.place().isEmpty() ? "" : " (" + setting.place() + ")";
    return new InvalidOptionException(setting.origin() + ": " + message.substring(2) + place);
  }

  /** All of it, with the origin of each value. */
  public Configuration configuration(Map<String, Setting> settings) {
    TrainOptions options = options();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("model", model.name());
    model.describe(values);
    values.put("epochs", options.epochs());
    values.put("batch", options.batch());
    values.put("lr", options.optimizer().learningRate());
    values.put("l2", options.optimizer().l2());
    if (weights == null) {
      values.put("init", options.initializer().toString());
    } else {
      values.put("weights", weights.toString());
    }
    values.put("seed", options.seed());
    values.put("validation", options.validation());
    values.put("validation-split", options.validationSplit().toString());
    values.put("data", data().toString());
    if (limit != null) {
      values.put("limit", limit);
    }
    device.describe(values);
    if (deviceMemory != null) {
      values.put("device-memory", deviceMemory);
    }
    Map<String, String> origins = new LinkedHashMap<>();
    for (String name : values.keySet()) {
      Setting setting = settings.get(name);
      origins.put(name, setting != null ? setting.origin() : defaultOrigin(name));
    }
    return new Configuration(model.name(), values, origins, options, model::network);
  }

  private static String defaultOrigin(String name) {
    return name.equals("device") && System.getenv("INCLINE_DEVICE") != null
        ? "environment INCLINE_DEVICE"
        : "default";
  }

  public DeviceOptions device() {
    return device;
  }

  /** As much of a device's memory as may be taken. */
  public Capacity within(Capacity whole) {
    return deviceMemory == null ? whole : whole.atMost(deviceMemory);
  }

  /** The data folder. */
  public Path data() {
    return data.folder();
  }

  /** The file of the initial weights; null where they are drawn. */
  public @Nullable Path weights() {
    return weights;
  }

  /** The most training rows to take. */
  public int limit() {
    return limit != null ? limit : Integer.MAX_VALUE;
  }

  /**
   * @throws InvalidOptionException naming the flag and the legal range
   */
  private TrainOptions options() {
    if (limit != null && limit < 2) {
      throw new InvalidOptionException(Phrase.of("--limit must be %s, not %d", LIMIT, limit));
    }
    if (weights != null && initializer != null) {
      throw new InvalidOptionException(
          "--weights and --init both say how the weights start: give one of them");
    }
    Initializer start =
        initializer != null
            ? initializer
            : Initializer.defaultFor(model.network(1, 2)); // of any size
    return new TrainOptions(
        epochs, batch, new Sgd(learningRate, l2), start, seed, validation, validationSplit);
  }
}
