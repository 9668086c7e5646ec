package dev.incline.doctor;

import dev.incline.backend.opencl.Drivers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** All there is to say, in the order in which a program meets it. */
  public List<Symptom> symptoms() {
    List<Symptom> all = new ArrayList<>();
    all.add(loader());
    all.addAll(drivers());
    all.add(temporaryDirectory());
    all.addAll(permissions());
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
    if (!Files.isWritable(real)) {
      return new Symptom(
          true,
          what,
          real + " cannot be written: INCLINE_JAVA_OPTS=-Djava.io.tmpdir=DIR names another");
    }
    return isNoexec(real)
        ? new Symptom(
            true,
            what,
            real
                + " is mounted noexec, so JOCL's native library cannot be loaded from it:"
                + " INCLINE_JAVA_OPTS=-Djava.io.tmpdir=DIR names another")
        : new Symptom(false, what, real + " takes files and may hold libraries");
  }

  /** By the longest mount point that the path lies below, the last one where there are several. */
  private boolean isNoexec(Path path) {
    Optional<String> options = Optional.empty();
    int longest = -1;
    try {
      for (String line : Files.readAllLines(root.resolve("proc/mounts"))) {
        String[] fields = line.split(" ", -1); // device, mount point, type, options
        if (fields.length < 4) {
          continue;
        }
        Path point = Path.of(fields[1].replace("\\040", " "));
        if (path.startsWith(point) && point.getNameCount() >= longest) {
          longest = point.getNameCount();
          options = Optional.of(fields[3]);
        }
      }
    } catch (IOException e) {
      return false; // no Linux: nothing is known
    }
    return options.map(o -> List.of(o.split(",", -1)).contains("noexec")).orElse(false);
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
