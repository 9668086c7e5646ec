package dev.incline.store;

import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Phrase;
import dev.incline.wording.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that a command writes: its place is tried before the work, and what the command did not
 * make is not replaced. It appears whole or not at all.
 */
public final class OutputFile {
  /** Tells what a command made from what somebody else did. */
  public interface Maker {
    boolean made(Path file) throws IOException;
  }

  private OutputFile() {}

  /**
   * Tries the place of a file, and leaves nothing there.
   *
   * @param flag that names it, such as {@code --out}
   * @param maker says of a file that is there whether this command made it
   * @return whether there is one that will be replaced
   * @throws InvalidOptionException when a folder is there, or a file that somebody else made
   * @throws IOException when its folder takes no file
   */
  public static boolean require(Path file, String flag, boolean overwrite, Maker maker)
      throws IOException {
    if (Files.isDirectory(file)) {
      throw new InvalidOptionException(
          "%s must name a file, but %s is a folder: add the file's name to it"
              .formatted(flag, file));
    }
    boolean there = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    if (there && Files.exists(file) && !Files.isRegularFile(file)) {
      throw new InvalidOptionException(
          "%s must name a file, which %s is not".formatted(flag, file));
    }
    if (there && !overwrite && !(Files.exists(file) && maker.made(file))) {
      throw new InvalidOptionException(
          "%s: %s is there, and this command did not make it. Choose another %s, or replace it with --overwrite"
              .formatted(flag, file, flag));
    }
    RunFolder.at(folder(file), flag).close(); // which takes back what it made
    return there;
  }

  /**
   * Writes a file beside its place, then moves it there.
   *
   * @throws IOException naming the file
   */
  public static void write(Path file, RunFolder.Content content) throws IOException {
    Path draft =
        folder(file)
            .resolve(Phrase.of(".%s.%d.part", file.getFileName(), ProcessHandle.current().pid()));
    try {
      Files.createDirectories(folder(file));
      replace(file, draft, content);
    } catch (IOException e) {
      throw Reason.writing(file, e);
    }
  }

  /** Writes a draft, then moves it to its place; it is gone in any case. */
  static void replace(Path file, Path draft, RunFolder.Content content) throws IOException {
    try {
      content.writeTo(draft);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static Path folder(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : parent;
  }
}
