package dev.incline.cli;

import dev.incline.backend.Backend;
import dev.incline.data.DataFolder;
import dev.incline.experiment.Configuration;
import dev.incline.experiment.Environment;
import dev.incline.experiment.Experiment;
import dev.incline.experiment.Setting;
import dev.incline.experiment.Sweep;
import dev.incline.experiment.SweepObserver.Outcome;
import dev.incline.train.InvalidOptionException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code incline sweep}. */
@Command(
    name = "sweep",
    sortOptions = false,
    modelTransformer = GridOptions.class,
    description = {
      "Trains over a grid of settings, or the groups of an experiment file.",
      "Each run gets a folder of its own in --out. Started again, it keeps the runs that are finished and"
          + " does the rest; one that failed without diverging is tried again."
    },
    footer = {
      "",
      "Examples:",
      "  incline sweep --lr 1,0.1,0.05,0.01 --l2 0.001,0.01 --repeats 3 --out runs/grid",
      "  incline sweep data/experiments/assignment.yaml --out runs/assignment",
      "  incline sweep --hidden 64,128,256-128 --device 0:0,0:1 --jobs 2",
      "",
      "An option of several values is an axis of the grid. An option overrides the file.",
      "Exit code 0 also where runs diverged, which is a result; 1 where a run failed otherwise."
    })
final class SweepCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
  private static final String JOBS = "a whole number from 1 to 256";

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "Experiment in YAML: title, repeats, options, groups (docs/formats.md)")
  private @Nullable Path file;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      description =
          "Seeds per setting, counted up from --seed, "
              + Experiment.REPEATS
              + " (default: 1, or the file's)")
  private @Nullable Integer repeats;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = {
        "Runs at a time, " + JOBS + ", dealt out over the devices (default: one per device).",
        "Plain Java shares its threads among them. No result depends on it"
      })
  private @Nullable Integer jobs;

  @Option(
      names = "--device",
      paramLabel = "DEVICE[,DEVICE...]",
      split = ",",
      hideParamSyntax = true,
      defaultValue = "${env:INCLINE_DEVICE:-auto}",
      description = {DeviceChoice.SYNTAX + " (default: ${DEFAULT-VALUE})"})
  private List<String> devices = List.of("auto");

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of the runs, new or of an earlier start (default: runs/<time>-sweep)")
  private @Nullable Path out;

  @Option(names = "--no-verify", description = FirstUse.NO_VERIFY)
  private boolean unverified;

  @Option(names = "--json", description = "Print what became of each run as one JSON document")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "No line per run")
  private boolean quiet;

  @Spec private CommandSpec spec;

  /** A device and the threads it may take. */
  private record Worker(TrainingFlags flags, CommandSpec spec, Map<String, String> dataSha256)
      implements Sweep.Worker {
    @Override
    public Backend open() {
      try {
        return flags.device().open();
      } catch (NoSuchDeviceException e) {
        throw new IllegalStateException(e.getMessage(), e);
      }
    }

    @Override
    public Environment environment(String device) {
      try {
        return Training.environment(spec, flags, device, dataSha256);
      } catch (NoSuchDeviceException e) {
        throw new IllegalStateException(e.getMessage(), e);
      }
    }
  }

  @Override
  public Integer call() throws IOException, NoSuchDeviceException {
    Map<String, List<Setting>> flags = GridOptions.given(spec);
    if (file == null && flags.isEmpty() && repeats == null) {
      throw new InvalidOptionException(
          "the grid is empty: name an experiment FILE, or an option with several values such as --lr 1,0.1,0.01");
    }
    if (jobs != null && (jobs < 1 || jobs > 256)) {
      throw new InvalidOptionException("--jobs must be %s, not %d".formatted(JOBS, jobs));
    }
    Experiment experiment =
        file == null
            ? Experiment.ofFlags(flags, repeats)
            : Experiment.read(file, GridOptions.axes(), flags, repeats);
    int count = jobs != null ? jobs : devices.size();
    Map<String, Setting> common = new LinkedHashMap<>(experiment.common());
    common.putAll(GridOptions.common(spec));
    List<Map<String, Setting>> places = places(common, count);
    List<Sweep.Group> groups = groups(experiment, places.get(0));
    TrainingFlags first = TrainingFlags.of(places.get(0), this::warn);
    for (Map<String, Setting> place : places) {
      TrainingFlags.of(place, this::warn).device().driver(); // is it there?
    }

    DataFolder files = DataFolder.of(first.data());
    DataFolder.Pair data = files.load(first.limit());
    for (Sweep.Group group : groups) {
      group.configurations().forEach(c -> c.requireSplit(data.training().rows()));
    }
    List<Worker> workers = new ArrayList<>();
    for (Map<String, Setting> place : places) {
      workers.add(new Worker(TrainingFlags.of(place, this::warn), spec, data.sha256()));
    }
    for (Map<String, Setting> place : places) {
      FirstUse.verify(
          TrainingFlags.of(place, this::warn),
          groups.get(0).configurations().get(0),
          data,
          unverified,
          spec.commandLine().getErr());
    }
    Sweep sweep = Sweep.of(folder(), experiment.title(), groups);
    PrintWriter err = spec.commandLine().getErr();
    SweepPrinter printer =
        new SweepPrinter(
            quiet ? new PrintWriter(PrintWriter.nullWriter()) : err,
            sweep.runs().size(),
            !quiet && Boolean.getBoolean("incline.stderr.tty"));
    Map<String, Outcome> outcomes;
    try (OnSignal stopped = new OnSignal(() -> err.println(wayOn(sweep, printer)))) {
      outcomes = sweep.run(data, data.sha256(), workers, printer);
    }
    return report(sweep, outcomes);
  }

  /** For one who ends the sweep: the runs that are over stay. */
  private String wayOn(Sweep sweep, SweepPrinter printer) {
    List<String> command = new ArrayList<>(List.of("incline"));
    command.addAll(spec.root().commandLine().getParseResult().originalArgs());
    if (out == null) {
      command.addAll(List.of("--out", sweep.folder().toString()));
    }
    return "incline: stopped with %d of %d runs over. Go on with: %s"
        .formatted(printer.over(), sweep.runs().size(), ShellWords.of(command));
  }

  private void warn(String warning) {
    spec.commandLine().getErr().println("WARNING: " + warning);
  }

  private Path folder() {
    return out != null
        ? out
        : Path.of("runs", TIME.format(LocalDateTime.now(ZoneId.systemDefault())) + "-sweep");
  }

  /** For each job its device, and for plain Java a share of the processors. */
  private List<Map<String, Setting>> places(Map<String, Setting> common, int count) {
    List<Map<String, Setting>> places = new ArrayList<>();
    int share = Math.max(1, Runtime.getRuntime().availableProcessors() / count);
    for (int i = 0; i < count; i++) {
      Map<String, Setting> place = new LinkedHashMap<>(common);
      String device = devices.get(i % devices.size());
      place.put("device", new Setting(device, Setting.FLAG));
      if (count > 1 && DeviceChoice.isPlainJava(device) && !place.containsKey("threads")) {
        place.put("threads", new Setting(Integer.toString(share), "jobs"));
      }
      places.add(place);
    }
    return places;
  }

  private List<Sweep.Group> groups(Experiment experiment, Map<String, Setting> place) {
    Set<String> warnings = new LinkedHashSet<>();
    List<Sweep.Group> groups = new ArrayList<>();
    for (Experiment.Group group : experiment.groups()) {
      List<Configuration> configurations = new ArrayList<>();
      for (Map<String, Setting> point : group.points()) {
        Map<String, Setting> settings = new LinkedHashMap<>(place);
        settings.putAll(point);
        configurations.add(TrainingFlags.of(settings, warnings::add).configuration(settings));
      }
      groups.add(new Sweep.Group(group.name(), group.title(), group.varied(), configurations));
    }
    warnings.forEach(this::warn);
    return groups;
  }

  private int report(Sweep sweep, Map<String, Outcome> outcomes) {
    PrintWriter stdout = spec.commandLine().getOut();
    if (json) {
      stdout.println(Json.text(SweepSummary.document(sweep, outcomes)));
    } else {
      stdout.print(SweepSummary.of(sweep, outcomes));
    }
    stdout.flush();
    return outcomes.values().stream().anyMatch(Outcome::isFailed) ? Main.FAILED : Main.DONE;
  }
}
