package dev.incline.spark;

import java.util.List;

/** Why a job failed, of the many lines that Spark says of it. */
final class Reasons {
  private static final String OWN = IllegalStateException.class.getName() + ": "; // of our tasks

  private Reasons() {}

  static String of(Exception e) {
    List<String> lines = String.valueOf(e.getMessage()).lines().toList();
    return lines.stream()
        .filter(line -> line.contains(OWN) || line.startsWith("ExecutorLostFailure"))
        .findFirst()
        .map(line -> line.substring(Math.max(0, line.indexOf(OWN))).replace(OWN, ""))
        .orElse(lines.isEmpty() ? e.toString() : lines.get(0));
  }
}
