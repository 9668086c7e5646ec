package dev.incline.store;

import dev.incline.wording.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a folder to one process, and in it to one holder. The system gives a lock back when its
 * process dies, so a file that was left behind locks nothing. The file says who holds the lock.
 *
 * <p>Where a process closes any channel of a file, POSIX takes all its locks on that file away. So
 * who holds what in this process is also kept in memory, and a file held is opened no second time.
 */
public final class FolderLock implements AutoCloseable {
  /** In the folder of a run. */
  public static final String RUN = "run.lock";

  private static final Logger log = LoggerFactory.getLogger(FolderLock.class);
  private static final Map<Path, String> HELD_HERE = new ConcurrentHashMap<>();
  private static final long BYTE = 1L << 30; // the locked one: behind the text, which others read
  private static final int ATTEMPTS = 1000;
  private static final int MOST = 2000; // bytes of the text

  private final Path file;
  private final FileChannel channel;
  private final FileChannel second; // of the same file
  private final @Nullable Object key; // what the system knows the file by

  private FolderLock(Path file, FileChannel channel, FileChannel second) throws IOException {
    this.file = file;
    this.channel = channel;
    this.second = second;
    this.key = keyOf(file);
  }

  /** What the system knows a file by; null where it has nothing of that kind. */
  public static @Nullable Object keyOf(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  /**
   * Takes the lock, or fails at once.
   *
   * @param folder that is there
   * @param name of the lock's file in it
   * @param command of this process, for those who find the folder taken
   * @throws IOException naming who has it
   */
  public static FolderLock take(Path folder, String name, String command) throws IOException {
    Path file = folder.toRealPath().resolve(name);
    String text = LockHolder.here(command).text();
    String other = HELD_HERE.putIfAbsent(file, text);
    if (other != null) {
      throw taken(folder, other);
    }
    try {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        FolderLock lock = tried(folder, file, text);
        if (lock != null) {
          return lock;
        }
      }
      throw new IOException(
          "cannot lock %s: whenever it is written, it is gone. Take another folder"
              .formatted(file));
    } catch (IOException | RuntimeException e) {
      HELD_HERE.remove(file);
      throw e;
    }
  }

  /**
   * One attempt; null where another process deleted the file while this one was at its lock, which
   * then keeps nobody out.
   */
  private static @Nullable FolderLock tried(Path folder, Path file, String text)
      throws IOException {
    FileChannel channel = open(file);
    FileChannel second = null;
    @Nullable FolderLock lock = null;
    try {
      if (!locks(channel, file)) {
        throw taken(folder, read(channel));
      }
      write(channel, file, text);
      second = FileChannel.open(file, StandardOpenOption.READ);
      lock = read(second).equals(text) ? new FolderLock(file, channel, second) : null;
      return lock;
    } catch (NoSuchFileException e) {
      return null;
    } finally {
      if (lock == null) {
        channel.close();
        if (second != null) {
          second.close();
        }
      }
    }
  }

  private static FileChannel open(Path file) throws IOException {
    try {
      return FileChannel.open(
          file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new IOException(
          "cannot lock %s: %s. Take another folder, or delete that file where nobody trains"
              .formatted(file, Reason.of(e)),
          e);
    }
  }

  private static boolean locks(FileChannel channel, Path file) {
    try {
      return channel.tryLock(BYTE, 1, false) != null;
    } catch (OverlappingFileLockException e) {
      return false; // this process has it, by another name of the folder
    } catch (IOException e) {
      log.warn(
          "{} cannot be locked on this file system ({}): see to it that nobody else trains there",
          file,
          e.getMessage());
      return true;
    }
  }

  private static void write(FileChannel channel, Path file, String text) throws IOException {
    try {
      channel.truncate(0).write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
    } catch (IOException e) {
      throw Reason.writing(file, e);
    }
  }

  private static String read(FileChannel channel) throws IOException {
    byte[] bytes = Channels.newInputStream(channel.position(0)).readNBytes(MOST);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static IOException taken(Path folder, String text) {
    return new IOException(
        "%s is in use: %s. Wait until that is over, or take another folder"
            .formatted(folder, LockHolder.phrase(text)));
  }

  /**
   * Deletes the file, then gives the lock back: who opened the file before sees that it is gone.
   */
  @Override
  public void close() {
    if (!channel.isOpen()) {
      return; // by now the file may be another's
    }
    try (channel;
        second) {
      if (Objects.equals(key, keyOf(file))) { // else somebody made the folder anew
        Files.delete(file);
      }
    } catch (IOException e) {
      log.debug("{} stays, and locks nothing", file, e);
    } finally {
      HELD_HERE.remove(file);
    }
  }
}
