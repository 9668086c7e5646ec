package dev.incline.experiment;

import dev.incline.file.Json;
import dev.incline.store.FolderLock;
import dev.incline.store.GoneException;
import dev.incline.train.EpochRecord;
import dev.incline.train.TrainingListener;
import dev.incline.wording.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes each epoch down at once, in a file that is there. A file that was deleted since can still
 * be written, and nobody would ever read it: so each time the folder is asked for it.
 *
 * @param key what the system knows the file by; null where it has nothing of that kind
 */
record Journal(Writer file, Path path, @Nullable Object key)
    implements TrainingListener, AutoCloseable {

  static Journal of(Path path) throws IOException {
    return new Journal(
        Files.newBufferedWriter(path, StandardOpenOption.APPEND), path, FolderLock.keyOf(path));
  }

  @Override
  public void epochFinished(EpochRecord record) {
    try {
      requireThere();
      file.write(Json.line(record) + "\n");
      file.flush();
    } catch (GoneException e) {
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(Reason.writing(path, e));
    }
  }

  /**
   * @throws GoneException when the folder no longer has this file
   */
  void requireThere() throws GoneException {
    try {
      if (Objects.equals(key, FolderLock.keyOf(path))) {
        return;
      }
    } catch (IOException e) {
      throw new GoneException(path, e);
    }
    throw new GoneException(path, null);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
