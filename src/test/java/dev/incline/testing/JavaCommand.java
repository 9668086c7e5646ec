package dev.incline.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command of another JVM that has the classes of this one and starts fast. Where bin/check has
 * just packed the program, it takes them from the jar, and from the archive that bin/incline keeps
 * of its classes: such a JVM starts in half of the processor time.
 */
public final class JavaCommand {
  private static final String PACKED = System.getProperty("incline.packed", "");

  private JavaCommand() {}

  /**
   * Starts in any folder.
   *
   * @param options of the JVM
   * @return to which the arguments of the program are added
   */
  public static List<String> of(Class<?> main, String... options) {
    return of(main, List.of(), options);
  }

  /** The same with further options. */
  public static List<String> of(Class<?> main, List<String> further, String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(archive());
    command.addAll(further);
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", classPath(), main.getName()));
    return command;
  }

  /**
   * The options by which the tests' own JVM builds kernels sooner than a user's: for programs of
   * which the test is about something else.
   */
  public static List<String> buildingFast() {
    String declarations = System.getProperty("incline.declarations", "");
    return List.of(
        "-Dincline.optimise=" + System.getProperty("incline.optimise", "true"),
        "-Dincline.shared.context=" + System.getProperty("incline.shared.context", "false"),
        "-Dincline.declarations="
            + (declarations.isEmpty() ? "" : Path.of(declarations).toAbsolutePath()));
  }

  /** The option by which classes come from the archive; none where there is none. */
  public static List<String> archive() {
    if (PACKED.isEmpty()) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(Path.of(PACKED).toAbsolutePath().getParent())) {
      return files
          .filter(file -> file.toString().endsWith(".jsa") && file.toFile().length() > 0)
          .map(file -> "-XX:SharedArchiveFile=" + file)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of absolute paths. */
  public static String classPath() {
    Stream<String> own = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator));
    return Stream.concat(Stream.of(PACKED).filter(jar -> !jar.isEmpty()), own)
        .map(path -> Path.of(path).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
