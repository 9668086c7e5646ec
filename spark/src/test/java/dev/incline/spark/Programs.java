package dev.incline.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Starts programs as a user does: spark-submit with the finished jar, on a cluster of two workers
 * on this machine, and the program without Spark.
 *
 * @param folder for all that they write
 */
record Programs(Path folder) {
  static final Path JAR = Path.of(System.getProperty("incline.spark.jar"));
  static final String CLUSTER = "local-cluster[2,1,1024]";
  private static final long LIMIT = 200; // seconds

  /** Small data that the sources hold. */
  static final List<String> IRIS =
      List.of(
          "--data=" + Path.of("../data/iris/iris.csv").toAbsolutePath().normalize(),
          "--label=species",
          "--test-share=0.2",
          "--validation-split=stratified");

  /** What the tests alone need is not on Spark's class path, nor is the program. */
  private static final List<String> OF_TESTS =
      List.of("incline", "junit", "assertj", "byte-buddy", "surefire", "opentest4j", "apiguardian");

  /**
   * How a program ended.
   *
   * @param err log lines too
   */
  record Ended(int code, String out, String err) {}

  static List<Path> classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(path -> path.toString().endsWith(".jar"))
        .toList();
  }

  private static String sparkClassPath() {
    return classPath().stream()
        .filter(jar -> OF_TESTS.stream().noneMatch(jar.getFileName().toString()::startsWith))
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** The program as it is without Spark. */
  static Path program() {
    return classPath().stream()
        .filter(jar -> jar.getFileName().toString().equals("incline.jar"))
        .findFirst()
        .orElseThrow();
  }

  Process submit(String master, List<String> conf, List<String> words) throws Exception {
    List<String> options = conf.stream().flatMap(one -> Stream.of("--conf", one)).toList();
    return submit(ClassArchive.option(this::trainOnce), master, Main.class, options, words);
  }

  /** A small training, of a JVM with a further option. */
  private int trainOnce(String option) throws Exception {
    List<String> words = new ArrayList<>(List.of("train", "--hidden=8", "--epochs=2"));
    words.addAll(List.of("--shards=2", "--out=" + folder.resolve("archived")));
    words.addAll(IRIS);
    return end(submit(option, "local[2]", Main.class, List.of(), words)).code();
  }

  /** Runs {@link CommandLines} in one process. */
  List<Ended> inOneDriver(String master, List<String> lines) throws Exception {
    Path jar = folder.resolve("lines.jar");
    try (JarOutputStream packed = new JarOutputStream(Files.newOutputStream(jar))) {
      String name = CommandLines.class.getName().replace('.', '/') + ".class";
      packed.putNextEntry(new ZipEntry(name));
      try (InputStream bytes = CommandLines.class.getResourceAsStream("/" + name)) {
        Objects.requireNonNull(bytes).transferTo(packed);
      }
    }
    Path file = Files.write(folder.resolve("lines"), lines);
    String archive = ClassArchive.option(this::trainOnce);
    List<String> options = List.of("--jars", jar.toString());
    Process all = submit(archive, master, CommandLines.class, options, List.of(file.toString()));
    Ended ended = end(all);
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.err()).doesNotContain("Exception");
    List<Ended> each = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      int code = Integer.parseInt(Files.readString(CommandLines.file(folder, i, "code")));
      String out = Files.readString(CommandLines.file(folder, i, "out"));
      each.add(new Ended(code, out, Files.readString(CommandLines.file(folder, i, "err"))));
    }
    return each;
  }

  private Process submit(
      String archive, String master, Class<?> main, List<String> options, List<String> words)
      throws IOException {
    String log =
        "-Dlog4j.configurationFile=" + Programs.class.getResource("/log4j2-test-rules.properties");
    List<String> fast = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", archive, log);
    String java = String.join(" ", fast);
    List<String> command = new ArrayList<>(List.of("-Xmx512m"));
    command.addAll(fast);
    command.addAll(List.of("-cp", sparkClassPath(), "org.apache.spark.deploy.SparkSubmit"));
    command.addAll(List.of("--master", master, "--class", main.getName()));
    command.addAll(options);
    command.addAll(List.of("--conf", "spark.executor.extraClassPath=" + sparkClassPath()));
    command.addAll(List.of("--conf", "spark.executor.extraJavaOptions=" + java));
    command.addAll(List.of("--conf", "spark.ui.enabled=false"));
    command.add(JAR.toString());
    command.addAll(words);
    return start(command);
  }

  Ended onSpark(String master, List<String> conf, List<String> words) throws Exception {
    return end(submit(master, conf, words));
  }

  Ended withoutSpark(List<String> words) throws Exception {
    List<String> command = new ArrayList<>(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-jar", program().toString()));
    command.addAll(words);
    return end(start(command));
  }

  private Process start(List<String> arguments) throws IOException {
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
    builder
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile());
    return builder.start();
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
        "#!/bin/sh\n%sexec '%s/bin/java' -DuniqueLibraryNames=true -jar '%s' devices --spark\n"
            .formatted(otherwise, java, program()));
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
      String err = Files.readString(folder.resolve("err"));
      if (!inTime) {
        throw new AssertionError("no end within %d s: %s".formatted(LIMIT, err));
      }
      return new Ended(process.exitValue(), Files.readString(folder.resolve("out")), err);
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
