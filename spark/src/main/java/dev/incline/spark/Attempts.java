package dev.incline.spark;

import dev.incline.option.Option;
import dev.incline.option.OptionTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The command of a training that is begun again when a rank was lost. */
final class Attempts {
  private final List<String> given;
  private final Path folder;
  private final boolean resumes;
  private final boolean fresh;
  private final String before; // the latest checkpoint of somebody else's training

  /**
   * @param given words of the command
   * @param folder of the run
   */
  Attempts(List<String> given, Path folder) {
    this.given = given;
    this.folder = folder;
    this.resumes = given.stream().anyMatch(word -> word.startsWith("--resume="));
    this.fresh = !Files.exists(folder) || files().isEmpty();
    this.before = resumes ? "" : last();
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The latest checkpoint, with its time; empty where there is none. */
  private String last() {
    return !Files.isDirectory(folder)
        ? ""
        : files().stream()
            .filter(file -> file.getFileName().toString().matches("checkpoint-.*\\.bin"))
            .max(Comparator.comparing(file -> file.toFile().lastModified()))
            .map(file -> file.getFileName() + " of " + file.toFile().lastModified())
            .orElse("");
  }

  /** How far this training has come: its latest checkpoint; empty where it has none. */
  String reached() {
    String now = last();
    return now.equals(before) ? "" : now;
  }

  /** The command of the first attempt. */
  List<String> first() {
    return given;
  }

  /** The command of another attempt: it goes on where there is a checkpoint. */
  List<String> again() {
    List<String> words = new ArrayList<>(given);
    if (!resumes && !reached().isEmpty()) {
      words.removeIf(word -> !goesWithResume(word));
      words.add(0, "train");
      words.add("--resume=" + folder);
    } else if (!resumes && fresh && !words.contains("--overwrite")) {
      words.add("--overwrite"); // what is there now is of the attempts before
    }
    return words;
  }

  /** Options of the training come from the run. */
  private static boolean goesWithResume(String word) {
    String name = word.replaceFirst("=.*", "");
    return name.startsWith("--")
        && !List.of("--config", "--out", "--overwrite").contains(name)
        && OptionTable.all().stream()
            .filter(option -> option.scope() != Option.Scope.PLACE)
            .noneMatch(
                option -> List.of("--" + option.name(), "--no-" + option.name()).contains(name));
  }
}
