package dev.incline.sweep;

import dev.incline.experiment.Configuration;
import dev.incline.experiment.Failure;
import dev.incline.experiment.StoredRun;
import dev.incline.experiment.StoredSweep;
import dev.incline.file.FileTree;
import dev.incline.option.OptionValues;
import dev.incline.store.FolderLock;
import dev.incline.sweep.SweepObserver.RunEnd;
import dev.incline.sweep.SweepObserver.Trained;
import dev.incline.wording.Listing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs in the folder of a sweep: {@code NAME}, whole, once a run is over, and until then {@code
 * NAME.part} to work in. Only folders of the runs that are planned now are ever touched.
 */
final class SweepFolder {
  private static final Logger log = LoggerFactory.getLogger(SweepFolder.class);

  private final Path folder;
  private final Map<String, Configuration> runs;
  private final Map<String, String> dataSha256;
  private final Set<String> again = ConcurrentHashMap.newKeySet(); // over, but to be done again

  /**
   * @param folder of the sweep
   * @param runs that are planned, by the names of their folders
   */
  SweepFolder(Path folder, Map<String, Configuration> runs, Map<String, String> dataSha256) {
    this.folder = folder;
    this.runs = runs;
    this.dataSha256 = dataSha256;
  }

  /**
   * The runs that are over. One that failed but did not diverge, or has lost its model, is to be
   * tried again.
   *
   * @throws IOException when anything there does not fit
   */
  Map<String, RunEnd> kept() throws IOException {
    Map<String, RunEnd> kept = new LinkedHashMap<>();
    for (Map.Entry<String, Configuration> entry : runs.entrySet()) {
      Path path = whole(entry.getKey());
      if (!Files.exists(path)) {
        continue;
      }
      StoredRun stored = read(path);
      requireSame(path, stored, entry.getValue());
      RunEnd end = RunEnd.of(stored.result(), stored.failure(), Trained.BEFORE);
      if (end.isFailed() || !stored.isOver() || lacksModel(stored)) {
        again.add(entry.getKey());
      } else {
        kept.put(entry.getKey(), end);
      }
    }
    return kept;
  }

  private Path whole(String run) {
    return folder.resolve(run);
  }

  private Path unfinished(String run) {
    return folder.resolve(run + StoredSweep.UNFINISHED);
  }

  private static boolean lacksModel(StoredRun stored) {
    boolean lacks = stored.result() != null && !stored.hasModel();
    if (lacks) {
      log.warn("{} has lost its {}: the run is done again", stored.folder(), StoredRun.MODEL);
    }
    return lacks;
  }

  private static StoredRun read(Path path) throws IOException {
    try {
      return StoredRun.read(path);
    } catch (IOException e) {
      throw new IOException(
          "%s. Delete the folder %s to have that run again".formatted(e.getMessage(), path), e);
    }
  }

  private void requireSame(Path path, StoredRun stored, Configuration wanted) throws IOException {
    Map<String, String> is = OptionValues.identity(stored.options());
    Map<String, String> should = OptionValues.identity(wanted.options());
    if (!is.equals(should)) {
      throw new IOException(
          "the sweep does not fit what is there: %s was run with %s. Take another --out"
              .formatted(path, Listing.of(differences(is, should))));
    }
    if (!stored.environment().dataSha256().equals(dataSha256)) {
      throw new IOException(
          "the sweep does not fit what is there: %s was run on other data (%s). Take another --out"
              .formatted(path, stored.environment().dataFolder()));
    }
  }

  /** Such as {@code lr 0.5, not 0.1}. */
  private static List<String> differences(Map<String, String> is, Map<String, String> should) {
    Set<String> names = new TreeSet<>(is.keySet());
    names.addAll(should.keySet());
    names.removeIf(name -> Objects.equals(is.get(name), should.get(name)));
    return names.stream()
        .map(
            name ->
                "%s %s, not %s"
                    .formatted(
                        name, is.getOrDefault(name, "unset"), should.getOrDefault(name, "unset")))
        .toList();
  }

  /** Whether a run is over, and not to be done again. */
  boolean isOver(String run) {
    return Files.exists(whole(run)) && !again.contains(run);
  }

  /**
   * The runs that have ended, by now or before, well or not. Reading the folder makes a network
   * file system look for what is new.
   */
  Set<String> there() {
    String[] names = folder.toFile().list();
    return names == null ? Set.of() : Set.of(names);
  }

  /** How a run ended that is over. */
  RunEnd end(String run, Trained trained) {
    try {
      StoredRun stored = read(whole(run));
      requireSame(whole(run), stored, Objects.requireNonNull(runs.get(run), run));
      return RunEnd.of(stored.result(), stored.failure(), trained);
    } catch (IOException e) {
      return new RunEnd(null, Failure.of(e), trained);
    }
  }

  /**
   * Puts aside what is to be done again, by the holder of the claim to it.
   *
   * @return whether it is over after all: another has done it again meanwhile
   * @throws IOException when somebody trains in it
   */
  boolean putAside(String run) throws IOException {
    if (!again.contains(run) || !Files.exists(whole(run))) {
      return isOver(run);
    }
    StoredRun stored = read(whole(run));
    if (stored.result() != null && stored.hasModel()) {
      again.remove(run);
      return true;
    }
    FolderLock.take(whole(run), FolderLock.RUN, "incline sweep").close();
    Path aside = unfinished(run).resolve("0");
    FileTree.delete(aside);
    Files.move(whole(run), aside, StandardCopyOption.ATOMIC_MOVE);
    again.remove(run);
    return false;
  }

  /**
   * Gives a run that is over its name: one of those who do so at the same time, the first.
   *
   * @param work folder that it worked in
   * @return whether this was the first
   * @throws IOException when the folder cannot be moved
   */
  boolean publish(String run, Path work) throws IOException {
    try {
      Files.move(work, whole(run), StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (IOException e) {
      if (Files.exists(whole(run))) {
        log.debug("another process was first with {}", run, e);
        return false;
      }
      throw e;
    }
  }

  /** Deletes what is left of the work on a run that is over; others may do so too. */
  void clear(String run) {
    try {
      FileTree.delete(unfinished(run));
    } catch (IOException | UncheckedIOException e) {
      log.debug("{} stays", unfinished(run), e);
    }
  }
}
