package dev.incline.experiment;

import dev.incline.option.OptionValues;
import dev.incline.store.FolderLock;
import dev.incline.wording.Listing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an earlier start left in the folder of a sweep. Only folders of the runs that are planned
 * now are ever touched.
 *
 * @param folder of the sweep, locked
 * @param runs that are planned, by the names of their folders
 * @param command of this process
 */
record SweepFolder(Path folder, Map<String, Configuration> runs, String command) {
  private static final Logger log = LoggerFactory.getLogger(SweepFolder.class);

  /**
   * The runs that are over. One that failed but did not diverge, or has lost its model, is removed,
   * to be tried again; nothing is removed where anything does not fit.
   */
  Map<String, SweepObserver.RunEnd> kept(Map<String, String> dataSha256) throws IOException {
    Map<String, SweepObserver.RunEnd> kept = new LinkedHashMap<>();
    List<Path> again = new ArrayList<>();
    for (Map.Entry<String, Configuration> entry : runs.entrySet()) {
      adopt(entry.getKey());
      Path path = folder.resolve(entry.getKey());
      if (!Files.exists(path)) {
        continue;
      }
      StoredRun stored = read(path);
      requireSame(path, stored, entry.getValue(), dataSha256);
      SweepObserver.RunEnd end = SweepObserver.RunEnd.of(stored.result(), stored.failure(), true);
      if (end.isFailed() || !stored.isOver() || lacksModel(stored)) {
        again.add(path);
      } else {
        kept.put(entry.getKey(), end);
      }
    }
    for (Path path : again) {
      delete(path);
    }
    return kept;
  }

  /** A run may have been killed when it was finished, before its folder got its name. */
  private void adopt(String run) throws IOException {
    Path part = part(run);
    if (Files.exists(part.resolve(StoredRun.RESULT)) && !Files.exists(folder.resolve(run))) {
      Files.move(part, folder.resolve(run), StandardCopyOption.ATOMIC_MOVE);
    }
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

  private static void requireSame(
      Path path, StoredRun stored, Configuration wanted, Map<String, String> dataSha256)
      throws IOException {
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

  /** Deletes what is left of planned runs that were killed. */
  void clearUnfinished() throws IOException {
    for (String run : runs.keySet()) {
      if (Files.exists(part(run))) {
        delete(part(run));
      }
    }
  }

  private Path part(String run) {
    return folder.resolve(run + StoredSweep.UNFINISHED);
  }

  /**
   * @throws IOException when somebody trains in it
   */
  private void delete(Path run) throws IOException {
    if (Files.isDirectory(run)) {
      FolderLock.take(run, FolderLock.RUN, command).close();
    }
    List<Path> all;
    try (Stream<Path> content = Files.walk(run)) {
      all = content.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path one : all) {
      Files.delete(one);
    }
  }
}
