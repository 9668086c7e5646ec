package dev.incline.testing;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command of another JVM that has the classes of this one and starts fast. */
public final class JavaCommand {
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

  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(path -> Path.of(path).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
