package dev.incline.sweep;

import dev.incline.experiment.Failure;
import dev.incline.experiment.RunResult;
import dev.incline.experiment.RunSummary;
import dev.incline.experiment.StoredRun;
import dev.incline.experiment.StoredRuns;
import dev.incline.experiment.StoredSweep;
import dev.incline.store.Claim;
import dev.incline.store.FolderLock;
import dev.incline.store.RunFolder;
import dev.incline.wording.InvalidOptionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Parts of one sweep, made in several folders, put together.
 *
 * @param plan of all of them
 * @param runs where to take each run from, by its name
 * @param missing runs that none of them has
 * @param doubled runs that several have, with the same result
 * @param contradictions what is said of runs that several have, with different results
 */
public record SweepMerge(
    StoredSweep plan,
    Map<String, Path> runs,
    List<String> missing,
    List<String> doubled,
    List<String> contradictions) {
  /**
   * Reads the parts, and writes nothing.
   *
   * @throws InvalidOptionException when one is no sweep, is of another experiment or version, or is
   *     not finished
   * @throws IOException naming a damaged run
   */
  public static SweepMerge of(List<Path> parts) throws IOException {
    StoredRuns stored = new StoredRuns();
    StoredSweep plan = plan(parts.get(0), stored);
    for (Path part : parts) {
      requireSame(plan, plan(part, stored));
    }
    Set<String> names = new LinkedHashSet<>();
    plan.groups().forEach(group -> names.addAll(group.runs()));
    SweepMerge merge =
        new SweepMerge(
            plan, new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (String name : names) {
      List<RunSummary> there = new ArrayList<>();
      for (Path part : new LinkedHashSet<>(parts)) {
        requireOver(part, name);
        if (Files.exists(part.resolve(name))) {
          there.add(stored.read(part.resolve(name)));
        }
      }
      merge.add(name, there);
    }
    return merge;
  }

  private static StoredSweep plan(Path part, StoredRuns stored) throws IOException {
    if (!Files.exists(part.resolve(StoredSweep.FILE))) {
      throw new InvalidOptionException(
          "--merge: %s is no folder of a sweep: it has no %s".formatted(part, StoredSweep.FILE));
    }
    StoredSweep plan = StoredSweep.read(part, stored);
    if (plan.experiment().isEmpty()) {
      throw new InvalidOptionException(
          "--merge: %s was made by an older version, which did not record the experiment: start that sweep again, which keeps its runs"
              .formatted(part));
    }
    return plan;
  }

  private static void requireSame(StoredSweep plan, StoredSweep other) {
    if (!other.program().equals(plan.program())) {
      throw new InvalidOptionException(
          "--merge: %s was made by %s, but %s by %s"
              .formatted(plan.folder(), plan.program(), other.folder(), other.program()));
    } else if (!other.toJson().equals(plan.toJson())) {
      throw new InvalidOptionException(
          "--merge: %s (%s) and %s (%s) are of different experiments or data"
              .formatted(plan.folder(), plan.title(), other.folder(), other.title()));
    }
  }

  private static void requireOver(Path part, String name) throws IOException {
    Path work = part.resolve(name + StoredSweep.UNFINISHED);
    if (Files.exists(work)) {
      Claim.Sign sign = Claim.last(work);
      throw new InvalidOptionException(
          "--merge: %s is not finished: %s is there%s. Let its sweep end, or start it again"
              .formatted(
                  part, work.getFileName(), sign.number() > 0 ? ", by " + sign.holder() : ""));
    }
  }

  private void add(String name, List<RunSummary> there) {
    RunSummary first = null;
    for (RunSummary run : there) {
      if (first == null || rank(run) > rank(first)) {
        first = run;
      }
    }
    if (first == null || rank(first) == 0) {
      missing.add(name);
      return;
    }
    runs.put(name, first.folder());
    for (RunSummary run : there) {
      if (rank(run) > 0 && !run.hasResultOf(first)) {
        contradictions.add(
            "%s has different results in %s (%s) and %s (%s): one of the devices does not compute as the other, or a run is damaged"
                .formatted(name, first.folder(), result(first), run.folder(), result(run)));
      }
    }
    if (there.stream().filter(run -> rank(run) > 0).count() > 1) {
      doubled.add(name);
    }
  }

  /** What counts: 2 for a run with its model, 1 for another end; a failure is no result. */
  private static int rank(RunSummary run) {
    boolean failed =
        run.result() == null
            && (run.failure() == null || run.failure().kind() != Failure.Kind.DIVERGED);
    return failed ? 0 : run.result() != null && hasModel(run) ? 2 : 1;
  }

  private static boolean hasModel(RunSummary run) {
    return Files.isRegularFile(run.folder().resolve(StoredRun.MODEL));
  }

  private static String result(RunSummary run) {
    @Nullable RunResult result = run.result();
    return result == null ? "diverged" : "sha256 " + result.weightsSha256().substring(0, 12);
  }

  /**
   * Copies the runs into a folder that is new or empty; sweep.json comes last.
   *
   * @throws InvalidOptionException when something is there
   */
  public void into(Path out) throws IOException {
    try (RunFolder root = RunFolder.at(out)) {
      try (Stream<Path> content = Files.list(out)) {
        if (content.findAny().isPresent()) {
          throw new InvalidOptionException(
              "--out: %s is not empty: a merge goes to a new folder".formatted(out));
        }
      }
      for (Map.Entry<String, Path> run : runs.entrySet()) {
        copy(run.getValue(), out.resolve(run.getKey()));
      }
      root.write(StoredSweep.FILE, file -> Files.writeString(file, plan.toJson()));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> files;
    try (Stream<Path> content = Files.list(from)) {
      files = content.filter(Files::isRegularFile).toList();
    }
    Files.createDirectory(to);
    for (Path file : files) {
      if (!file.endsWith(FolderLock.RUN)) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
