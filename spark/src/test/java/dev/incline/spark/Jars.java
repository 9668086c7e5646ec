package dev.incline.spark;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The jars that programs are started with. */
final class Jars {
  /** What spark-submit is given. */
  static final Path FINISHED = Path.of(System.getProperty("incline.spark.jar"));

  /** What the tests alone need is not on Spark's class path, nor is the program. */
  private static final List<String> OF_TESTS =
      List.of("incline", "junit", "assertj", "byte-buddy", "surefire", "opentest4j", "apiguardian");

  private Jars() {}

  /** Of the tests. */
  private static Stream<Path> all() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(path -> path.toString().endsWith(".jar"));
  }

  static List<Path> ofSpark() {
    return all()
        .filter(jar -> OF_TESTS.stream().noneMatch(jar.getFileName().toString()::startsWith))
        .toList();
  }

  static String sparkClassPath() {
    return ofSpark().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  /** The program as it is without Spark. */
  static Path program() {
    return all()
        .filter(jar -> jar.getFileName().toString().equals("incline.jar"))
        .findFirst()
        .orElseThrow();
  }

  /** Makes a jar that has one class. */
  static Path of(Path folder, Class<?> one) throws IOException {
    Path jar = Files.createDirectories(folder).resolve(one.getSimpleName() + ".jar");
    String name = one.getName().replace('.', '/') + ".class";
    try (InputStream bytes = one.getResourceAsStream("/" + name);
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry(name));
      bytes.transferTo(out);
    }
    return jar;
  }
}
