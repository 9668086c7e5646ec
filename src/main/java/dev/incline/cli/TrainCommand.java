package dev.incline.cli;

import dev.incline.backend.Backend;
import dev.incline.backend.Capacity;
import dev.incline.data.DataFolder;
import dev.incline.data.Dataset;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.plan.Plan;
import dev.incline.train.InvalidOptionException;
import dev.incline.train.RunFolder;
import dev.incline.train.RunRecord;
import dev.incline.train.SavedModel;
import dev.incline.train.TrainOptions;
import dev.incline.train.TrainResult;
import dev.incline.train.Trainer;
import dev.incline.train.TrainingListener;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code incline train}. */
@Command(
    name = "train",
    sortOptions = false,
    description = {
      "Trains a classifier and tests its best weights.",
      "Without an option: 784-128-10 with sigmoid on MNIST, on the best device."
    })
final class TrainCommand implements Callable<Integer> {
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
  private double learningRate = 0.1;

  @Option(
      names = "--l2",
      paramLabel = "LAMBDA",
      defaultValue = "0.001",
      description = "L2 on weights, not on biases, " + TrainOptions.L2 + DEFAULT)
  private double l2 = 0.001;

  @Option(
      names = "--init",
      paramLabel = "INIT",
      converter = InitializerText.class,
      description =
          "Initial weights, "
              + Initializer.SYNTAX
              + " (default: normal:0.001; with ReLU on the logits half-normal:0.01)")
  private @Nullable Initializer initializer;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description =
          "Of initial weights and shuffles, a whole number from -9223372036854775808 to"
              + " 9223372036854775807"
              + DEFAULT)
  private long seed = 42;

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      defaultValue = "0.2",
      description =
          "Share of the training rows, at their end, that validates, "
              + TrainOptions.VALIDATION
              + DEFAULT)
  private double validation = 0.2;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder of the four IDX files, gz or not (default: data/mnist, here or beside the program)")
  private @Nullable Path data;

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

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for model.safetensors and history.json (default: runs/<time>-<model>)")
  private @Nullable Path out;

  @Option(names = "--json", description = "Print the run as one JSON document")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "No line per epoch and no progress")
  private boolean quiet;

  @Option(
      names = "--print-plan",
      description = "Print the ops of training, validation and test, and train nothing")
  private boolean printPlan;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, NoSuchDeviceException {
    model.validate();
    device.validate();
    TrainOptions options = options();
    if (printPlan && json) {
      throw new InvalidOptionException(
          "--json does not go with --print-plan, which prints a table");
    }
    if (printPlan) {
      printPlans(options);
      return Main.DONE;
    }
    try (RunFolder folder = folder()) {
      train(options, load(), folder);
    }
    return Main.DONE;
  }

  private void train(TrainOptions options, DataFolder.Pair data, RunFolder folder)
      throws IOException, NoSuchDeviceException {
    Network network = network(data.training());
    try (Backend backend = device.open()) {
      PrintWriter err = spec.commandLine().getErr();
      if (!quiet) {
        err.printf(
            Locale.ROOT,
            "training %s on %s, %,d rows of %s%n",
            network,
            backend.name(),
            data.training().rows(),
            dataFolder());
      }
      EpochPrinter printer =
          new EpochPrinter(err, options.epochs(), Boolean.getBoolean("incline.stderr.tty"));
      TrainResult result;
      try {
        TrainingListener listener = quiet ? TrainingListener.SILENT : printer;
        result =
            new Trainer(backend, network, options, listener, within(backend.capacity()))
                .train(data.training(), data.test());
      } finally {
        printer.end();
      }
      RunRecord record =
          RunRecord.of(
              model.name(),
              backend.name(),
              described(options),
              seed,
              result,
              folder.path().toString());
      save(folder, result, record);
      report(record);
    }
  }

  private void save(RunFolder folder, TrainResult result, RunRecord record) throws IOException {
    List<String> classes =
        IntStream.range(0, result.weights().network().classes())
            .mapToObj(Integer::toString)
            .toList();
    folder.write(
        "model.safetensors",
        new SavedModel(result.weights(), classes, Main.Version.program())::write);
    folder.write("history.json", file -> Files.writeString(file, record.toJson() + "\n"));
  }

  private void report(RunRecord record) {
    PrintWriter stdout = spec.commandLine().getOut();
    if (json) {
      stdout.println(record.toJson());
      record.warnings().forEach(w -> spec.commandLine().getErr().println("WARNING: " + w));
    } else {
      stdout.print(TrainSummary.of(record));
    }
    stdout.flush();
  }

  private void printPlans(TrainOptions options) {
    DataFolder.Pair data = load();
    Network network = network(data.training());
    int rows = data.training().rows();
    PrintWriter stdout = spec.commandLine().getOut();
    for (Plan plan :
        Trainer.plans(network, options, rows, data.test().rows(), within(Capacity.UNLIMITED))) {
      stdout.println(plan);
    }
    stdout.flush();
  }

  /**
   * @throws InvalidOptionException naming the flag and the legal range
   */
  private TrainOptions options() {
    if (limit != null && limit < 2) {
      throw new InvalidOptionException("--limit must be %s, not %d".formatted(LIMIT, limit));
    }
    Initializer start =
        initializer != null
            ? initializer
            : Initializer.defaultFor(model.network(1, 2)); // of any size
    return new TrainOptions(epochs, batch, learningRate, l2, start, seed, validation);
  }

  private Capacity within(Capacity device) {
    return deviceMemory == null ? device : device.atMost(deviceMemory);
  }

  private Network network(Dataset data) {
    return model.network(data.features(), data.classes());
  }

  private DataFolder.Pair load() {
    return DataFolder.of(dataFolder()).load(limit != null ? limit : Integer.MAX_VALUE);
  }

  private Path dataFolder() {
    return DataPath.orDefault(data);
  }

  private RunFolder folder() throws IOException {
    return out != null
        ? RunFolder.at(out)
        : RunFolder.fresh(Path.of("runs"), LocalDateTime.now(ZoneId.systemDefault()), model.name());
  }

  private Map<String, Object> described(TrainOptions options) {
    Map<String, Object> described = new LinkedHashMap<>();
    model.describe(described);
    described.put("epochs", options.epochs());
    described.put("batch", options.batch());
    described.put("lr", options.learningRate());
    described.put("l2", options.l2());
    described.put("init", options.initializer().toString());
    described.put("validation", options.validation());
    described.put("data", dataFolder().toString());
    if (limit != null) {
      described.put("limit", limit);
    }
    device.describe(described);
    if (deviceMemory != null) {
      described.put("device-memory", deviceMemory);
    }
    return described;
  }

  private static final class InitializerText implements ITypeConverter<Initializer> {
    @Override
    public Initializer convert(String text) {
      try {
        return Initializer.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
