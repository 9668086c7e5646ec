package dev.incline.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The classes of Spark, of the program and of Java as a JVM keeps them once it has parsed them:
 * with this archive drivers and executors start in half of the processor time. It is made once for
 * each build of the jar, by whoever needs it first.
 */
final class ClassArchive {
  private ClassArchive() {}

  /** What makes one, when it ends. */
  interface Maker {
    int run(String option) throws Exception;
  }

  /** The option that uses it. */
  static synchronized String option(Maker maker) throws Exception {
    Path folder = Programs.JAR.toAbsolutePath().getParent();
    Path file =
        folder.resolve("spark-" + Files.getLastModifiedTime(Programs.JAR).toMillis() + ".jsa");
    try (FileChannel channel = open(folder.resolve("archive.lock"));
        FileLock lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      if (!Files.exists(file)) {
        make(folder, file, maker);
      }
    }
    return "-XX:SharedArchiveFile=" + file;
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static void make(Path folder, Path file, Maker maker) throws Exception {
    for (Path old : list(folder)) {
      Files.delete(old);
    }
    Path half = folder.resolve("half.jsa");
    assertThat(maker.run("-XX:ArchiveClassesAtExit=" + half)).isZero();
    Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static List<Path> list(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(one -> one.toString().endsWith(".jsa")).toList();
    }
  }
}
