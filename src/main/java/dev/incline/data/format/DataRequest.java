package dev.incline.data.format;

import dev.incline.data.DataException;
import dev.incline.data.DataSource;
import dev.incline.data.FileKind;
import java.nio.file.Path;

/** Data that are asked for, of whatever format. */
public record DataRequest(Path path) {
  /**
   * Finds out what lies at the path.
   *
   * @throws DataException naming the path, and what it takes, where no format is recognised
   */
  public DataSource open() {
    for (DataFormat format : DataFormat.values()) {
      if (format.recognises(path)) {
        return format.open(this);
      }
    }
    throw new DataException(
        FileKind.of(path) == FileKind.MISSING
            ? "%s does not exist: choose other data with --data".formatted(path)
            : "%s is %s: --data takes %s".formatted(path, FileKind.phrase(path), DataFormat.all()));
  }
}
