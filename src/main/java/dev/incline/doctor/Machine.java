package dev.incline.doctor;

import dev.incline.backend.opencl.cl.Drivers;
import dev.incline.backend.opencl.cl.LibraryFolder;
import dev.incline.backend.opencl.cl.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The facts about a Linux machine that decide whether OpenCL works on it; elsewhere less is known.
 *
 * @param root of the file system, {@code /} but in tests
 * @param temporary the directory JOCL's native library is unpacked below
 * @param variables of the environment
 */
public record Machine(Path root, Path temporary, Map<String, String> variables) {
  /** This machine. */
  public static Machine here() {
    return new Machine(
        Path.of("/"), Path.of(System.getProperty("java.io.tmpdir")), System.getenv());
  }

  /** The name of the processor, as Linux knows it; empty where it does not. */
  public String processor() {
    try (Stream<String> lines = Files.lines(root.resolve("proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .findFirst()
          .map(line -> line.replaceFirst(".*?: *", ""))
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  /** All there is to say, in the order in which a program meets it. */
  public List<Symptom> symptoms() {
    List<Symptom> all = new ArrayList<>();
    all.add(loader());
    all.addAll(drivers());
    all.add(temporaryDirectory());
    all.addAll(permissions());
    all.addAll(limits());
    return all;
  }

  /** Whether and where OpenCL's loader is. */
  public Symptom loader() {
    String what = "OpenCL loader";
    return new Drivers(root, variables)
        .library("libOpenCL.so.1")
        .map(library -> new Symptom(false, what, library.toString()))
        .orElse(
            new Symptom(
                true,
                what,
                "libOpenCL.so.1 is nowhere: apt-get install ocl-icd-libopencl1 (Debian, Ubuntu)"));
  }

  private List<Symptom> drivers() {
    return new Drivers(root, variables)
        .all().stream()
            .map(driver -> new Symptom(driver.isBroken(), "OpenCL drivers", driver.line()))
            .toList();
  }

  private Symptom temporaryDirectory() {
    String what = "temporary directory";
    Path real;
    try {
      real = temporary.toRealPath();
    } catch (IOException e) {
      return new Symptom(
          true,
          what,
          temporary + " is not there: INCLINE_JAVA_OPTS=-Djava.io.tmpdir=DIR names another");
    }
    return new LibraryFolder(root)
        .problem(real)
        .map(
            problem ->
                new Symptom(
                    true,
                    what,
                    "%s %s: INCLINE_JAVA_OPTS=-Djava.io.tmpdir=DIR names another"
                        .formatted(real, problem)))
        .orElse(new Symptom(false, what, real + " takes files and may hold libraries"));
  }

  private List<Symptom> limits() {
    Limits limits = new Limits(root);
    String what = "limits";
    List<String> low = limits.low();
    return low.isEmpty() && limits.areKnown()
        ? List.of(new Symptom(false, what, "threads, memory and the size of files suffice"))
        : low.stream().map(text -> new Symptom(true, what, text)).toList();
  }

  /** GPUs of AMD and Intel are opened through these files; NVIDIA's are not. */
  private List<Symptom> permissions() {
    List<Path> nodes = new ArrayList<>();
    try (Stream<Path> files = Files.list(root.resolve("dev/dri"))) {
      files
          .filter(f -> String.valueOf(f.getFileName()).startsWith("renderD"))
          .sorted()
          .forEach(nodes::add);
    } catch (IOException e) {
      nodes.clear(); // no such folder: no such GPU
    }
    Path kfd = root.resolve("dev/kfd");
    if (Files.exists(kfd)) {
      nodes.add(kfd);
    }
    return nodes.stream().map(this::permission).toList();
  }

  private Symptom permission(Path node) {
    return Files.isReadable(node) && Files.isWritable(node)
        ? new Symptom(false, "GPU access", node + " may be read and written")
        : new Symptom(
            true,
            "GPU access",
            node
                + ": permission denied, so the GPU behind it is not seen: usermod -aG render,video "
                + variables.getOrDefault("USER", "$USER")
                + ", then log in again");
  }
}
