package dev.incline.backend.opencl.compile;

import dev.incline.backend.opencl.cl.ClException;
import dev.incline.wording.Reason;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The names of the kernel files that there are, sorted: alike on all machines. */
final class KernelNames {
  /** Where they lie in the jar, or beside the classes. */
  static final String PACKED = "kernels/";

  private KernelNames() {}

  /** Those that the program was built with. */
  static List<String> builtIn() {
    URL program = KernelNames.class.getProtectionDomain().getCodeSource().getLocation();
    try {
      Path place = Path.of(program.toURI());
      return Files.isDirectory(place) ? in(place.resolve(PACKED)) : packed(place);
    } catch (IOException | URISyntaxException e) {
      throw new ClException("cannot list the kernels of %s: %s".formatted(program, Reason.of(e)));
    }
  }

  /** Those in a jar. */
  static List<String> packed(Path program) throws IOException {
    try (JarFile jar = new JarFile(program.toFile())) {
      return sorted(
          jar.stream()
              .map(entry -> entry.getName())
              .filter(name -> name.startsWith(PACKED))
              .map(name -> name.substring(PACKED.length())));
    }
  }

  /**
   * Those in a folder.
   *
   * @throws ClException where it cannot be listed
   */
  static List<String> in(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return sorted(files.map(file -> file.getFileName().toString()));
    } catch (IOException e) {
      throw new ClException("cannot list the kernels of %s: %s".formatted(folder, Reason.of(e)));
    }
  }

  private static List<String> sorted(Stream<String> names) {
    return names.filter(name -> name.endsWith(".cl") || name.endsWith(".clh")).sorted().toList();
  }
}
