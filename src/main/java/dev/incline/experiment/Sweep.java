package dev.incline.experiment;

import dev.incline.backend.Backend;
import dev.incline.data.DataSource;
import dev.incline.model.Network;
import dev.incline.option.OptionValues;
import dev.incline.store.FolderLock;
import dev.incline.store.RunFolder;
import dev.incline.train.RunRecord;
import dev.incline.train.Setup;
import dev.incline.train.ShadowRecord;
import dev.incline.train.TrainingListener;
import dev.incline.train.checkpoint.RunSize;
import dev.incline.train.score.Reference;
import dev.incline.train.score.WrongScoreException;
import dev.incline.wording.InvalidOptionException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs an experiment into a folder. A run works in {@code NAME.part}, which becomes {@code NAME}
 * when it is over: so a folder of that name is always whole, and what was killed is done again.
 *
 * @param folder of the sweep
 * @param plan its sweep.json
 * @param runs every run once, by the name of its folder
 */
public record Sweep(Path folder, StoredSweep plan, Map<String, Configuration> runs) {
  private static final Logger log = LoggerFactory.getLogger(Sweep.class);
  private static final String LOCK = "sweep.lock";

  /** A group with the configuration of each of its runs. */
  public record SweepGroup(
      String name, String title, List<String> varied, List<Configuration> configurations) {}

  /** One of several that take the next run from one queue. */
  public interface Worker {
    /** Opens the device afresh. */
    Backend open();

    /** Where this worker's runs run, from now. */
    Environment environment(String device);

    /** What scores are compared with; null where the device is plain Java. */
    default @Nullable Reference reference(Backend backend) {
      return null;
    }

    /**
     * The device scored rows wrong: leaves the evidence in the folder.
     *
     * @return what to say of it
     */
    default String wrong(WrongScoreException e, Backend backend, RunFolder folder) {
      return String.valueOf(e.getMessage());
    }
  }

  /**
   * Puts settings that occur several times together.
   *
   * @throws InvalidOptionException when different ones would have the same folder
   */
  public static Sweep of(Path folder, String title, List<SweepGroup> groups) {
    Map<String, Configuration> runs = new LinkedHashMap<>();
    List<StoredSweep.StoredGroup> planned = new ArrayList<>();
    for (SweepGroup group : groups) {
      List<String> names = new ArrayList<>();
      for (Configuration configuration : group.configurations()) {
        String name = configuration.values().folderName();
        Configuration same = runs.putIfAbsent(name, configuration);
        if (same != null
            && !OptionValues.identity(same.options())
                .equals(OptionValues.identity(configuration.options()))) {
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
    return new Sweep(folder, new StoredSweep(folder, title, planned), runs);
  }

  /**
   * Runs what has not run yet.
   *
   * @param dataSha256 see {@link Environment}
   * @param command of this process, for those who find the folder taken
   * @return every run's end, in the order of the plan
   * @throws IOException when the folder holds something else, runs of other data or settings, a
   *     damaged run, or another sweep is at work in it
   */
  public Map<String, SweepObserver.RunEnd> run(
      DataSource.Pair data,
      Map<String, String> dataSha256,
      List<? extends Worker> workers,
      SweepObserver observer,
      String command)
      throws IOException {
    requirePlace(folder);
    try (RunFolder root = RunFolder.at(folder);
        FolderLock lock = FolderLock.take(folder, LOCK, command)) {
      SweepFolder runFolders = new SweepFolder(folder, runs, command);
      Map<String, SweepObserver.RunEnd> outcomes =
          new ConcurrentHashMap<>(runFolders.kept(dataSha256));
      requireRoom(root, outcomes.keySet(), data);
      root.write(StoredSweep.FILE, file -> Files.writeString(file, plan.toJson()));
      runFolders.clearUnfinished();
      ConcurrentLinkedQueue<String> queue = new ConcurrentLinkedQueue<>();
      for (String run : runs.keySet()) {
        SweepObserver.RunEnd old = outcomes.get(run);
        if (old == null) {
          queue.add(run);
        } else {
          observer.over(run, old);
        }
      }
      List<Thread> threads = new ArrayList<>();
      for (Worker worker : workers) {
        Thread thread =
            new Thread(
                () -> {
                  for (String run = queue.poll(); run != null; run = queue.poll()) {
                    SweepObserver.RunEnd end = attempt(run, worker, data, observer, command);
                    outcomes.put(run, end);
                    observer.over(run, end);
                  }
                },
                "sweep-" + threads.size());
        threads.add(thread);
        thread.start();
      }
      join(threads);
      Map<String, SweepObserver.RunEnd> ordered = new LinkedHashMap<>();
      for (String run : runs.keySet()) {
        SweepObserver.RunEnd end = outcomes.get(run);
        if (end == null) {
          throw new IllegalStateException("the worker of " + run + " has died");
        }
        ordered.put(run, end);
      }
      return ordered;
    }
  }

  /** For the results of all runs that are still to come, as a sweep leaves no checkpoints. */
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

  private static void join(List<Thread> threads) {
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted while runs are under way", e);
      }
    }
  }

  private SweepObserver.RunEnd attempt(
      String run, Worker worker, DataSource.Pair data, SweepObserver observer, String command) {
    Path part = folder.resolve(run + StoredSweep.UNFINISHED);
    try {
      RunRecord record = train(run, part, worker, data, observer, command);
      Files.move(part, folder.resolve(run), StandardCopyOption.ATOMIC_MOVE);
      return SweepObserver.RunEnd.of(record, null, false);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      return over(run, part, Failure.of(e));
    }
  }

  /** A run that finished is one, whatever failed then; its folder is kept in any case. */
  private SweepObserver.RunEnd over(String run, Path part, Failure failure) {
    try {
      if (Files.exists(part.resolve(StoredRun.RESULT))) {
        RunRecord record = StoredRun.read(part).result();
        Files.move(part, folder.resolve(run), StandardCopyOption.ATOMIC_MOVE);
        log.warn("{} is finished and whole, but then: {}", run, failure.message());
        return SweepObserver.RunEnd.of(record, null, false);
      }
      if (Files.exists(part.resolve(StoredRun.FAILURE))) {
        Files.move(part, folder.resolve(run), StandardCopyOption.ATOMIC_MOVE);
      }
      return new SweepObserver.RunEnd(null, failure, false);
    } catch (IOException again) {
      return new SweepObserver.RunEnd(null, Failure.of(again), false);
    }
  }

  private RunRecord train(
      String run,
      Path part,
      Worker worker,
      DataSource.Pair data,
      SweepObserver observer,
      String command)
      throws IOException {
    Configuration configuration = Objects.requireNonNull(runs.get(run), run);
    try (RunFolder draft = RunFolder.at(part)) {
      draft.lock(command);
      try (Backend backend = worker.open();
          PrintWriter text =
              new PrintWriter(Files.newBufferedWriter(part.resolve(StoredRun.LOG)), true)) {
        TrainingListener listener = observer.started(run, configuration, backend.name(), text);
        TrainingRun training =
            new TrainingRun(
                configuration,
                worker.environment(backend.name()),
                folder.resolve(run).toString(),
                () -> ShadowRecord.NONE,
                worker.reference(backend));
        try {
          Setup setup = configuration.setup(data.sizes(), backend, backend.capacity());
          DataSource.Pair scaled = configuration.scaled(data);
          RunRecord record = training.train(backend, setup, scaled, draft, listener);
          record.warnings().forEach(warning -> text.println("WARNING: " + warning));
          if (text.checkError()) { // which a full disk is, and a PrintWriter keeps to itself
            throw new IOException("cannot write %s".formatted(part.resolve(StoredRun.LOG)));
          }
          return record;
        } catch (WrongScoreException e) {
          String told = worker.wrong(e, backend, draft);
          told = told.replace(part.toString(), folder.resolve(run).toString()); // it moves there
          text.println(told);
          throw e.saying(told);
        } catch (RuntimeException | IOException e) {
          text.println(Failure.of(e).message());
          throw e;
        }
      }
    }
  }

  /**
   * Tries the place of a sweep, and leaves nothing there.
   *
   * @throws InvalidOptionException when the folder holds something else
   * @throws IOException when it takes no file
   */
  public static void requirePlace(Path folder) throws IOException {
    RunFolder.at(folder).close();
    if (!Files.isDirectory(folder) || Files.exists(folder.resolve(StoredSweep.FILE))) {
      return;
    }
    try (Stream<Path> content = Files.list(folder)) {
      if (content.anyMatch(path -> !path.endsWith(LOCK))) {
        throw new InvalidOptionException(
            "%s holds something else than a sweep (no %s): choose an empty or a new folder with --out"
                .formatted(folder, StoredSweep.FILE));
      }
    }
  }
}
