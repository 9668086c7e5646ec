package dev.incline.backend.opencl.vendor;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A program of the machine, by name. */
record Tool(String name) {
  boolean isHere() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }

  /**
   * Runs it to its end.
   *
   * @return what it wrote to both of its outputs
   * @throws VendorCompiler.BuildFailure with the same, where it fails
   */
  String run(Path folder, List<String> arguments, Map<String, String> variables)
      throws IOException {
    List<String> words = new ArrayList<>(List.of(name));
    words.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
    builder.environment().putAll(variables);
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new VendorCompiler.BuildFailure(name + " fails: " + output.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroy();
      throw new IOException(name + " was interrupted", e);
    }
    return output;
  }

  /**
   * The largest number that a text has in a place.
   *
   * @param place a pattern with one group of digits
   * @throws VendorCompiler.BuildFailure where it is nowhere
   */
  static int max(String text, String place) {
    return numbers(text, place)
        .max()
        .orElseThrow(() -> new VendorCompiler.BuildFailure("'" + place + "' is not said"));
  }

  /** The largest number that a text has in a place; 0 where it is nowhere. */
  static int maxOrZero(String text, String place) {
    return numbers(text, place).max().orElse(0);
  }

  private static IntStream numbers(String text, String place) {
    return Pattern.compile(place)
        .matcher(text)
        .results()
        .map((MatchResult m) -> m.group(1))
        .mapToInt(Integer::parseInt);
  }
}
