package dev.incline.experiment;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where and on what a run ran: {@code environment.json}.
 *
 * @param program name and version, such as {@code incline 0.1.0}
 * @param device for people
 * @param driver of the OpenCL device, with the OpenCL version; {@code none} for plain Java
 * @param java runtime name and version
 * @param os name, version and architecture
 * @param dataFolder as it was given
 * @param dataSha256 of the bytes of each of the four files, unpacked, by file name without .gz; and
 *     of the file of initial weights, where there was one, by {@link #WEIGHTS}
 * @param command the command line, program name first
 * @param started ISO 8601, with offset
 */
public record Environment(
    String program,
    String device,
    String driver,
    String java,
    String os,
    String dataFolder,
    Map<String, String> dataSha256,
    List<String> command,
    String started) {
  /** Names the file of initial weights among the sums. */
  public static final String WEIGHTS = "weights";

  /** The sums of the data files alone: runs on the same data may start from different weights. */
  public Map<String, String> sumsOfData() {
    Map<String, String> sums = new TreeMap<>(dataSha256);
    sums.remove(WEIGHTS);
    return sums;
  }

  /** The runtime this process has. */
  public static String javaRuntime() {
    return "%s %s"
        .formatted(System.getProperty("java.vm.name"), System.getProperty("java.runtime.version"));
  }

  /** The system this process runs on. */
  public static String operatingSystem() {
    return "%s %s %s"
        .formatted(
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch"));
  }
}
