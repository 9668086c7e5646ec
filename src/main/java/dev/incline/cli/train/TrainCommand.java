package dev.incline.cli.train;

import dev.incline.backend.ranks.Meeting;
import dev.incline.cli.options.ExitCode;
import dev.incline.cli.options.Flags;
import dev.incline.experiment.ConfigFile;
import dev.incline.experiment.Configuration;
import dev.incline.experiment.RunPlace;
import dev.incline.experiment.StoredRun;
import dev.incline.option.OptionValues;
import dev.incline.report.RunCurves;
import dev.incline.report.RunPage;
import dev.incline.run.Resumption;
import dev.incline.run.device.NoSuchDeviceException;
import dev.incline.run.device.RankDevices;
import dev.incline.store.RunFolder;
import dev.incline.train.RunRecord;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Numeral;
import dev.incline.wording.ShellWords;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
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
      "Without options: 784-128-10 with sigmoid on MNIST, on the fastest device."
    })
public final class TrainCommand implements Callable<Integer> {

  private static final String FAIL_BELOW = "a number from 0 to 1";

  @Mixin private final Flags flags = Flags.training();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = {
        "YAML file of options by long name (lr: 0.1), or with the course's sections Train and Model;"
            + " options on the command line override it, and a key without a value counts as absent"
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
      names = "--overwrite",
      description = "Replace the files of a run that are in --out; no other file is touched")
  private boolean overwrite;

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = {
        "Continue the run in this folder from its last checkpoint, to the same weights as if it had"
            + " never stopped; all options are those of the run, but the device may be another"
      })
  private @Nullable Path resume;

  @Option(
      names = "--fail-below",
      paramLabel = "ACCURACY",
      description =
          "End with exit code 5 if the test accuracy is below this; all files are saved first; "
              + FAIL_BELOW
              + " (default: 0)")
  private double failBelow;

  @Option(names = "--json", description = "Print the run as one JSON document")
  private boolean json;

  @Option(
      names = "--print-plan",
      description = "Print the ops of training, validation and test, and train nothing")
  private boolean printPlan;

  @Option(
      names = "--print-schedule",
      description = "Plot the learning rate over the training and list it by epoch; train nothing")
  private boolean printSchedule;

  @Mixin private final WatchOptions watching = new WatchOptions();

  @Mixin private final RankOptions ranking;

  @Spec private CommandSpec spec;

  public TrainCommand() {
    this(null);
  }

  /**
   * @param meeting where the process that this one runs in has its ranks meet; null for the options
   */
  public TrainCommand(@Nullable Meeting meeting) {
    this.ranking = new RankOptions(meeting);
  }

  @Override
  public Integer call() throws IOException, NoSuchDeviceException {
    if (!(failBelow >= 0 && failBelow <= 1)) {
      throw new InvalidOptionException(
          "--fail-below must be %s, not %s".formatted(FAIL_BELOW, Numeral.of(failBelow)));
    }
    watching.watch(); // before anything is read
    if (json && (printPlan || printSchedule)) {
      throw new InvalidOptionException(
          "--json does not go with %s, which prints a table"
              .formatted(printPlan ? "--print-plan" : "--print-schedule"));
    }
    if (resume != null) {
      return resumed(resume);
    }
    Configuration configuration = Configuration.of(values(), this::warn);
    Preview preview = new Preview(configuration, spec.commandLine().getOut());
    if (printSchedule) {
      preview.schedule();
      return ExitCode.DONE;
    }
    RankDevices devices = start().devices(configuration);
    if (printPlan) {
      preview.plans(devices.first());
      return ExitCode.DONE;
    }
    if (ranking.isFollower()) {
      return start().follow(configuration, devices, null);
    }
    requireFree();
    try (RunFolder folder = folder(configuration)) {
      folder.lock(command());
      requireFree(); // another may have finished there since
      return start().lead(configuration, devices, folder, null, this::report);
    }
  }

  private void requireFree() throws IOException {
    if (out != null && !overwrite) {
      RunPlace.requireFree(out, List.of(RunCurves.SVG, RunCurves.PNG, RunPage.FILE));
    }
  }

  private String command() {
    return ShellWords.of(words(spec));
  }

  private int resumed(Path folder) throws IOException, NoSuchDeviceException {
    if (config != null || out != null || overwrite || printPlan || printSchedule) {
      throw new InvalidOptionException(
          "--config, --out, --overwrite, --print-plan and --print-schedule do not go with --resume, which goes on in the run's folder");
    }
    StoredRun found = StoredRun.read(folder);
    if (found.result() != null) {
      return finished(found, found.result());
    }
    if (ranking.isFollower()) {
      Resumption from = Resumption.of(found, this::warn);
      Configuration configuration = Configuration.of(from.values(flags.given()), this::warn);
      return start().follow(configuration, start().devices(configuration), from);
    }
    try (RunFolder same = RunFolder.at(folder)) {
      same.lock(command());
      StoredRun run = StoredRun.read(folder); // another may have gone on with it since
      if (run.result() != null) {
        return finished(run, run.result());
      }
      Resumption from = Resumption.of(run, this::warn);
      Configuration configuration = Configuration.of(from.values(flags.given()), this::warn);
      return start().lead(configuration, start().devices(configuration), same, from, this::report);
    }
  }

  private int finished(StoredRun run, RunRecord result) throws IOException {
    if (!run.hasModel()) {
      throw new IOException(
          "%s is finished, but its %s is missing. Train it again, to the same weights: incline train --config %s --out DIR"
              .formatted(run.folder(), StoredRun.MODEL, run.folder().resolve(StoredRun.CONFIG)));
    }
    warn(run.folder() + " is complete: there is nothing left to train");
    return report(result.movedTo(run.folder()), "");
  }

  private OptionValues values() {
    OptionValues given = flags.given();
    if (config == null) {
      return given;
    }
    ConfigFile file = ConfigFile.read(config);
    file.warnings().forEach(this::warn);
    file.notes(given).forEach(n -> spec.commandLine().getErr().println("NOTE: " + n));
    return file.under(given);
  }

  private TrainingStart start() {
    return new TrainingStart(watching, ranking, words(spec), spec.commandLine().getErr());
  }

  private void warn(String warning) {
    spec.commandLine().getErr().println("WARNING: " + warning);
  }

  /**
   * @param choice why the device was taken; empty where there was no choice
   */
  private int report(RunRecord record, String choice) {
    PrintWriter stdout = spec.commandLine().getOut();
    if (json) {
      stdout.println(record.toJson());
      record.warnings().forEach(w -> spec.commandLine().getErr().println("WARNING: " + w));
    } else {
      stdout.print(TrainSummary.of(record, choice));
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
              Numeral.of(failBelow));
      return ExitCode.DIVERGED;
    }
    return ExitCode.DONE;
  }

  private RunFolder folder(Configuration configuration) throws IOException {
    return out != null
        ? RunFolder.at(out)
        : RunFolder.fresh(
            Path.of("runs"), LocalDateTime.now(ZoneId.systemDefault()), configuration.model());
  }

  /** The command line, program name first. */
  static List<String> words(CommandSpec spec) {
    List<String> words = new ArrayList<>(List.of("incline"));
    words.addAll(spec.root().commandLine().getParseResult().originalArgs());
    return words;
  }
}
