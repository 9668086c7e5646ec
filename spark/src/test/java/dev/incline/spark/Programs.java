package dev.incline.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Starts programs as a user does: spark-submit with the finished jar, on a cluster of two workers
 * on this machine, and the program without Spark.
 *
 * @param folder for all that they write
 */
record Programs(Path folder) {
  static final String CLUSTER = "local-cluster[2,1,1024]";
  static final long LIMIT = 200; // seconds

  /** They end before much is compiled. */
  private static final List<String> JVM = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  /** Small data that the sources hold. */
  static final List<String> IRIS =
      List.of(
          "--data=" + Path.of("../data/iris/iris.csv").toAbsolutePath().normalize(),
          "--label=species",
          "--test-share=0.2",
          "--validation-split=stratified");

  /**
   * How a program ended.
   *
   * @param err log lines too
   */
  record Ended(int code, String out, String err) {}

  private static String log() {
    return "-Dlog4j.configurationFile="
        + Programs.class.getResource("/log4j2-test-rules.properties");
  }

  /** Conf by which executors compile and collect as a user's do. */
  static String asUsersExecutors() throws Exception {
    return "spark.executor.extraJavaOptions="
        + String.join(" ", ClassArchive.options())
        + " "
        + log();
  }

  /** Starts spark-submit. */
  Process submit(String master, List<String> conf, List<String> words) throws Exception {
    List<String> all = new ArrayList<>(List.of("spark.master=" + master));
    all.addAll(conf);
    return onSpark(ClassArchive.options(), Main.class, all, words).start();
  }

  Ended onSpark(String master, List<String> conf, List<String> words) throws Exception {
    return end(submit(master, conf, words));
  }

  /** In the driver that tests share, and so without its start. */
  Ended onSharedDriver(String master, List<String> conf, List<String> words) throws Exception {
    List<String> all =
        new ArrayList<>(List.of("spark.master=" + master, "spark.jars=" + Jars.FINISHED));
    all.addAll(conf);
    int code = SharedDriver.run(folder, all, words);
    return new Ended(code, text("out"), text("err"));
  }

  /** Starts that driver: its class joins those of the finished jar. */
  Process commandLines() throws Exception {
    List<String> conf = List.of("spark.jars=" + Jars.of(folder, CommandLines.class));
    return onSpark(ClassArchive.options(), CommandLines.class, conf, List.of())
        .redirectOutput(ProcessBuilder.Redirect.PIPE)
        .start();
  }

  /** Runs a command line in one JVM, which writes an archive of its classes where it ends. */
  Ended archiving(Path archive, List<String> words) throws Exception {
    List<String> options = List.of("-XX:ArchiveClassesAtExit=" + archive);
    return end(onSpark(options, Main.class, List.of("spark.master=local[1]"), words).start());
  }

  /** Where conf has a key twice, the last one counts. */
  private ProcessBuilder onSpark(
      List<String> options, Class<?> main, List<String> conf, List<String> words)
      throws IOException {
    List<String> ofTests = new ArrayList<>(JVM);
    ofTests.addAll(options);
    ofTests.add(log());
    List<String> command = new ArrayList<>(ofTests);
    command.add("-Xmx512m");
    command.addAll(List.of("-cp", Jars.sparkClassPath(), "org.apache.spark.deploy.SparkSubmit"));
    command.addAll(List.of("--class", main.getName()));
    List<String> all =
        new ArrayList<>(
            List.of(
                "spark.executor.extraClassPath=" + Jars.sparkClassPath(),
                "spark.executor.extraJavaOptions=" + String.join(" ", ofTests),
                "spark.ui.enabled=false"));
    all.addAll(conf);
    all.forEach(one -> command.addAll(List.of("--conf", one)));
    command.add(Jars.FINISHED.toString());
    command.addAll(words);
    return java(command);
  }

  Ended withoutSpark(List<String> words) throws Exception {
    List<String> command = new ArrayList<>(JVM);
    command.addAll(List.of("-Xmx512m", "-jar", Jars.program().toString()));
    command.addAll(words);
    return end(java(command).start());
  }

  private ProcessBuilder java(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(arguments);
    command.add(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Path home = Files.createDirectories(folder.resolve("home/jars")).getParent();
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .putAll(
            Map.of(
                "SPARK_HOME", home.toString(),
                "SPARK_SCALA_VERSION", "2.13",
                "SPARK_LOCAL_IP", "127.0.0.1"));
    return builder
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile());
  }

  /** What a program has written to file {@code out} or {@code err} so far. */
  String text(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  /** Conf by which each task gets an OpenCL device of its own. */
  List<String> openClResources() throws IOException {
    return openClResources("");
  }

  /**
   * The same, but for the second worker.
   *
   * @param second what its script does instead
   */
  List<String> openClResources(String second) throws IOException {
    Path java = Path.of(System.getProperty("java.home"));
    Path script = folder.resolve("discover");
    String otherwise =
        second.isEmpty() ? "" : "mkdir '%s' || %s\n".formatted(folder.resolve("first"), second);
    Files.writeString(
        script,
        "#!/bin/sh\n%sexec '%s/bin/java' %s -DuniqueLibraryNames=true -jar '%s' devices --spark\n"
            .formatted(otherwise, java, String.join(" ", JVM), Jars.program()));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return List.of(
        "spark.worker.resource.opencl.amount=1",
        "spark.worker.resource.opencl.discoveryScript=" + script,
        "spark.executor.resource.opencl.amount=1",
        "spark.task.resource.opencl.amount=1",
        "spark.executorEnv.LD_PRELOAD=" + java.resolve("lib/libjsig.so"));
  }

  /** Waits for it, but not for ever. */
  Ended end(Process process) throws Exception {
    try {
      boolean inTime = process.waitFor(LIMIT, TimeUnit.SECONDS);
      String err = text("err");
      if (!inTime) {
        throw new AssertionError("no end within %d s: %s".formatted(LIMIT, err));
      }
      return new Ended(process.exitValue(), text("out"), err);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** What the executors have written to standard error. */
  List<String> executorLines() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("home/work"))) {
      List<String> lines = new ArrayList<>();
      for (Path file : files.filter(path -> path.endsWith("stderr")).toList()) {
        lines.addAll(Files.readAllLines(file));
      }
      return lines;
    }
  }

  /** What a test waits for. */
  interface Sign {
    boolean isThere() throws IOException;
  }

  /** Waits for it while a program runs, but not for ever. */
  static void await(Process program, Sign sign) throws Exception {
    for (long i = 0; i < LIMIT * 50 && program.isAlive(); i++) {
      try {
        if (sign.isThere()) {
          return;
        }
      } catch (IOException | UncheckedIOException e) {
        continue; // the program moves its files
      }
      Thread.sleep(20);
    }
    program.destroyForcibly();
    throw new AssertionError("the program did not come to that");
  }

  /** Kills one of the executors of a submitted program as a power loss would. */
  static void killExecutor(Process submitted) {
    submitted.children().findFirst().orElseThrow().destroyForcibly(); // the workers are threads
  }
}
