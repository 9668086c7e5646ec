package dev.incline.spark;

import dev.incline.file.FileTree;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Spark's classes, parsed and verified, in a file that the JVMs of tests map: each starts with two
 * thirds of the work. A sweep writes it where it ends, once for the same JVM and jars.
 */
final class ClassArchive {
  private static final Path FOLDER = Path.of("target/class-archive").toAbsolutePath();
  private static final Path FILE = FOLDER.resolve("spark.jsa");
  private static final Path MADE_OF = FOLDER.resolve("made-of.txt");

  private static @Nullable List<String> options;

  private ClassArchive() {}

  /** For a JVM whose class path begins with Spark's; empty where this JVM can write no archive. */
  static synchronized List<String> options() throws Exception {
    if (options == null) {
      Files.createDirectories(FOLDER);
      try (FileChannel channel =
              FileChannel.open(
                  FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var unused = channel.lock()) { // two JVMs run tests
        if (!Files.exists(MADE_OF) || !Files.readString(MADE_OF).equals(parts())) {
          make();
        }
      }
      options = Files.exists(FILE) ? List.of("-XX:SharedArchiveFile=" + FILE) : List.of();
    }
    return options;
  }

  /** What it is good for. */
  private static String parts() throws IOException {
    List<String> parts = new ArrayList<>();
    for (String property : List.of("java.home", "java.vm.version")) {
      parts.add(System.getProperty(property));
    }
    for (Path jar : Jars.ofSpark()) {
      parts.add(jar + " " + Files.size(jar) + " " + Files.getLastModifiedTime(jar));
    }
    return String.join("\n", parts);
  }

  private static void make() throws Exception {
    Files.deleteIfExists(MADE_OF);
    Files.deleteIfExists(FILE);
    Path folder = FOLDER.resolve("sweep");
    FileTree.delete(folder);
    Path begun = folder.resolve("begun.jsa");
    List<String> words = new ArrayList<>(List.of("sweep", "--out=" + folder.resolve("runs")));
    words.addAll(Programs.IRIS);
    Programs.Ended ended = new Programs(folder).archiving(begun, words);
    if (Files.exists(begun)) {
      Files.move(begun, FILE, StandardCopyOption.ATOMIC_MOVE);
    } else {
      System.err.println("no archive of Spark's classes, tests take longer: " + ended);
    }
    Files.writeString(MADE_OF, parts());
  }
}
