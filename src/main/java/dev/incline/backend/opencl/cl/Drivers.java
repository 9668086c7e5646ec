package dev.incline.backend.opencl.cl;

import dev.incline.file.InputFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The OpenCL drivers of a Linux machine, as the loader looks for them: each .icd file holds the
 * name of a library. Calls no driver.
 *
 * @param root of the file system, {@code /} but in tests
 * @param variables of the environment
 */
public record Drivers(Path root, Map<String, String> variables) {
  private static final String VARIABLE = "OCL_ICD_VENDORS";
  private static final String INSTALL =
      "install a driver (Debian, Ubuntu: apt-get install pocl-opencl-icd for the CPU; a GPU's vendor has its own)";

  /**
   * A driver, or the place where one should be.
   *
   * @param where its .icd file or library
   * @param text what is known of it
   * @param isBroken whether it can offer no device as it is
   * @param library that can be loaded as far as its file shows
   */
  public record Driver(String where, String text, boolean isBroken, Optional<Path> library) {
    static Driver broken(String where, String text) {
      return new Driver(where, text, true, Optional.empty());
    }

    /** Both in a line. */
    public String line() {
      return where + ": " + text;
    }
  }

  /** Those of this machine. */
  public static Drivers here() {
    return new Drivers(Path.of("/"), System.getenv());
  }

  /** All of them; never empty: the lack of drivers is one that is broken. */
  public List<Driver> all() {
    Path vendors = root.resolve("etc/OpenCL/vendors");
    String chosen = variables.getOrDefault(VARIABLE, "");
    if (chosen.isBlank()) {
      List<Path> files = icdFiles(vendors);
      return files.isEmpty()
          ? List.of(
              Driver.broken(
                  vendors.toString(),
                  (Files.exists(vendors) ? "holds no .icd file: " : "there is no such folder: ")
                      + INSTALL))
          : files.stream().map(file -> ofIcdFile("", file)).toList();
    }
    String by = VARIABLE + "=" + chosen;
    Path place = chosen.startsWith("/") ? inRoot(chosen) : Path.of(chosen);
    if (!chosen.startsWith("/") && Files.exists(vendors.resolve(chosen))) {
      place = vendors.resolve(chosen); // the loader looks there for a bare name
    }
    if (Files.isDirectory(place)) {
      List<Path> files = icdFiles(place);
      return files.isEmpty()
          ? List.of(Driver.broken(by, "the folder holds no .icd file: " + instead(vendors)))
          : files.stream().map(file -> ofIcdFile(by + ": ", file)).toList();
    } else if (Files.exists(place) && chosen.endsWith(".icd")) {
      return List.of(
          ofIcdFile(place.toString().equals(chosen) ? VARIABLE + "=" : by + ": ", place));
    }
    boolean isName = !chosen.contains("/") && !chosen.endsWith(".icd");
    return Files.exists(place) || (isName && library(chosen).isPresent())
        ? List.of(ofLibrary(by, chosen, "a library"))
        : List.of(Driver.broken(by, "there is no such file or folder: " + instead(vendors)));
  }

  private static String instead(Path vendors) {
    List<Path> files = icdFiles(vendors);
    return "unset it, or name a real one; "
        + (files.isEmpty()
            ? INSTALL
            : "%s holds %s"
                .formatted(
                    vendors,
                    files.stream()
                        .map(file -> String.valueOf(file.getFileName()))
                        .collect(Collectors.joining(", "))));
  }

  private static List<Path> icdFiles(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".icd")).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private Driver ofIcdFile(String by, Path file) {
    String where = by + file;
    try {
      String text = InputFile.text(file, InputFile.SMALL, StandardCharsets.ISO_8859_1); // any bytes
      String name = text.lines().findFirst().orElse("").strip();
      return name.isEmpty()
          ? Driver.broken(
              where, "is empty, and should name a library: " + DriverLibrary.INSTALL_AGAIN)
          : ofLibrary(where, name, name);
    } catch (IOException e) {
      return Driver.broken(where, "cannot be read: check its permissions");
    }
  }

  private Driver ofLibrary(String where, String name, String healthy) {
    Optional<Path> found;
    try {
      found = library(name);
    } catch (InvalidPathException e) {
      found = Optional.empty();
    }
    if (found.isEmpty()) {
      return Driver.broken(
          where, "names %s, which is not there: %s".formatted(name, DriverLibrary.INSTALL_AGAIN));
    }
    Optional<String> fault = DriverLibrary.fault(found.get());
    if (fault.isPresent()) {
      return Driver.broken(where, "names %s, which %s".formatted(name, fault.get()));
    }
    Optional<String> hindrance = needs().hindrance(name);
    String text = hindrance.map(h -> healthy + ": " + h).orElse(healthy);
    return new Driver(where, text, hindrance.isPresent() && !needs().isOptional(name), found);
  }

  /** Whether the loader must not be called: it would load a library that is cut short, and die. */
  boolean areFatal() {
    return all().stream().anyMatch(driver -> driver.text().contains(DriverLibrary.CUT));
  }

  /** A library by its path, or by its name where the dynamic linker would find it. */
  public Optional<Path> library(String name) {
    if (name.contains("/")) {
      return Optional.of(inRoot(name)).filter(Files::exists);
    }
    return DriverLibrary.folders(variables).stream()
        .map(folder -> inRoot(folder).resolve(name))
        .filter(Files::exists)
        .findFirst()
        .or(() -> DriverLibrary.inLinkerCache(root.resolve("etc/ld.so.cache"), name))
        .filter(Files::exists);
  }

  private DriverNeeds needs() {
    return new DriverNeeds(root, variables);
  }

  private Path inRoot(String absolute) {
    return root.resolve(absolute.replaceFirst("^/+", ""));
  }

  /**
   * Why they offer no device, to follow a colon: on the same line, or one for each where there are
   * several.
   */
  String whyNone() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return " " + INSTALL;
    }
    List<String> lines = new ArrayList<>();
    for (Driver driver : all()) {
      Optional<String> failure = driver.library().flatMap(DriverLibrary::loadFailure);
      boolean unexplained = !driver.isBroken() && !driver.text().contains(": ");
      lines.add(
          driver.line()
              + failure
                  .map(f -> ", which does not load: " + f)
                  .orElse(
                      unexplained
                          ? ": loads, and offers no device" + needs().chosenBy(driver.text())
                          : ""));
    }
    return lines.size() == 1
        ? " " + lines.get(0)
        : lines.stream().map(line -> "\n  " + line).collect(Collectors.joining());
  }
}
