package dev.incline.sweep;

import dev.incline.data.DataSource;
import dev.incline.experiment.Configuration;
import dev.incline.experiment.StoredRuns;
import dev.incline.experiment.StoredSweep;
import dev.incline.file.Sha256;
import dev.incline.model.Network;
import dev.incline.option.OptionValues;
import dev.incline.store.RunFolder;
import dev.incline.sweep.SweepObserver.RunEnd;
import dev.incline.train.checkpoint.RunSize;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The runs of an experiment in a folder, which several processes may share.
 *
 * @param folder of the sweep
 * @param plan its sweep.json: all runs
 * @param runs those that this process is to see to, each once, by the name of its folder
 * @param dataSha256 of the data of all, see {@link dev.incline.experiment.Environment}
 */
public record Sweep(
    Path folder,
    StoredSweep plan,
    Map<String, Configuration> runs,
    Map<String, String> dataSha256) {
  /** What another process that begins here now may have in the folder for a moment. */
  private static final Pattern DRAFT = Pattern.compile("\\.(incline-|sweep\\.json).*");

  private static final int ATTEMPTS = 100;

  /**
   * A group with the configuration of each of its runs.
   *
   * @param drawn whether it is a search: some values are drawn
   */
  public record SweepGroup(
      String name,
      String title,
      List<String> varied,
      List<Configuration> configurations,
      boolean drawn) {}

  /**
   * What came of it.
   *
   * @param ends of the runs that are over, in the order of the plan
   * @param others who is at which of the runs that are not over
   */
  public record Outcome(Map<String, RunEnd> ends, Map<String, String> others) {}

  /**
   * Puts settings that occur several times together.
   *
   * @throws InvalidOptionException when different ones would have the same folder
   */
  public static Sweep of(
      Path folder, String title, List<SweepGroup> groups, Map<String, String> dataSha256) {
    Map<String, Configuration> runs = new LinkedHashMap<>();
    Map<String, Map<String, String>> identities = new TreeMap<>();
    List<StoredSweep.StoredGroup> planned = new ArrayList<>();
    for (SweepGroup group : groups) {
      List<String> names = new ArrayList<>();
      for (Configuration configuration : group.configurations()) {
        String name = configuration.values().folderName();
        Map<String, String> identity = OptionValues.identity(configuration.options());
        runs.putIfAbsent(name, configuration);
        Map<String, String> same = identities.putIfAbsent(name, identity);
        if (same != null && !same.equals(identity)) {
          throw new InvalidOptionException(
              "two settings would have the same folder %s: their files need different names"
                  .formatted(name));
        }
        names.add(name);
      }
      planned.add(
          new StoredSweep.StoredGroup(
              group.name(), group.title(), group.varied(), names.stream().distinct().toList()));
    }
    String all = title + planned + identities + new TreeMap<>(dataSha256);
    String experiment = Sha256.of(all.getBytes(StandardCharsets.UTF_8));
    return new Sweep(
        folder,
        new StoredSweep(folder, title, planned, Version.program(), experiment),
        runs,
        dataSha256);
  }

  /** Of its runs, those of a part; the plan stays whole. */
  public Sweep part(Part part) {
    return new Sweep(folder, plan, part.of(runs), dataSha256);
  }

  /** Of its runs, one; the plan stays whole. */
  public Sweep only(String run) {
    return new Sweep(folder, plan, Map.of(run, Objects.requireNonNull(runs.get(run))), dataSha256);
  }

  /** Runs that follow from how others ended: the same experiment, with groups added to its plan. */
  public Sweep with(List<SweepGroup> more) {
    Sweep added = of(folder, plan.title(), more, dataSha256);
    List<StoredSweep.StoredGroup> groups = new ArrayList<>(plan.groups());
    groups.addAll(added.plan.groups());
    return new Sweep(
        folder,
        new StoredSweep(folder, plan.title(), groups, plan.program(), plan.experiment()),
        added.runs,
        dataSha256);
  }

  /**
   * Runs what has not run yet, and what no other process is at.
   *
   * @param command of this process, for others
   * @throws IOException when the folder holds something else, runs of other data or settings, a
   *     damaged run, or another sweep is at work in it
   */
  public Outcome run(
      DataSource.Pair data,
      List<? extends Worker> workers,
      SweepObserver observer,
      String command,
      SharingTerms terms)
      throws IOException {
    return divided(
        data,
        observer,
        command,
        terms,
        (division, runFolders) -> {
          Workers threads = new Workers(division);
          for (Worker worker : workers) {
            threads.start(
                turn ->
                    new RunAttempt(
                            folder,
                            runFolders,
                            turn.run(),
                            Objects.requireNonNull(runs.get(turn.run()), turn.run()),
                            turn.claim(),
                            terms,
                            data,
                            observer,
                            command)
                        .end(worker));
          }
          threads.join();
        });
  }

  /**
   * Lets a crew train what has not run yet, and watches it.
   *
   * @throws IOException as {@link #run}
   */
  public Outcome watch(
      DataSource.Pair data, Crew crew, SweepObserver observer, String command, SharingTerms terms)
      throws IOException {
    return divided(
        data,
        observer,
        command,
        terms,
        (division, runFolders) -> new CrewAtWork(crew).watchedBy(division));
  }

  /** Sees to runs until there is no more to do. */
  private interface Seeing {
    void to(Division division, SweepFolder folder) throws IOException;
  }

  private Outcome divided(
      DataSource.Pair data,
      SweepObserver observer,
      String command,
      SharingTerms terms,
      Seeing seeing)
      throws IOException {
    try (Claims claims = new Claims(folder, command, terms, System::nanoTime)) {
      SweepFolder runFolders = new SweepFolder(folder, runs, dataSha256);
      Map<String, RunEnd> kept = begun(runFolders, claims, data, observer);
      claims.begin(observer::others);
      Division division = new Division(runs.keySet(), kept, runFolders, claims, terms, observer);
      seeing.to(division, runFolders);
      Map<String, RunEnd> ends = division.ends();
      ends.keySet().forEach(runFolders::clear);
      Map<String, RunEnd> ordered = new LinkedHashMap<>(runs.size());
      runs.keySet().stream()
          .filter(ends::containsKey)
          .forEach(run -> ordered.put(run, Objects.requireNonNull(ends.get(run))));
      return new Outcome(ordered, claims.others());
    }
  }

  /**
   * Checks what is there, and writes the plan. Another process that begins now may try the place,
   * and take the folder that it made for that back: then once more.
   *
   * @return the runs that are over
   */
  private Map<String, RunEnd> begun(
      SweepFolder runFolders, Claims claims, DataSource.Pair data, SweepObserver observer)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      requirePlace(folder);
      try (RunFolder root = RunFolder.at(folder)) {
        Map<String, RunEnd> kept = runFolders.kept();
        requireRoom(root, kept.keySet(), data);
        write(root, claims, observer);
        return kept;
      } catch (IOException e) {
        if (attempt == ATTEMPTS || !hasVanished(e)) {
          throw e;
        }
      }
    }
  }

  private static boolean hasVanished(IOException e) {
    return Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
        .anyMatch(cause -> cause instanceof NoSuchFileException);
  }

  /** Where another experiment is there, or one of another version, nobody may be at work on it. */
  private void write(RunFolder root, Claims claims, SweepObserver observer) throws IOException {
    if (Files.exists(folder.resolve(StoredSweep.FILE))) {
      StoredSweep there = StoredSweep.read(folder, new StoredRuns());
      if (there.isOf(plan) && there.groups().size() >= plan.groups().size()) {
        return;
      }
      Set<String> all = new LinkedHashSet<>();
      there.groups().forEach(group -> all.addAll(group.runs()));
      plan.groups().forEach(group -> all.addAll(group.runs()));
      if (!there.isOf(plan)) {
        claims.requireIdle(all, observer::others);
      }
    }
    root.write(StoredSweep.FILE, file -> Files.writeString(file, plan.toJson()));
  }

  /**
   * For the results of all runs that are still to come; a checkpoint is left where there is room.
   */
  private void requireRoom(RunFolder root, Set<String> kept, DataSource.Pair data)
      throws IOException {
    long longest = 1;
    long sum = 0;
    for (Map.Entry<String, Configuration> run : runs.entrySet()) {
      if (!kept.contains(run.getKey())) {
        Configuration its = run.getValue();
        Network network = its.network(data.training().features(), data.training().classes());
        RunSize size = RunSize.of(network, its.training(), data.training().rows());
        longest = Math.max(longest, size.model());
        sum += size.result();
      }
    }
    new RunSize(longest, 0, Math.max(0, sum - longest))
        .requireRoom(root, false, ", or choose a folder elsewhere with --out, or take fewer runs");
  }

  /**
   * Tries the place of a sweep, and leaves nothing there.
   *
   * @throws InvalidOptionException when the folder holds something else
   * @throws IOException when it takes no file
   */
  public static void requirePlace(Path folder) throws IOException {
    RunFolder.at(folder).close();
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> content = Files.list(folder)) {
      boolean foreign =
          content.anyMatch(path -> !DRAFT.matcher(path.getFileName().toString()).matches());
      if (foreign && !Files.exists(folder.resolve(StoredSweep.FILE))) {
        throw new InvalidOptionException(
            "%s holds something else than a sweep (no %s): choose an empty or a new folder with --out"
                .formatted(folder, StoredSweep.FILE));
      }
    } catch (NoSuchFileException e) {
      return; // another process tried the place too, and took its folder back
    }
  }
}
