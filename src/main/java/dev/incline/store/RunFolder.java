package dev.incline.store;

import dev.incline.wording.Numeral;
import dev.incline.wording.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The folder a run leaves its files in. It is made, and tried, before the run starts. A file
 * appears in it whole or not at all. Closed without a file, it takes back the folders it made, and
 * in any case the lock.
 */
public final class RunFolder implements AutoCloseable {
  /** Writes a file's content. */
  public interface Content {
    void writeTo(Path file) throws IOException;
  }

  private static final int ATTEMPTS = 100;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  private final Path path;
  private final List<Path> made; // the innermost first
  private final ToLongFunction<Path> disk;
  private boolean used;
  private @Nullable FolderLock lock;

  private RunFolder(Path path, List<Path> made) {
    this(path, made, RunFolder::free);
  }

  /**
   * @param disk tells how many bytes a folder has room for
   */
  public RunFolder(Path path, List<Path> made, ToLongFunction<Path> disk) {
    this.path = path;
    this.made = made;
    this.disk = disk;
  }

  /**
   * The folder {@code path}, made with its parents where it is not there; its files are replaced.
   *
   * @throws IOException naming the folder when no file can be written into it
   */
  public static RunFolder at(Path path) throws IOException {
    return at(path, "--out");
  }

  /**
   * The same, of a folder that another option names.
   *
   * @param flag of the option
   */
  public static RunFolder at(Path path, String flag) throws IOException {
    List<Path> missing = new ArrayList<>();
    for (Path p = path.toAbsolutePath(); p != null && !Files.exists(p); p = p.getParent()) {
      missing.add(p);
    }
    RunFolder folder = new RunFolder(path, missing);
    try {
      probe(path);
      return folder;
    } catch (IOException e) {
      folder.close();
      throw unwritable(path, flag, e);
    }
  }

  /** Another process that tries the same folder may make it, and take it back, meanwhile. */
  private static void probe(Path path) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        Files.createDirectories(path);
        Files.delete(Files.createTempFile(path, ".incline-", ".probe"));
        return;
      } catch (NoSuchFileException | FileAlreadyExistsException e) {
        if (attempt == ATTEMPTS || Files.isRegularFile(path)) {
          throw e;
        }
      }
    }
  }

  /**
   * A folder of its own below {@code runs}: {@code <time>-<model>}, with a number behind where that
   * exists. Of two processes that ask in the same second, each gets its own.
   *
   * @throws IOException naming the folder when no file can be written into it
   */
  public static RunFolder fresh(Path runs, LocalDateTime time, String model) throws IOException {
    RunFolder parent = at(runs);
    String name = TIME.format(time) + "-" + model;
    for (int number = 1; ; number++) {
      Path path = runs.resolve(number == 1 ? name : name + "-" + number);
      try {
        Files.createDirectory(path); // fails where it exists: whoever makes it, has it
      } catch (FileAlreadyExistsException e) {
        continue;
      } catch (IOException e) {
        parent.close();
        throw unwritable(path, "--out", e);
      }
      List<Path> made = new ArrayList<>(List.of(path));
      made.addAll(parent.made);
      return new RunFolder(path, made);
    }
  }

  private static IOException unwritable(Path path, String flag, IOException e) {
    return new IOException(
        "cannot write into the folder %s: %s. Choose another with %s"
            .formatted(path, Reason.of(e), flag),
        e);
  }

  /**
   * Keeps the folder to this run until it is closed.
   *
   * @param command of this process, for those who find the folder taken
   * @throws IOException naming who has it
   */
  public void lock(String command) throws IOException {
    lock = FolderLock.take(path, FolderLock.RUN, command);
  }

  public Path path() {
    return path;
  }

  /** The bytes that its disk has room for; as many as there are where nobody knows. */
  public long free() {
    return disk.applyAsLong(path);
  }

  /**
   * Tries whether a file may be so long: a process and a file system may have a limit for it.
   *
   * @throws IOException naming the folder when it may not
   */
  public void requireLength(long bytes) throws IOException {
    Path probe = Files.createTempFile(path, ".incline-", ".probe");
    try (FileChannel file = FileChannel.open(probe, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.allocate(1), bytes - 1); // one byte; before it lies a hole
    } catch (IOException e) {
      throw new IOException(
          "the folder %s takes no file of %s, which this run needs: %s"
              .formatted(path, Numeral.bytes(bytes), Reason.of(e)),
          e);
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  private static long free(Path path) {
    try {
      FileStore store = Files.getFileStore(path);
      return store.getTotalSpace() == 0 ? Long.MAX_VALUE : store.getUsableSpace();
    } catch (IOException e) {
      return Long.MAX_VALUE; // the first file that is written tells
    }
  }

  /**
   * Writes a file beside its place, then moves it there.
   *
   * @throws IOException naming the file
   */
  public Path write(String name, Content content) throws IOException {
    return write(name, content, false);
  }

  /**
   * As {@link #write}; when it returns, the file survives even a loss of power.
   *
   * @throws IOException naming the file
   */
  public Path writeDurably(String name, Content content) throws IOException {
    return write(name, content, true);
  }

  private Path write(String name, Content content, boolean durably) throws IOException {
    Path file = path.resolve(name);
    try {
      OutputFile.replace(
          file,
          draft(name),
          draft -> {
            content.writeTo(draft);
            if (durably) {
              force(draft, StandardOpenOption.WRITE);
            }
          });
      if (durably && FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
        force(path, StandardOpenOption.READ); // the folder's entry; Windows opens no folder
      }
    } catch (IOException e) {
      if (!Files.isDirectory(path)) {
        throw new GoneException(file, e);
      }
      throw Reason.writing(file, e);
    }
    used = true;
    return file;
  }

  /** A new file, which others may read where the umask lets them: a temporary one is private. */
  private Path draft(String name) throws IOException {
    return Files.createFile(path.resolve(".%s%s.part".formatted(name, UUID.randomUUID())));
  }

  private static void force(Path path, StandardOpenOption option) throws IOException {
    try (FileChannel channel = FileChannel.open(path, option)) {
      channel.force(true);
    }
  }

  @Override
  public void close() {
    if (lock != null) {
      lock.close();
    }
    if (used) {
      return;
    }
    for (Path folder : made) {
      try {
        Files.deleteIfExists(folder);
      } catch (IOException e) {
        return; // somebody else put something there: leave it
      }
    }
  }
}
