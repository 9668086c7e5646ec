package dev.incline.cli.train;

import dev.incline.cli.options.ExitCode;
import dev.incline.cli.options.Flags;
import dev.incline.data.DataSource;
import dev.incline.experiment.Configuration;
import dev.incline.experiment.Experiment;
import dev.incline.experiment.Grid;
import dev.incline.experiment.SharedSettings;
import dev.incline.model.Network;
import dev.incline.option.DeviceOptions;
import dev.incline.option.OptionValues;
import dev.incline.run.SweepWorker;
import dev.incline.run.device.ChosenDevice;
import dev.incline.run.device.NoSuchDeviceException;
import dev.incline.run.watch.DataOpening;
import dev.incline.run.watch.StopRequest;
import dev.incline.run.watch.Terminal;
import dev.incline.run.watch.UnderWay;
import dev.incline.store.RunFolder;
import dev.incline.sweep.Crew;
import dev.incline.sweep.SharingTerms;
import dev.incline.sweep.Sweep;
import dev.incline.sweep.SweepObserver;
import dev.incline.train.TrainingContext;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Phrase;
import dev.incline.wording.ShellWords;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code incline sweep}. */
@Command(
    name = "sweep",
    sortOptions = false,
    description = {
      "Trains over a grid of settings, or the groups of an experiment file.",
      "Each run gets a folder of its own in --out. Started again, it keeps finished and diverged runs"
          + " and trains the others. Started several times at once, also on several machines that share"
          + " --out, the processes divide the runs among them (docs/machines.md)."
    },
    footer = {
      "",
      "Examples:",
      "  incline sweep --lr 1,0.1,0.05,0.01 --l2 0.001,0.01 --repeats 3 --out runs/grid",
      "  incline sweep data/experiments/assignment.yaml --out runs/assignment",
      "  incline sweep --config config.yaml --lr 1,0.1,0.01 --out runs/rates",
      "  incline sweep --hidden 64,128,256-128 --device 0:0,0:1 --jobs 2",
      "  incline sweep FILE --part 2/8 --out part2; incline sweep --merge part1 part2 --out runs/all",
      "",
      "An option with several values is an axis of the grid. Options override the file.",
      "Exit code 0 also if runs diverged: that is a result. 3 if a device computed something wrong, 1 if a"
          + " run failed for another reason."
    })
public final class SweepCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
  private static final String JOBS = "a whole number from 1 to 256";

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "Experiment in YAML: title, repeats, options, groups (docs/formats.md)")
  private @Nullable Path file;

  @Mixin private final Flags flags = Flags.grid();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "YAML file as for train: what all runs have in common. FILE's groups and the options on"
              + " the command line override it")
  private @Nullable Path config;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      description =
          "Seeds per setting, counted up from --seed, "
              + Experiment.REPEATS
              + " (default: 1, or the file's)")
  private @Nullable Integer repeats;

  @Mixin private final SearchOptions searching = new SearchOptions();

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = {
        "Runs at a time, " + JOBS + ", spread over the devices (default: one per device).",
        "They share the threads of plain Java. Results do not change"
      })
  private @Nullable Integer jobs;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder of the runs; one of an earlier sweep is continued (default: runs/<time>-sweep)")
  private @Nullable Path out;

  @Mixin private final SharingOptions sharing = new SharingOptions();

  @Option(
      names = "--merge",
      arity = "1..*",
      paramLabel = "DIR",
      description =
          "Train nothing: put the runs of these folders, parts of one sweep, together in --out. Runs that"
              + " are missing or there twice are named; different weights of one run are an error (exit code 3)")
  private @Nullable List<Path> merge;

  @Option(
      names = "--tensorboard",
      paramLabel = "DIR",
      description = "As for train, into a folder of DIR for each run (default: none)")
  private @Nullable Path tensorboard;

  @Option(names = "--no-verify", description = WatchOptions.NO_VERIFY)
  private boolean unverified;

  @Option(names = "--json", description = "Print the results of all runs as one JSON document")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "No line per run")
  private boolean quiet;

  @Spec private CommandSpec spec;

  private final @Nullable Crew crew;

  public SweepCommand() {
    this(null);
  }

  /**
   * @param crew trains the runs, while this process opens no device; null where it trains them
   */
  public SweepCommand(@Nullable Crew crew) {
    this.crew = crew;
  }

  @Override
  public Integer call() throws IOException, NoSuchDeviceException {
    if (merge != null) {
      return Merging.run(merge, out, spec.commandLine());
    }
    sharing.validate();
    Grid grid = flags.axes();
    if (file == null && grid.axes().isEmpty() && repeats == null) {
      throw new InvalidOptionException(
          "the grid is empty: name an experiment FILE, or an option with several values such as --lr 1,0.1,0.01");
    }
    if (jobs != null && (jobs < 1 || jobs > 256)) {
      throw new InvalidOptionException(Phrase.of("--jobs must be %s, not %d", JOBS, jobs));
    }
    searching.validate(sharing.isPart());
    String only = sharing.only();
    if ((crew != null || only != null)
        && (jobs != null || flags.several(DeviceOptions.DEVICE).size() > 1)) {
      throw new InvalidOptionException(
          "--jobs and several devices do not go with %s: a run has one device"
              .formatted(only != null ? "--only" : "a cluster, whose tasks have one each"));
    }
    SharedSettings shared = Planning.shared(config, this::warn);
    Experiment.Counts counts = searching.counts(repeats);
    Experiment experiment =
        file == null
            ? Experiment.ofFlags(shared, grid, counts)
            : Experiment.read(file, shared, grid, counts);
    shared.notes(experiment).forEach(n -> spec.commandLine().getErr().println("NOTE: " + n));
    Path folder = folder();
    List<OptionValues> places =
        SweepDevices.places(
            experiment.common().with(flags.given()), flags.several(DeviceOptions.DEVICE), jobs);
    List<Sweep.SweepGroup> groups =
        Search.firstRungs(
            Planning.groups(experiment, places.get(0), this::warn), searching.halving());
    Sweep.requirePlace(folder);
    if (tensorboard != null) {
      RunFolder.at(tensorboard, "--tensorboard").close();
    }
    Configuration firstRun = groups.get(0).configurations().get(0);
    DataSource files = DataOpening.of(firstRun.values().data(), quiet);
    DataSource.Sizes sizes =
        UnderWay.during("reading " + firstRun.data(), quiet, () -> files.sizes(firstRun.limit()));
    Network network = firstRun.network(sizes.features(), sizes.classes());
    int batch = firstRun.training().batch();
    SweepDevices devices = new SweepDevices(unverified, spec.commandLine().getErr());
    for (OptionValues place : crew == null ? places : List.<OptionValues>of()) {
      devices.add(place.checked(this::warn), network, batch, quiet);
    }
    DataSource.Pair data =
        UnderWay.during("reading " + firstRun.data(), quiet, () -> files.load(firstRun.limit()));
    for (Sweep.SweepGroup group : groups) {
      group.configurations().forEach(c -> c.requireFits(data.sizes()));
    }
    groups.stream()
        .flatMap(group -> group.configurations().stream())
        .map(c -> TrainingContext.of(c.training(), data))
        .flatMap(background -> background.warnings().stream())
        .distinct()
        .forEach(this::warn);
    devices.verify(groups, data);
    List<String> command = TrainCommand.words(spec);
    List<SweepWorker> workers =
        devices.all().stream()
            .map(device -> new SweepWorker(device, command, firstRun.data(), data.sha256()))
            .toList();
    Sweep sweep = Sweep.of(folder, experiment.title(), groups, data.sha256()).part(sharing.part());
    Search search =
        new Search(sweep, groups, searching.halving(), searching.confirm(sharing.isPart()));
    int runs = only != null ? 1 : search.size();
    PrintWriter err = spec.commandLine().getErr();
    boolean table = !quiet && Terminal.isThere(); // which shows what runs
    SweepPrinter printer =
        new SweepPrinter(quiet ? new PrintWriter(PrintWriter.nullWriter()) : err, runs, table);
    SweepObserver observer =
        tensorboard == null ? printer : new SweepEvents(tensorboard, printer, this::warn);
    devices.all().forEach(ChosenDevice::quietly); // they share standard error
    try (StopRequest stop = new StopRequest(() -> {})) { // the process ends when all is said
      Search.Found found;
      try (UnderWay underWay =
          UnderWay.begin(Phrase.of("0 of %d runs over", runs), quiet || table)) {
        SweepObserver all = underWay.beside(observer, runs);
        SharingTerms terms = sharing.terms(stop::isWanted);
        found =
            search.run(
                one ->
                    crew != null
                        ? one.watch(data, crew, all, ShellWords.of(command), terms)
                        : (only != null && one.runs().containsKey(only) ? one.only(only) : one)
                            .run(data, workers, all, ShellWords.of(command), terms));
      }
      if (found.isOpen() && stop.isWanted()) {
        err.println(wayOn(found));
        return ExitCode.FAILED;
      }
      SweepResult result = new SweepResult(found, spec.commandLine());
      return only != null ? result.tell(only) : result.tell(json);
    }
  }

  /** For one who ends the sweep: the runs that are over stay, the others have checkpoints. */
  private String wayOn(Search.Found found) {
    List<String> command = TrainCommand.words(spec);
    if (out == null) {
      command.addAll(List.of("--out", found.sweep().folder().toString()));
    }
    return Phrase.of(
        "incline: stopped with %d of %d runs over. Go on with: %s",
        found.outcome().ends().size(), found.sweep().runs().size(), ShellWords.of(command));
  }

  private void warn(String warning) {
    spec.commandLine().getErr().println("WARNING: " + warning);
  }

  private Path folder() {
    return out != null
        ? out
        : Path.of("runs", TIME.format(LocalDateTime.now(ZoneId.systemDefault())) + "-sweep");
  }
}
