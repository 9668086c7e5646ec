package dev.incline.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.opencl.cl.ClException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The whole campaign: every mutant of every kernel file must be seen, on a device or, failing that,
 * by Oclgrind. {@code bin/kernel-mutants} runs it. A mutant may crash or hang what runs it, which
 * is seen as well, so a process of its own tries them: this class's {@link #main}.
 */
class KernelMutants {
  private static final String SURVIVED = "survived";

  /**
   * Oclgrind takes minutes for a mutant: without it, those that the device does not show are left.
   */
  private static final boolean DEVICE_ONLY = Boolean.getBoolean("mutants.deviceOnly");

  private static final Path EQUIVALENT =
      Path.of("src", "test", "resources", "kernel-mutants-equivalent.txt");

  /** A cache of its own: a mutant of one kernel file leaves the others as they are. */
  private static final Map<String, String> DEVICE =
      Map.of("POCL_CACHE_DIR", Path.of("target", "mutants-kernels").toAbsolutePath().toString());

  /** As bin/check-implementations runs it; patient, for it simulates. */
  private static final Map<String, String> OCLGRIND =
      Map.of(
          "OCL_ICD_VENDORS", "/usr/lib/oclgrind/liboclgrind-rt-icd.so",
          "OCLGRIND_LOG", Path.of("target", "oclgrind-mutants.log").toAbsolutePath().toString(),
          "OCLGRIND_DATA_RACES", "1",
          "OCLGRIND_UNINITIALIZED", "1",
          "OCLGRIND_MAX_ERRORS", "1000",
          "OCLGRIND_BUILD_OPTIONS", "-cl-opt-disable -Drestrict=");

  @Test
  void everyMutantIsSeen() throws Exception {
    Set<String> equivalent = equivalent();
    List<String> survivors = new ArrayList<>();
    Map<String, int[]> score = new TreeMap<>();
    Set<String> again = again();
    try (Prisoner device = new Prisoner(DEVICE);
        Prisoner oclgrind = new Prisoner(OCLGRIND)) {
      for (String file : files()) {
        device.learn(file);
        if (!DEVICE_ONLY) {
          oclgrind.learn(file);
        }
        List<KernelMutant> mutants = KernelMutant.of(file);
        int[] counts = score.computeIfAbsent(file, any -> new int[4]);
        for (int i = 0; i < mutants.size(); i++) {
          String mutant = mutants.get(i).toString();
          if (!again.isEmpty() && !again.contains(mutant)) {
            continue;
          }
          String outcome = device.outcome(file, i);
          if (outcome.equals(SURVIVED) && !DEVICE_ONLY) {
            outcome = oclgrind.outcome(file, i);
            oclgrind.close(); // it counts its reports per process, and falls silent after many
          }
          boolean excused = equivalent.contains(mutant);
          counts[outcome.startsWith("stillborn") ? 3 : excused ? 2 : 1]++;
          counts[0] += outcome.startsWith("killed") && !excused ? 1 : 0;
          if (outcome.equals(SURVIVED) != excused) {
            survivors.add(outcome + " | " + mutant);
            System.out.println(outcome + " | " + mutant);
          }
        }
        System.out.println(row(file, counts));
      }
    }
    System.out.println(
        row(
            "all",
            score.values().stream()
                .reduce(
                    new int[4],
                    (a, b) -> new int[] {a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3]})));
    assertThat(survivors).as("survive and are not listed, or are listed and do not").isEmpty();
  }

  private static String row(String file, int[] counts) {
    return "%-30s %4d of %4d killed, %d equivalent, %d do not compile"
        .formatted(file, counts[0], counts[1], counts[2], counts[3]);
  }

  /** Lines of a mutant's toString and, after two bars, the reason; and lines beginning with #. */
  private static Set<String> equivalent() throws IOException {
    try (Stream<String> lines = Files.lines(EQUIVALENT)) {
      return lines
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(
              line -> {
                int bar = line.lastIndexOf(" || "); // kernels have it as well
                assertThat(bar).as(line).isPositive();
                return line.substring(0, bar);
              })
          .collect(Collectors.toSet());
    }
  }

  /** The mutants named in an earlier run's output, which mutants.again names; empty for all. */
  private static Set<String> again() throws IOException {
    String output = System.getProperty("mutants.again", "");
    if (output.isBlank()) {
      return Set.of();
    }
    try (Stream<String> lines = Files.lines(Path.of(output))) {
      return lines
          .filter(line -> line.contains("survived | "))
          .map(line -> line.substring(line.indexOf("survived | ") + 11))
          .collect(Collectors.toSet());
    }
  }

  private static List<String> files() throws IOException {
    List<String> chosen =
        Stream.of(System.getProperty("mutants.files", "").split(","))
            .filter(name -> !name.isBlank())
            .map(name -> Path.of(name).getFileName().toString())
            .toList();
    try (Stream<Path> files = Files.list(EditedKernels.ORIGINALS)) {
      List<String> all =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !name.equals("instance.clh")) // nothing but the pasting of names
              .sorted()
              .toList();
      assertThat(all).as("kernel files").containsAll(chosen);
      return chosen.isEmpty() ? all : chosen;
    }
  }

  /** The process that tries mutants, started again when one brings it down. */
  private static final class Prisoner implements AutoCloseable {
    private final Map<String, String> environment;
    private long patience; // seconds
    private @Nullable Process process;
    private BufferedReader from;
    private PrintStream to;

    Prisoner(Map<String, String> environment) {
      this.environment = environment;
    }

    /** Tries the original, which must be right, and how long that takes. */
    void learn(String file) throws Exception {
      patience = 1000;
      long start = System.nanoTime();
      assertThat(outcome(file, -1)).as("the original of " + file).isEqualTo(SURVIVED);
      patience = 20 + 2 * TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    }

    String outcome(String file, int index) throws Exception {
      if (process == null || !process.isAlive()) {
        start();
      }
      to.println(file + " " + index);
      to.flush();
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(patience);
      while (System.nanoTime() < deadline) {
        if (from.ready()) {
          String line = from.readLine();
          if (line.startsWith("@")) {
            return line.substring(1);
          }
        } else if (!process.isAlive()) {
          return "killed: it crashed";
        } else {
          Thread.sleep(5);
        }
      }
      close();
      return "killed: no end after " + patience + " s";
    }

    private void start() throws IOException {
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:+UseSerialGC",
              "-DuniqueLibraryNames=true",
              "-cp",
              System.getProperty("java.class.path"),
              KernelMutants.class.getName());
      builder.environment().putAll(environment);
      process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
      from = process.inputReader();
      to = new PrintStream(process.getOutputStream());
    }

    @Override
    public void close() throws Exception {
      if (process != null) {
        process.destroyForcibly().waitFor();
      }
    }
  }

  /** Takes lines of a file and a mutant's number, -1 for the original; answers what came of it. */
  public static void main(String[] arguments) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", -1);
      String file = words[0];
      int index = Integer.parseInt(words[1]);
      String text = index < 0 ? EditedKernels.read(file) : KernelMutant.of(file).get(index).text();
      String outcome;
      try {
        String seen = MutantTrial.difference(file, text);
        outcome = seen.isEmpty() ? SURVIVED : "killed: " + seen;
      } catch (ClException e) {
        outcome =
            e.getMessage().contains("does not build")
                ? "stillborn"
                : "killed: " + e.getMessage().lines().findFirst().orElse("");
      }
      System.out.println("@" + outcome);
      System.out.flush();
    }
  }
}
