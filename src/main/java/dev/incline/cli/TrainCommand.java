package dev.incline.cli;

import dev.incline.backend.Backend;
import dev.incline.backend.Capacity;
import dev.incline.backend.opencl.ClException;
import dev.incline.data.DataFolder;
import dev.incline.experiment.ConfigFile;
import dev.incline.experiment.Configuration;
import dev.incline.experiment.Environment;
import dev.incline.experiment.Setting;
import dev.incline.experiment.StoredRun;
import dev.incline.experiment.TrainingRun;
import dev.incline.model.Network;
import dev.incline.plan.Plan;
import dev.incline.report.RunCurves;
import dev.incline.shadow.Shadow;
import dev.incline.train.CheckpointInterval;
import dev.incline.train.Checkpoints;
import dev.incline.train.DivergedException;
import dev.incline.train.InitialWeights;
import dev.incline.train.InvalidOptionException;
import dev.incline.train.RunFolder;
import dev.incline.train.RunRecord;
import dev.incline.train.StoppedException;
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
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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

  private static final String FAIL_BELOW = "a number from 0 to 1";

  /** What to do when the device fails in the middle. */
  enum OnDeviceError {
    STOP,
    CPU
  }

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

  @Option(
      names = "--checkpoint-every",
      paramLabel = "INTERVAL",
      converter = CheckpointIntervalText.class,
      description =
          "Leave a checkpoint in the run's folder this often: "
              + CheckpointInterval.SYNTAX
              + "; a signal to end leaves one in any case (default: never)")
  private CheckpointInterval checkpointEvery = CheckpointInterval.NEVER;

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = {
        "Go on with the run in this folder from its last checkpoint, to the same weights as if it had"
            + " never stopped; all options are the run's, but the device may be another"
      })
  private @Nullable Path resume;

  @Option(
      names = "--on-device-error",
      paramLabel = "WHAT",
      description =
          "When the device fails: stop, with a checkpoint, or go on from there in plain Java, to the"
              + " same weights: stop or cpu (default: ${DEFAULT-VALUE})")
  private OnDeviceError onDeviceError = OnDeviceError.STOP;

  @Option(
      names = "--fail-below",
      paramLabel = "ACCURACY",
      description =
          "End with exit code 5, after all is saved, when the test accuracy is below this, "
              + FAIL_BELOW
              + " (default: 0)")
  private double failBelow;

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
    if (!(failBelow >= 0 && failBelow <= 1)) {
      throw new InvalidOptionException(
          "--fail-below must be %s, not %s".formatted(FAIL_BELOW, failBelow));
    }
    shadow.validate();
    if (printPlan && json) {
      throw new InvalidOptionException(
          "--json does not go with --print-plan, which prints a table");
    }
    if (resume != null) {
      return resumed(resume);
    }
    Map<String, Setting> settings = settings();
    TrainingFlags chosen = TrainingFlags.of(settings, this::warn);
    Configuration configuration = chosen.configuration(settings);
    if (printPlan) {
      printPlans(chosen, configuration);
      return Main.DONE;
    }
    try (RunFolder folder = folder(configuration)) {
      return train(chosen, configuration, folder, null);
    }
  }

  private int resumed(Path folder) throws IOException, NoSuchDeviceException {
    if (config != null || out != null || printPlan) {
      throw new InvalidOptionException(
          "--config, --out and --print-plan do not go with --resume, which goes on in the run's folder");
    }
    StoredRun run = StoredRun.read(folder);
    if (run.result() != null) {
      warn(folder + " is complete: there is nothing left to train");
      return report(run.result());
    }
    Resumption from = Resumption.of(run, this::warn);
    Map<String, Setting> settings = from.settings(TrainingFlags.given(spec));
    TrainingFlags chosen = TrainingFlags.of(settings, this::warn);
    try (RunFolder same = RunFolder.at(folder)) {
      return train(chosen, chosen.configuration(settings), same, from);
    }
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

  /**
   * @param from null for a training from the beginning
   */
  private int train(
      TrainingFlags chosen,
      Configuration configuration,
      RunFolder folder,
      @Nullable Resumption from)
      throws IOException, NoSuchDeviceException {
    DataFolder files = DataFolder.of(chosen.data());
    CompletableFuture<Map<String, String>> sums = CompletableFuture.supplyAsync(files::sha256);
    CompletableFuture<DataFolder.Pair> loading =
        CompletableFuture.supplyAsync(() -> files.load(chosen.limit()));
    PrintWriter err = spec.commandLine().getErr();
    EpochPrinter printer =
        new EpochPrinter(
            err, configuration.training().epochs(), Boolean.getBoolean("incline.stderr.tty"));
    try (StopRequest stop = new StopRequest();
        Backend backend = chosen.device().open();
        Backend reference = shadow.isGiven() ? DeviceOptions.plainJava() : null) {
      DataFolder.Pair data = loaded(loading); // beside which the device was opened
      FirstUse.verify(chosen, configuration, data, unverified, err);
      if (!quiet) {
        err.printf(
            Locale.ROOT,
            "%s %s on %s, %,d rows of %s%n",
            from == null ? "training" : "going on with",
            network(configuration, data),
            backend.name(),
            data.training().rows(),
            chosen.data());
      }
      Map<String, String> inputs = new TreeMap<>(sums.join());
      String weights = from == null ? sumOf(chosen.weights()) : from.weightsSha256();
      if (weights != null) {
        inputs.put(Environment.WEIGHTS, weights);
      }
      Environment environment = environment(spec, chosen, backend.name(), inputs);
      try (Shadow over =
          reference == null
              ? null
              : shadow.shadow(
                  chosen.device(),
                  backend,
                  reference,
                  configuration.training(),
                  data.training(),
                  folder)) {
        TrainingRun run =
            over == null
                ? new TrainingRun(configuration, environment, folder.path().toString())
                : new TrainingRun(
                    configuration, environment, folder.path().toString(), over::record);
        if (from != null) {
          from.require(run.identity(), environment.dataSha256());
        }
        Checkpoints checkpoints =
            new Checkpoints(folder, run.identity(), checkpointEvery, stop::isWanted);
        List<TrainingListener> hearing = new ArrayList<>(List.of(checkpoints, new StartUp()));
        if (!quiet) {
          hearing.add(printer);
        }
        TrainingListener listener = TrainingListener.all(hearing);
        TrainingListener all =
            over == null ? listener : TrainingListener.all(List.of(over, listener));
        Rescue rescue = new Rescue(run, data, folder, listener, checkpoints, this::warn);
        Capacity capacity = chosen.within(backend.capacity());
        RunRecord record;
        try {
          record =
              from == null
                  ? run.train(backend, capacity, data, folder, all)
                  : run.resume(backend, capacity, data, folder, all, from.checkpoint().state());
        } catch (StoppedException e) {
          printer.end();
          err.printf(
              "incline: %s. Go on with: incline train --resume %s%n",
              e.getMessage(), folder.path());
          return Main.FAILED;
        } catch (DivergedException e) {
          printer.end();
          rescue.keepFiniteState();
          throw e;
        } catch (ClException e) {
          printer.end();
          record = onDeviceError == OnDeviceError.CPU ? rescue.goOn(e) : rescue.stop(e);
        } finally {
          printer.end();
        }
        String curves = RunCurves.svg(record);
        folder.write(RunCurves.SVG, file -> Files.writeString(file, curves));
        return report(record);
      }
    }
  }

  private static DataFolder.Pair loaded(CompletableFuture<DataFolder.Pair> loading) {
    try {
      return loading.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }

  private static @Nullable String sumOf(@Nullable Path weights) throws IOException {
    return weights == null ? null : InitialWeights.sha256(weights);
  }

  /**
   * @param device the open one's name
   * @param dataSha256 see {@link Environment}
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

  private int report(RunRecord record) {
    PrintWriter stdout = spec.commandLine().getOut();
    if (json) {
      stdout.println(record.toJson());
      record.warnings().forEach(w -> spec.commandLine().getErr().println("WARNING: " + w));
    } else {
      stdout.print(TrainSummary.of(record));
    }
    stdout.flush();
    double accuracy = record.test().accuracy();
    if (accuracy < failBelow) {
      spec.commandLine()
          .getErr()
          .printf(
              Locale.ROOT,
              "incline: THE TEST ACCURACY %.4f IS BELOW %s (--fail-below)%n",
              accuracy,
              failBelow);
      return Main.DIVERGED;
    }
    return Main.DONE;
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
