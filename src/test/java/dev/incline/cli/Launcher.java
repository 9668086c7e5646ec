package dev.incline.cli;

import dev.incline.testing.JavaCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * bin/incline in a folder of its own, with a java beside it that notes how it was started and then
 * runs the classes under test, or with {@link #NOTES} does no more.
 *
 * @param root of the program; holds bin and target
 * @param javaHome of the java that notes
 * @param log one argument a line, after the locale and the preloaded libraries
 */
record Launcher(Path root, Path javaHome, Path log) {
  /** For tests of how Java is started. */
  static final Map<String, String> NOTES = Map.of("INCLINE_TEST_NOTES", "only");

  private static final String JAVA =
      """
      #!/bin/sh
      if [ -n "${INCLINE_TEST_DEATH:-}" ]; then
        eval "$INCLINE_TEST_DEATH"
      fi
      { echo "LC_ALL=${LC_ALL:-}"; echo "LD_PRELOAD=${LD_PRELOAD:-}"; printf '%s\\n' "$@"; } >"$INCLINE_TEST_LOG"
      for word in "$@"; do
        case $word in
          -Dincline.last.words=*) words=$word ;;
          -version) exit 0 ;;
          -XX:ArchiveClassesAtExit=*) echo classes >"${word#*=}"; echo >>"$INCLINE_TEST_LOG.archived"; exit 0 ;;
        esac
      done
      if [ -n "${INCLINE_TEST_NOTES:-}" ]; then
        echo incline noted
        exit 0
      fi
      while [ "$1" != -jar ]; do shift; done
      shift 2
      if [ -n "${INCLINE_TEST_LOCALE:-}" ]; then
        export LC_ALL="$INCLINE_TEST_LOCALE"
      fi
      exec "$INCLINE_TEST_JAVA" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC ${words:-} $INCLINE_TEST_ARCHIVE $INCLINE_TEST_OPTS \
        -cp "$INCLINE_TEST_CLASSES" dev.incline.cli.Main "$@"
      """;

  private static final String MAVEN =
      """
      #!/bin/sh
      for word in "$@"; do
        case $word in
          -Dincline.build=*) "${0%/*}/jar" -cf "${word#*=}/incline.jar" -C "$INCLINE_TEST_PACKED" . ;;
        esac
      done
      echo >>"$INCLINE_TEST_LOG.built"
      """;

  /** Copies the script below a folder. */
  static Launcher in(Path temp, String name) throws IOException {
    return in(temp, name, "java");
  }

  /**
   * Copies the script below a folder.
   *
   * @param java the name of its JAVA_HOME
   */
  static Launcher in(Path temp, String name, String java) throws IOException {
    Path root = Files.createDirectories(temp.resolve(name));
    Files.createDirectories(root.resolve("bin"));
    Files.createDirectories(root.resolve("target"));
    Files.copy(Path.of("bin", "incline"), root.resolve("bin").resolve("incline"));
    Files.writeString(root.resolve("target").resolve("incline.jar"), "no jar");
    Launcher launcher = new Launcher(root, temp.resolve(java), temp.resolve("log"));
    launcher.javaIs("Maker of 17", "17.0.1+2");
    return launcher;
  }

  /** Makes the java another one. */
  void javaIs(String maker, String version) throws IOException {
    program(Files.createDirectories(javaHome.resolve("bin")).resolve("java"), JAVA);
    Files.writeString(
        javaHome.resolve("release"),
        "IMPLEMENTOR=\"%s\"\nJAVA_RUNTIME_VERSION=\"%s\"\nJAVA_VERSION=\"%s\"\n"
            .formatted(maker, version, version.replaceAll("\\+.*", "")));
  }

  /** Gives it sources, and a Maven that packs what it finds in a folder and notes that it did. */
  void hasSources(Path packed) throws IOException {
    Files.createDirectories(packed);
    byte[] content = new byte[10_000];
    new Random(7).nextBytes(content);
    Files.write(packed.resolve("content"), content);
    Files.createDirectories(root.resolve("src/main"));
    Files.createDirectories(root.resolve("kernels"));
    Files.writeString(root.resolve("src/main/Main.java"), "class Main {}");
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    Path bin = javaHome.resolve("bin");
    program(bin.resolve("javac"), "#!/bin/sh\n");
    program(bin.resolve("mvn"), MAVEN);
    Path jdk = Path.of(System.getProperty("java.home"), "bin");
    program(bin.resolve("jar"), "#!/bin/sh\nexec '" + jdk.resolve("jar") + "' \"$@\"\n");
  }

  private static void program(Path file, String text) throws IOException {
    Files.writeString(file, text);
    file.toFile().setExecutable(true);
  }

  /** How often it was built. */
  int built() throws IOException {
    return lines("built");
  }

  /** How often classes were archived. */
  int archived() throws IOException {
    return lines("archived");
  }

  private int lines(String what) throws IOException {
    Path file = log.resolveSibling(log.getFileName() + "." + what);
    return Files.exists(file) ? Files.readAllLines(file).size() : 0;
  }

  /**
   * Runs a line of shell, in which {@code incline} is the program.
   *
   * @param here the working directory
   */
  CommandRun shell(Path here, Map<String, String> environment, String line)
      throws IOException, InterruptedException {
    String incline =
        "'" + root.resolve("bin").resolve("incline").toString().replace("'", "'\\''") + "'";
    return run(
        here, environment, List.of("sh", "-c", "incline() { " + incline + " \"$@\"; }; " + line));
  }

  private CommandRun run(Path here, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path out = log.resolveSibling("out");
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(here.toFile()).redirectOutput(out.toFile());
    Map<String, String> variables = new HashMap<>();
    variables.put("JAVA_HOME", javaHome.toString());
    variables.put("INCLINE_TEST_LOG", log.toString());
    variables.put("INCLINE_TEST_OPTS", "");
    variables.put("INCLINE_TEST_PACKED", root.resolveSibling("packed").toString());
    variables.put("PATH", javaHome.resolve("bin") + ":" + System.getenv("PATH"));
    variables.put(
        "INCLINE_TEST_JAVA", Path.of(System.getProperty("java.home"), "bin", "java").toString());
    variables.put("INCLINE_TEST_CLASSES", JavaCommand.classPath());
    variables.put("INCLINE_TEST_ARCHIVE", String.join(" ", JavaCommand.archive()));
    variables.putAll(environment);
    List.of("LC_ALL", "LC_CTYPE", "LANG", "LD_PRELOAD").forEach(builder.environment()::remove);
    builder.environment().putAll(variables);
    Process process = builder.start();
    String err = text(process.getErrorStream().readAllBytes()); // to the end of what it leaves, too
    return new CommandRun(process.waitFor(), text(Files.readAllBytes(out)), err);
  }

  /** Also where some of it is no text. */
  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** How java was started last. */
  List<String> started() throws IOException {
    return Files.readAllLines(log);
  }

  /** The only argument that begins so, without that beginning; empty where none does. */
  String argument(String beginning) throws IOException {
    return started().stream()
        .filter(word -> word.startsWith(beginning))
        .map(word -> word.substring(beginning.length()))
        .findFirst()
        .orElse("");
  }
}
