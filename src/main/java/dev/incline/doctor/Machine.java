package dev.incline.doctor;

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
  private static final List<String> LOADER_FOLDERS =
      List.of(
          "usr/lib/x86_64-linux-gnu",
          "usr/lib/aarch64-linux-gnu",
          "usr/lib64",
          "usr/lib",
          "usr/local/lib",
          "usr/local/lib64",
          "opt/rocm/lib",
          "usr/local/cuda/lib64",
          "opt/intel/oneapi/lib");
  private static final String VENDORS = "OCL_ICD_VENDORS";

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
    List<String> folders = new ArrayList<>();
    for (String folder : variables.getOrDefault("LD_LIBRARY_PATH", "").split(":", -1)) {
      if (folder.startsWith("/")) {
        folders.add(folder.substring(1));
      }
    }
    folders.addAll(LOADER_FOLDERS);
    for (String folder : folders) {
      Path library = root.resolve(folder).resolve("libOpenCL.so.1");
      if (Files.exists(library)) {
        return new Symptom(false, what, library.toString());
      }
    }
    return new Symptom(
        true,
        what,
        "libOpenCL.so.1 is nowhere: apt-get install ocl-icd-libopencl1 (Debian, Ubuntu)");
  }

  /** The loader finds drivers by .icd files, each of which holds the name of a library. */
  private List<Symptom> drivers() {
    String what = "OpenCL drivers";
    String chosen = variables.get(VENDORS);
    Path place = root.resolve("etc/OpenCL/vendors");
    String by = "";
    if (chosen != null && !chosen.isBlank()) {
      place = root.resolve(chosen.replaceFirst("^/+", ""));
      by = VENDORS + "=" + chosen + ": ";
      if (!Files.exists(place)) {
        return List.of(
            new Symptom(
                true, what, by + "there is no such file or folder: unset it, or name a real one"));
      }
    }
    List<Path> files = icdFiles(place);
    if (files.isEmpty() && Files.isDirectory(place)) {
      return List.of(
          new Symptom(
              true,
              what,
              "%sno .icd file in %s: install a driver (Debian, Ubuntu: apt-get install pocl-opencl-icd for the CPU; a GPU's vendor has its own)"
                  .formatted(by, place)));
    } else if (files.isEmpty() && !Files.exists(place)) {
      return List.of(
          new Symptom(
              true,
              what,
              "there is no %s: install a driver (Debian, Ubuntu: apt-get install pocl-opencl-icd for the CPU; a GPU's vendor has its own)"
                  .formatted(place)));
    }
    List<Symptom> all = new ArrayList<>();
    for (Path file : files) {
      all.add(driver(what, by, file));
    }
    return all.isEmpty() ? List.of(new Symptom(false, what, by + "a library")) : all;
  }

  private Symptom driver(String what, String by, Path file) {
    try {
      String library = Files.readString(file).strip();
      if (library.startsWith("/") && !Files.exists(root.resolve(library.substring(1)))) {
        return new Symptom(
            true,
            what,
            "%s%s names %s, which is not there: install its package again or delete the .icd file"
                .formatted(by, file, library));
      }
      return new Symptom(false, what, "%s%s: %s".formatted(by, file, library));
    } catch (IOException e) {
      return new Symptom(true, what, by + file + " cannot be read: check its permissions");
    }
  }

  private static List<Path> icdFiles(Path place) {
    if (place.toString().endsWith(".icd") && Files.isRegularFile(place)) {
      return List.of(place);
    }
    try (Stream<Path> files = Files.list(place)) {
      return files.filter(f -> f.toString().endsWith(".icd")).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
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
