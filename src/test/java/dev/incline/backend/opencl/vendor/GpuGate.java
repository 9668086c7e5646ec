package dev.incline.backend.opencl.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.opencl.compile.ProgramText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every program that every class of GPUs compiles for representative trainings passes the gate.
 * {@code bin/gpu-gate} runs it. A table of all programs is written beside the other reports.
 *
 * <p>{@code -Dgpu.gate.partial} leaves out, and names, vendors whose compilers are not here.
 */
class GpuGate {
  private static final Path FOLDER =
      Path.of(System.getProperty("incline.build", "target")).resolve("gpu-gate");

  private static final PassedBefore PASSED = PassedBefore.chosen();
  private static final String EXCUSED = "  excused from a share of multiply-adds: ";

  /** What is compiled once, for all that it is compiled for. */
  private record Job(ProgramText program, VendorCompiler compiler) {}

  /**
   * What became of it.
   *
   * @param lines of the table, its title first
   * @param known from an earlier run
   */
  private record Outcome(List<String> lines, List<String> faults, boolean known) {}

  @Test
  void everyProgramPasses() throws Exception {
    Files.createDirectories(FOLDER);
    Map<Job, Set<String>> jobs = jobs();
    List<String> table = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    int excused = 0;
    int known = 0;
    for (Outcome outcome : outcomes(jobs)) {
      table.addAll(outcome.lines);
      outcome.faults.forEach(fault -> table.add("  " + fault));
      outcome.faults.forEach(fault -> faults.add(outcome.lines.get(0) + "\n    " + fault));
      excused += outcome.lines.stream().anyMatch(line -> line.startsWith(EXCUSED)) ? 1 : 0;
      known += outcome.known ? 1 : 0;
    }
    Files.write(FOLDER.resolve("table.txt"), table);
    System.out.printf(
        "GPU gate: %d programs, %d of them products excused from a share of multiply-adds, %d known to pass; %s has them all%n",
        jobs.size(), excused, known, FOLDER.resolve("table.txt"));
    if (!Nvidia.hasAssembler()) {
      System.out.println("  ptxas is not here: registers and spills on NVIDIA were not looked at");
    }
    assertThat(faults)
        .as("programs that do not pass; their files are in %s", FOLDER)
        .withFailMessage(() -> String.join("\n", faults))
        .isEmpty();
  }

  /** What two classes of a vendor share is compiled for the first of them. */
  private static Map<Job, Set<String>> jobs() {
    Map<Job, Set<String>> jobs = new LinkedHashMap<>();
    List<GpuClass> here = Stream.of(GpuClass.values()).filter(GpuGate::isHere).toList();
    for (GpuClass gpu : here) {
      for (ProgramText program : GpuPrograms.ofStandard(gpu)) {
        jobs.computeIfAbsent(new Job(program, gpu.compiler()), first -> new TreeSet<>())
            .addAll(gpu.targets());
      }
    }
    for (GpuClass gpu : here) {
      for (ProgramText program : GpuPrograms.ofAll(gpu)) {
        jobs.putIfAbsent(new Job(program, gpu.compiler()), Set.of(gpu.targets().get(0)));
      }
    }
    return jobs;
  }

  private static boolean isHere(GpuClass gpu) {
    List<String> missing = gpu.compiler().missing();
    String lack = gpu + " needs packages that are not here: " + String.join(", ", missing);
    assertThat(missing.isEmpty() || Boolean.getBoolean("gpu.gate.partial")).as(lack).isTrue();
    if (!missing.isEmpty()) {
      System.out.println("GPU gate: NOT COMPILED HERE: " + lack);
    }
    return missing.isEmpty();
  }

  private static List<Outcome> outcomes(Map<Job, Set<String>> jobs)
      throws InterruptedException, ExecutionException {
    ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      List<Future<Outcome>> futures = new ArrayList<>();
      jobs.forEach((job, targets) -> futures.add(pool.submit(() -> outcome(job, targets))));
      List<Outcome> outcomes = new ArrayList<>();
      for (Future<Outcome> future : futures) {
        outcomes.add(future.get());
      }
      return outcomes;
    } finally {
      pool.shutdownNow();
    }
  }

  private static Outcome outcome(Job job, Set<String> targets) throws IOException {
    Optional<List<String>> before = PASSED.lines(job.program, job.compiler, targets);
    if (before.isPresent()) {
      return new Outcome(before.get(), List.of(), true);
    }
    Gate.Verdict verdict = Gate.judge(job.program, job.compiler, targets, FOLDER);
    List<String> lines = new ArrayList<>(List.of(verdict.title()));
    verdict.built().forEach(one -> lines.add("  " + one));
    verdict.excuse().ifPresent(why -> lines.add(EXCUSED + why));
    if (verdict.faults().isEmpty()) {
      PASSED.keep(job.program, job.compiler, targets, lines);
    }
    return new Outcome(lines, verdict.faults(), false);
  }
}
