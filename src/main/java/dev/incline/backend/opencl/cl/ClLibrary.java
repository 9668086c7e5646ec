package dev.incline.backend.opencl.cl;

import dev.incline.file.FileTree;
import dev.incline.wording.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jocl.CL;
import org.jspecify.annotations.Nullable;

/**
 * Loads the machine's OpenCL loader and JOCL's native part, once, and says in words what is missing
 * where that fails.
 *
 * <p>The loader comes first: without one, JOCL prints to stdout while its classes load. JOCL
 * unpacks its native part under a name anyone can predict in java.io.tmpdir and loads whatever lies
 * there, so for that moment java.io.tmpdir is a fresh directory only this user can write.
 */
final class ClLibrary {
  private static final String INSTALL =
      "install an OpenCL loader and a driver (Debian, Ubuntu: apt-get install pocl-opencl-icd for the CPU; a GPU's"
          + " vendor has its own)";
  private static final String ANOTHER = ". INCLINE_JAVA_OPTS=-Djava.io.tmpdir=DIR names another";
  private static final @Nullable String PROBLEM = load();

  private ClLibrary() {}

  /** Why OpenCL cannot be used on this machine, with what to do; null when it can. */
  static @Nullable String problem() {
    return PROBLEM;
  }

  private static @Nullable String load() {
    if (!loaderFound()) {
      return "no OpenCL loader (libOpenCL.so.1) on this machine: " + INSTALL;
    }
    Optional<String> threads = Limits.here().lackOfThreads();
    if (threads.isPresent()) {
      return threads.get();
    }
    String temp = System.getProperty("java.io.tmpdir");
    Path directory;
    try {
      directory = Files.createTempDirectory("incline-jocl");
    } catch (IOException e) {
      return "the temporary directory %s takes no folder: %s%s"
          .formatted(temp, Reason.of(e), ANOTHER);
    }
    try {
      System.setProperty("java.io.tmpdir", directory.toString());
      CL.setExceptionsEnabled(true);
      return null;
    } catch (UnsatisfiedLinkError | NoClassDefFoundError | ExceptionInInitializerError e) {
      Optional<String> problem = new LibraryFolder(Path.of("/")).problem(directory);
      return problem.isPresent()
          ? "the temporary directory %s %s%s".formatted(temp, problem.get(), ANOTHER)
          : "JOCL's native library does not load on %s, %s. %s"
              .formatted(
                  System.getProperty("os.name"),
                  System.getProperty("os.arch"),
                  Limits.here().littleSpace().orElse("This system is not supported"));
    } finally {
      System.setProperty("java.io.tmpdir", temp);
      delete(directory);
    }
  }

  private static boolean loaderFound() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (os.contains("mac")) {
      return true; // a framework of the system
    }
    for (String name : loaderNames()) {
      if (loads(name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean loads(String library) {
    try {
      if (library.startsWith("/")) {
        System.load(library);
      } else {
        System.loadLibrary(library);
      }
      return true;
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
  }

  /**
   * System.load wants full paths. The directories are those of LD_LIBRARY_PATH and of ld.so, or
   * those that the system property incline.opencl.path lists, separated by colons.
   */
  private static List<String> loaderNames() {
    if (System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("win")) {
      return List.of("OpenCL");
    }
    String chosen = System.getProperty("incline.opencl.path");
    String extra = System.getenv().getOrDefault("LD_LIBRARY_PATH", "");
    Stream<String> directories =
        chosen != null
            ? Stream.of(chosen.split(":"))
            : Stream.concat(Stream.of(extra.split(":")), usualDirectories().stream());
    return directories
        .filter(directory -> directory.startsWith("/"))
        .map(directory -> directory + "/libOpenCL.so.1")
        .toList();
  }

  private static List<String> usualDirectories() {
    String arch = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
    return List.of(
        "/usr/lib/" + arch + "-linux-gnu",
        "/usr/lib64",
        "/usr/lib",
        "/usr/local/lib",
        "/usr/local/lib64",
        "/opt/rocm/lib",
        "/usr/local/cuda/lib64",
        "/opt/intel/oneapi/lib");
  }

  private static void delete(Path directory) {
    try {
      FileTree.delete(directory);
    } catch (IOException e) {
      directory.toFile().deleteOnExit(); // a loaded library cannot be deleted on Windows
    }
  }
}
