package dev.incline.experiment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.incline.data.FileKind;
import dev.incline.file.Json;
import dev.incline.option.OptimizerKind;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs of an experiment, in groups: {@code sweep.json}, or whatever runs lie in a folder.
 *
 * @param folder that holds them
 * @param title for people
 * @param groups in order; a run may be in several
 * @param program name and version of what made the folder; empty where it was none, or an old one
 * @param experiment SHA-256 of what decides the results of all runs; empty where that is unknown
 */
public record StoredSweep(
    Path folder, String title, List<StoredGroup> groups, String program, String experiment) {
  private static final String NONE = "none"; // the value of an option that a run has not
  private static final Logger log = LoggerFactory.getLogger(StoredSweep.class);

  public static final String FILE = "sweep.json";

  /** The ending of a run's folder while the run goes on, or after it was killed. */
  public static final String UNFINISHED = ".part";

  /** The ending of the group of a search's winner, on fresh seeds; no other group's name has it. */
  public static final String WINNER = ".winner";

  /**
   * Runs that are looked at together.
   *
   * @param name short, for files and links
   * @param title for people
   * @param varied the options that differ among them, by long name
   * @param runs names of folders below the sweep's, planned ones that have not run yet included
   */
  public record StoredGroup(String name, String title, List<String> varied, List<String> runs) {
    /** Whether it is the best setting of a search, on fresh seeds. */
    @JsonIgnore
    public boolean isWinner() {
      return name.endsWith(WINNER);
    }

    /** The name of the search whose winner this is. */
    public String search() {
      return name.substring(0, name.length() - WINNER.length());
    }
  }

  /** What sweep.json holds. */
  record Content(String title, List<StoredGroup> groups, String program, String experiment) {
    /** Old files say nothing of program and experiment. */
    static boolean modernise(JsonNode root) {
      if (!(root instanceof ObjectNode document) || document.has("program")) {
        return false;
      }
      document.put("program", "").put("experiment", "");
      return true;
    }
  }

  /** Whether another is of the same experiment, by the same version of the program. */
  public boolean isOf(StoredSweep other) {
    return program.equals(other.program) && experiment.equals(other.experiment);
  }

  /** The run of that name; see {@link StoredRun#read}. */
  public Path run(String name) {
    return folder.resolve(name).normalize();
  }

  /**
   * Reads a folder's sweep.json; without one, all runs in the folder, and one level further down,
   * make a group.
   *
   * @param stored where the runs are kept that it had to read
   * @throws IOException naming the folder or the file: no run there, or a damaged sweep.json
   */
  public static StoredSweep read(Path folder, StoredRuns stored) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException("%s is no folder: it is %s".formatted(folder, FileKind.phrase(folder)));
    }
    Path file = folder.resolve(FILE);
    if (Files.exists(file)) {
      Content content = DocumentFile.read(file, Content.class, Content::modernise);
      for (StoredGroup group : content.groups()) {
        for (String run : group.runs()) {
          requireFolderBelow(file, run);
        }
      }
      return new StoredSweep(
          folder, content.title(), content.groups(), content.program(), content.experiment());
    }
    List<String> runs = found(folder);
    if (runs.isEmpty()) {
      throw new IOException(
          folder + " has no runs: no " + FILE + ", and no folder with " + StoredRun.CONFIG);
    }
    String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    StoredGroup group =
        new StoredGroup("runs", "Runs in " + name, varied(folder, runs, stored), runs);
    return new StoredSweep(folder, name, List.of(group), "", "");
  }

  /** What the file names is taken for the sweep's own: it may lead nowhere else. */
  private static void requireFolderBelow(Path file, String run) throws IOException {
    if (run == null
        || run.isBlank()
        || run.equals(".")
        || run.equals("..")
        || !run.chars().allMatch(c -> c >= ' ' && c != '/' && c != '\\')) {
      throw new IOException(
          "%s names the run '%s', which is no folder in that of the sweep: correct it, or delete %s to have all runs there read"
              .formatted(file, run, FILE));
    }
  }

  /** The document of {@link #FILE}. */
  public String toJson() {
    return Json.text(new Content(title, groups, program, experiment)) + "\n";
  }

  private static List<String> found(Path folder) throws IOException {
    if (StoredRun.isIn(folder)) {
      return List.of(".");
    }
    try (Stream<Path> below = Files.walk(folder, 2)) {
      return below
          .filter(path -> Files.isDirectory(path) && StoredRun.isIn(path))
          .map(path -> folder.relativize(path).toString())
          .filter(name -> !name.endsWith(UNFINISHED))
          .sorted()
          .toList();
    }
  }

  /**
   * Runs in the folder that no group names: those of an experiment that was swept there before.
   *
   * @throws IOException naming the folder when it cannot be read
   */
  public List<String> others() throws IOException {
    Set<String> named = new HashSet<>();
    groups.forEach(group -> named.addAll(group.runs()));
    return found(folder).stream()
        .filter(name -> !named.contains(name) && !name.contains(File.separator))
        .toList();
  }

  private static List<String> varied(Path folder, List<String> runs, StoredRuns stored) {
    Map<String, Set<Object>> values = new TreeMap<>();
    List<Map<String, Object>> all = readable(folder, runs, stored);
    all.forEach(options -> options.keySet().forEach(key -> values.put(key, new HashSet<>())));
    values.forEach(
        (key, seen) -> all.forEach(options -> seen.add(options.getOrDefault(key, NONE))));
    values.remove("seed");
    values.values().removeIf(seen -> seen.size() < 2);
    List<String> varied = new ArrayList<>(values.keySet());
    for (String option : values.keySet()) {
      List<String> others = new ArrayList<>(varied);
      others.remove(option);
      boolean hasOneValue = values.get(option).contains(NONE) && values.get(option).size() == 2;
      if (hasOneValue && isOfOptimizer(option) && settings(all, others) == settings(all, varied)) {
        varied = others; // the optimizer says so: runs with another one do not have it
      }
    }
    return List.copyOf(varied);
  }

  private static boolean isOfOptimizer(String option) {
    return Stream.of(OptimizerKind.values()).anyMatch(kind -> kind.own().contains(option));
  }

  /** How many combinations of values there are. */
  private static long settings(List<Map<String, Object>> all, List<String> of) {
    return all.stream()
        .map(options -> of.stream().map(key -> options.getOrDefault(key, NONE)).toList())
        .distinct()
        .count();
  }

  /** The options of each run that is not damaged: of those, who reads them tells. */
  private static List<Map<String, Object>> readable(
      Path folder, List<String> runs, StoredRuns stored) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (String run : runs) {
      try {
        all.add(stored.read(folder.resolve(run).normalize()).options());
      } catch (IOException e) {
        log.debug("{} is passed over", run, e);
      }
    }
    return all;
  }
}
