package dev.incline.cli.train;

import dev.incline.file.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder for the files of a run that nobody wants: it goes with all that is in it. */
final class Scratch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Scratch.class);

  private final Path folder;
  private boolean kept;

  Scratch() throws IOException {
    this.folder = Files.createTempDirectory("incline-rank-");
  }

  Path folder() {
    return folder;
  }

  /** Somebody wants it after all. */
  void keep() {
    kept = true;
  }

  @Override
  public void close() {
    if (kept) {
      return;
    }
    try {
      FileTree.delete(folder);
    } catch (IOException e) {
      log.debug("{} stays", folder, e);
    }
  }
}
