package dev.incline.cli;

import dev.incline.backend.Backend;
import dev.incline.backend.Capacity;
import dev.incline.data.DataFolder;
import dev.incline.experiment.ConfigFile;
import dev.incline.experiment.Configuration;
import dev.incline.experiment.Environment;
import dev.incline.experiment.Setting;
import dev.incline.experiment.TrainingRun;
import dev.incline.model.Network;
import dev.incline.plan.Plan;
import dev.incline.report.RunCurves;
import dev.incline.shadow.Shadow;
import dev.incline.train.InvalidOptionException;
import dev.incline.train.RunFolder;
import dev.incline.train.RunRecord;
import dev.incline.train.Trainer;
import dev.incline.train.TrainingListener;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code incline train}. */
@Command(
    name = "train",
    sortOptions = false,
    description = {
      "Trains a classifier and tests its best weights.",
      "Without an option: 784-128-10 with sigmoid on MNIST, on the best device."
    })
final class TrainCommand implements Callable<Integer> {

  /** For the syntax and the help; what counts, with a file's values, is made from it. */
  @Mixin
  @SuppressWarnings("UnusedVariable") // picocli fills it
  private TrainingFlags flags;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = {
        "YAML file of options by long name (lr: 0.1), or with the sections Train and Model; an option"
            + " given here overrides it"
      })
  private @Nullable Path config;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder for the model, the history, its curves and the configuration (default:"
              + " runs/<time>-<model>)")
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

  @Option(names = "--no-verify", description = FirstUse.NO_VERIFY)
  private boolean unverified;

  @Mixin private ShadowOption shadow = new ShadowOption();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, NoSuchDeviceException {
    shadow.validate();
    Map<String, Setting> settings = settings();
    TrainingFlags chosen = TrainingFlags.of(settings, this::warn);
    Configuration configuration = chosen.configuration(settings);
    if (printPlan && json) {
      throw new InvalidOptionException(
          "--json does not go with --print-plan, which prints a table");
    }
    if (printPlan) {
      printPlans(chosen, configuration);
      return Main.DONE;
    }
    try (RunFolder folder = folder(configuration)) {
      train(chosen, configuration, folder);
    }
    return Main.DONE;
  }

  private Map<String, Setting> settings() {
    Map<String, Setting> settings = new LinkedHashMap<>();
    if (config != null) {
      ConfigFile file = ConfigFile.read(config, TrainingFlags.names());
      file.warnings().forEach(this::warn);
      settings.putAll(file.settings());
    }
    settings.putAll(TrainingFlags.given(spec));
    return settings;
  }

  private void warn(String warning) {
    spec.commandLine().getErr().println("WARNING: " + warning);
  }

  private void train(TrainingFlags chosen, Configuration configuration, RunFolder folder)
      throws IOException, NoSuchDeviceException {
    DataFolder files = DataFolder.of(chosen.data());
    CompletableFuture<Map<String, String>> sums = CompletableFuture.supplyAsync(files::sha256);
    DataFolder.Pair data = files.load(chosen.limit());
    FirstUse.verify(chosen, configuration, data, unverified, spec.commandLine().getErr());
    try (Backend backend = chosen.device().open()) {
      PrintWriter err = spec.commandLine().getErr();
      if (!quiet) {
        err.printf(
            Locale.ROOT,
            "training %s on %s, %,d rows of %s%n",
            network(configuration, data),
            backend.name(),
            data.training().rows(),
            chosen.data());
      }
      EpochPrinter printer =
          new EpochPrinter(
              err, configuration.training().epochs(), Boolean.getBoolean("incline.stderr.tty"));
      Environment environment = environment(spec, chosen, backend.name(), sums.join());
      TrainingRun run = new TrainingRun(configuration, environment, folder.path().toString());
      TrainingListener listener = quiet ? TrainingListener.SILENT : printer;
      RunRecord record;
      try {
        record =
            shadow.isGiven()
                ? shadowed(run, chosen, configuration, backend, data, folder, listener)
                : run.train(backend, chosen.within(backend.capacity()), data, folder, listener);
      } finally {
        printer.end();
      }
      folder.write(RunCurves.SVG, file -> Files.writeString(file, RunCurves.svg(record)));
      report(record);
    }
  }

  private RunRecord shadowed(
      TrainingRun run,
      TrainingFlags chosen,
      Configuration configuration,
      Backend backend,
      DataFolder.Pair data,
      RunFolder folder,
      TrainingListener listener)
      throws IOException, NoSuchDeviceException {
    try (Backend reference = ShadowOption.reference();
        Shadow over =
            shadow.shadow(
                chosen.device(),
                backend,
                reference,
                configuration.training(),
                data.training(),
                folder)) {
      return run.train(
          backend,
          chosen.within(backend.capacity()),
          data,
          folder,
          TrainingListener.all(List.of(over, listener)),
          over::record);
    }
  }

  /**
   * @param device the open one's name
   * @param dataSha256 of the four files
   */
  static Environment environment(
      CommandSpec spec, TrainingFlags chosen, String device, Map<String, String> dataSha256)
      throws NoSuchDeviceException {
    List<String> command = new ArrayList<>(List.of("incline"));
    command.addAll(spec.root().commandLine().getParseResult().originalArgs());
    return new Environment(
        Main.Version.program(),
        device,
        chosen.device().driver(),
        Environment.javaRuntime(),
        Environment.operatingSystem(),
        chosen.data().toString(),
        dataSha256,
        command,
        OffsetDateTime.now(ZoneId.systemDefault()).toString());
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

  private void printPlans(TrainingFlags chosen, Configuration configuration) {
    DataFolder.Pair data = DataFolder.of(chosen.data()).load(chosen.limit());
    PrintWriter stdout = spec.commandLine().getOut();
    for (Plan plan :
        Trainer.plans(
            network(configuration, data),
            configuration.training(),
            data.training().rows(),
            data.test().rows(),
            chosen.within(Capacity.UNLIMITED))) {
      stdout.println(plan);
    }
    stdout.flush();
  }

  private static Network network(Configuration configuration, DataFolder.Pair data) {
    return configuration.network().of(data.training().features(), data.training().classes());
  }

  private RunFolder folder(Configuration configuration) throws IOException {
    return out != null
        ? RunFolder.at(out)
        : RunFolder.fresh(
            Path.of("runs"), LocalDateTime.now(ZoneId.systemDefault()), configuration.model());
  }
}
