package dev.incline.backend.opencl.cl;

import dev.incline.wording.Phrase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * What Linux lets a process have; elsewhere nothing is known.
 *
 * @param root of the file system, {@code /} but in tests
 */
public record Limits(Path root) {
  private static final long FEW = 4096; // threads of one user or container
  private static final int OTHERS = 8; // threads that Java and a driver start beside a pool
  private static final long SMALL_FILE = 64 << 20; // bytes; a model may have more
  private static final long SMALL_SPACE =
      16L << 30; // bytes of addresses; Java alone reserves 5 GiB

  /** Those of this process. */
  public static Limits here() {
    return new Limits(Path.of("/"));
  }

  /** Whether anything is known. */
  public boolean areKnown() {
    return Files.exists(limits());
  }

  private Path limits() {
    return root.resolve("proc/self/limits");
  }

  /** Each that may be too low, with what to do. */
  public List<String> low() {
    List<String> all = new ArrayList<>();
    fewThreads().ifPresent(all::add);
    littleSpace().ifPresent(all::add);
    smallFiles().ifPresent(all::add);
    return all;
  }

  /** What to say where no thread can be started. */
  public static String noThread() {
    return "no further thread can be started. "
        + here()
            .fewThreads()
            .orElse("Raise the limit of threads and processes (ulimit -u, or that of a container)");
  }

  /** What to say where the memory for something is not granted; empty where nothing limits it. */
  Optional<String> littleSpace() {
    return value("Max address space")
        .filter(bytes -> bytes < SMALL_SPACE)
        .map(
            bytes ->
                Phrase.of(
                    "A process may have only %,d MiB of addresses here (ulimit -v), too few for Java and some drivers: ulimit -v unlimited lifts that limit",
                    bytes >> 20));
  }

  private Optional<String> smallFiles() {
    return value("Max file size")
        .filter(bytes -> bytes < SMALL_FILE)
        .map(
            bytes ->
                Phrase.of(
                    "A file may have only %,d KiB here (ulimit -f), too few for many models and for what drivers compile: ulimit -f unlimited lifts that limit",
                    bytes >> 10));
  }

  private Optional<String> fewThreads() {
    Optional<String> ofUser =
        value("Max processes")
            .filter(most -> most < FEW)
            .map(
                most ->
                    Phrase.of(
                        "A user may have only %,d threads and processes here (ulimit -u): ulimit -u %d raises that limit",
                        most, FEW));
    return ofUser.or(
        () ->
            number(root.resolve("sys/fs/cgroup/pids.max"))
                .filter(most -> most < FEW)
                .map(
                    most ->
                        Phrase.of(
                            "This container or service may have only %,d threads and processes (pids.max, or TasksMax): raise that limit",
                            most)));
  }

  /**
   * A driver that cannot start its threads ends the process: so where threads are few, as many are
   * tried first.
   *
   * @return what is wrong, in words
   */
  Optional<String> lackOfThreads() {
    if (fewThreads().isEmpty()) {
      return Optional.empty();
    }
    CountDownLatch tried = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    try {
      for (int i = Runtime.getRuntime().availableProcessors() + OTHERS; i > 0; i--) {
        Thread thread = new Thread(() -> await(tried), "try");
        thread.start();
        threads.add(thread);
      }
      return Optional.empty();
    } catch (OutOfMemoryError e) {
      return Optional.of(noThread());
    } finally {
      tried.countDown();
      threads.forEach(Limits::join);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The soft limit; empty where there is none, or nothing is known. */
  private Optional<Long> value(String name) {
    try (var lines = Files.lines(limits(), StandardCharsets.ISO_8859_1)) {
      return lines
          .filter(line -> line.startsWith(name + " "))
          .map(line -> line.substring(name.length()).strip().split("\\s+", -1)[0])
          .filter(text -> text.matches("[0-9]{1,18}"))
          .map(Long::valueOf)
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Long> number(Path file) {
    try {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
      return Optional.of(text).filter(t -> t.matches("[0-9]{1,18}")).map(Long::valueOf);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
