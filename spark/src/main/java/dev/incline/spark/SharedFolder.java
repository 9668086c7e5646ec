package dev.incline.spark;

import dev.incline.store.RunFolder;
import dev.incline.wording.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A folder that the driver and all executors share, and a sign in it by which a task knows it from
 * another of that name.
 */
final class SharedFolder implements AutoCloseable {
  /** A file system on the network may show a new file late. */
  private static final Duration LATE = Duration.ofSeconds(10);

  private static final Duration LOOK = Duration.ofMillis(100);

  private final RunFolder folder;
  private final Path sign;

  /**
   * Made where it is not there.
   *
   * @throws IOException naming the folder when no file can be written into it
   */
  SharedFolder(Path path) throws IOException {
    folder = RunFolder.at(path);
    sign = Files.createTempFile(path, ".incline-", ".shared");
  }

  Path path() {
    return folder.path();
  }

  String sign() {
    return sign.toString();
  }

  /** Whether the driver's sign is seen from here. */
  static boolean isSeen(String sign) {
    for (long waited = 0; waited < LATE.toMillis(); waited += LOOK.toMillis()) {
      if (Files.exists(Path.of(sign))) {
        return true;
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
    return false;
  }

  /** What to say where a machine does not see it. */
  static String unseen(String host, String folder) {
    return "%s does not see %s, which the driver has begun: --out must be a folder that the driver and all executors share"
        .formatted(host, folder);
  }

  /** Leaves what others have put there. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(sign);
    } catch (IOException e) {
      throw new UncheckedIOException(Reason.writing(sign, e));
    }
    folder.close();
  }
}
