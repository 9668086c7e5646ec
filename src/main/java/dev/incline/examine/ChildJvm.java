package dev.incline.examine;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts this program once more, as this process was started, and says how it died. */
final class ChildJvm {
  private static final String MAIN = "dev.incline.cli.Main";

  /** Signals that end a program by a fault of its own, by number; the same on Linux and macOS. */
  private static final Map<Integer, String> SIGNALS =
      Map.of(4, "SIGILL", 6, "SIGABRT", 8, "SIGFPE", 9, "SIGKILL", 11, "SIGSEGV");

  private static final Logger log = LoggerFactory.getLogger(ChildJvm.class);
  private static final Pattern SIGNAL = Pattern.compile("^# +(SIG[A-Z]+) \\(");

  private ChildJvm() {}

  /**
   * A process to start.
   *
   * @param errors gets what the JVM writes of its own death
   */
  static ProcessBuilder of(List<String> arguments, Path errors) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.removeIf(ChildJvm::isOfThisProcessAlone);
    command.addAll(List.of("-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=" + errors, "-cp"));
    command.addAll(List.of(classPath(), MAIN));
    command.addAll(arguments);
    return new ProcessBuilder(command);
  }

  /** That of this process, and the jar of the program where Spark has loaded it beside that. */
  private static String classPath() {
    String path = System.getProperty("java.class.path");
    CodeSource source = ChildJvm.class.getProtectionDomain().getCodeSource();
    return source == null || ChildJvm.class.getClassLoader() == ClassLoader.getSystemClassLoader()
        ? path
        : Path.of(URI.create(source.getLocation().toString())) + File.pathSeparator + path;
  }

  /** Waits for a child by {@code hear}; ends it then, and where this process ends before. */
  static <R> R during(Process child, Supplier<R> hear) {
    Thread end = new Thread(child::destroyForcibly, "end of a child process");
    Runtime.getRuntime().addShutdownHook(end);
    try {
      return hear.get();
    } finally {
      child.destroyForcibly();
      remove(end);
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      log.debug("this process is ending, and the child with it: it did not crash");
      LockSupport.park();
    }
  }

  private static boolean isOfThisProcessAlone(String option) {
    return option.startsWith("-agentlib")
        || option.startsWith("-javaagent")
        || option.startsWith("-XX:ArchiveClassesAtExit")
        || option.startsWith("-Dincline.last.words")
        || option.startsWith("-XX:ErrorFile");
  }

  /**
   * How a process died, for people.
   *
   * @param lastWords the last line that it printed; may be empty
   */
  static String death(int code, Path errors, String lastWords) {
    List<String> report = report(errors);
    String signal =
        report.stream()
            .map(SIGNAL::matcher)
            .filter(Matcher::find)
            .map(found -> found.group(1))
            .findFirst()
            .orElse(SIGNALS.getOrDefault(code - 128, ""));
    String how =
        signal.isEmpty()
            ? "the process ended with exit code " + code
            : "the process died of " + signal;
    String frame = frame(report);
    return how
        + (frame.isEmpty() ? "" : " in " + frame)
        + (lastWords.isEmpty() ? "" : "; its last line was: " + shortened(lastWords));
  }

  /** Without a point at its end, for a sentence goes on after it. */
  private static String shortened(String text) {
    return text.length() <= 200 ? text.replaceFirst("\\.+$", "") : text.substring(0, 200) + "...";
  }

  /** The library or function in which a JVM died; empty where its report says none. */
  private static String frame(List<String> report) {
    int heading = report.indexOf("# Problematic frame:");
    return heading < 0 || heading + 1 >= report.size()
        ? ""
        : report.get(heading + 1).replaceFirst("^# \\S*\\s*", "").replaceAll("\\s+", " ").strip();
  }

  /** What a JVM wrote of its death; nothing where it did not come to that. */
  private static List<String> report(Path errors) {
    try {
      return Files.readString(errors, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
