package dev.incline.spark;

import dev.incline.wording.Reason;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.TaskContext;

/**
 * The words of a command for a task, wherever that runs.
 *
 * @param given on the driver, as an {@link dev.incline.cli.PortableCommand} has them
 * @param texts of the files of settings among them, by their paths there
 * @param home folder of the usual data there; empty where it is not known
 */
record TaskWords(List<String> given, Map<String, String> texts, String home)
    implements Serializable {
  /** Spark's name for the devices. */
  static final String RESOURCE = "opencl";

  private static final String HOME = "incline.home";
  private static final String PLAIN = "--device=cpu";

  static TaskWords of(List<String> given, List<Path> files) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Path file : files) {
      try {
        texts.put(file.toString(), Files.readString(file));
      } catch (IOException e) {
        throw new UsageException("cannot read %s: %s".formatted(file, Reason.of(e)));
      }
    }
    return new TaskWords(new ArrayList<>(given), texts, usualHome());
  }

  private static String usualHome() {
    return Files.isDirectory(Path.of("data", "mnist"))
        ? Path.of("").toAbsolutePath().toString()
        : System.getProperty(HOME, "");
  }

  /** Of an option, as it was given; empty where it was not. */
  String value(String option) {
    return given.stream()
        .filter(word -> word.startsWith(option + "="))
        .map(word -> word.substring(option.length() + 1))
        .findFirst()
        .orElse("");
  }

  /** A task has the device that Spark gives it, or the one that is named. */
  static void requireOneDevice(List<String> words, Cluster cluster) {
    String amount = cluster.get("spark.task.resource." + RESOURCE + ".amount");
    if (amount != null && words.stream().anyMatch(word -> word.startsWith("--device="))) {
      throw new UsageException(
          "--device does not go with spark.task.resource.opencl.amount: Spark chooses the device of each task. Leave one of them out");
    }
  }

  /**
   * Those for this task.
   *
   * @param folder to write files to that are not on this machine
   */
  List<String> here(TaskContext task, Path folder) throws IOException {
    if (!home.isEmpty()) {
      System.setProperty(HOME, home); // the same for all tasks of an executor
    }
    List<String> words = new ArrayList<>(given);
    for (Map.Entry<String, String> file : texts.entrySet()) {
      String here = file(Path.of(file.getKey()), file.getValue(), folder).toString();
      words.replaceAll(
          word ->
              word.equals(file.getKey())
                  ? here
                  : word.equals("--config=" + file.getKey()) ? "--config=" + here : word);
    }
    words.addAll(device(task, words));
    return words;
  }

  /** The driver's own where it has the same text: records of the run name it. */
  private static Path file(Path there, String text, Path folder) throws IOException {
    if (Files.isReadable(there) && Files.readString(there).equals(text)) {
      return there;
    }
    Path own = Files.createTempDirectory(folder, "file");
    return Files.writeString(own.resolve(there.getFileName()), text);
  }

  /**
   * Spark's device for the task, else the one that is named, else plain Java with the task's cores.
   */
  private static List<String> device(TaskContext task, List<String> words) {
    List<String> added = new ArrayList<>();
    var resource = task.resourcesJMap().get(RESOURCE);
    if (resource != null) {
      added.add("--device=" + resource.addresses()[0].replaceFirst("@.*", ""));
    } else if (words.stream().noneMatch(word -> word.startsWith("--device="))) {
      added.add(PLAIN);
    }
    boolean plain = words.contains(PLAIN) || added.contains(PLAIN);
    if (plain && words.stream().noneMatch(word -> word.startsWith("--threads="))) {
      added.add("--threads=" + task.cpus());
    }
    return added;
  }
}
