package dev.incline.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Names of files, whose bytes Java reads in the charset of the locale. What is no text in it comes
 * as U+FFFD, and would name another file.
 */
public final class FileNames {
  private static final char NO_TEXT = '\uFFFD';

  private FileNames() {}

  /**
   * The path of that name.
   *
   * @throws InvalidPathException where no file of that name can be reached
   */
  public static Path path(String text) {
    Path path = Path.of(text);
    if (text.indexOf(NO_TEXT) >= 0 && !Files.exists(path)) {
      throw new InvalidPathException(text, "bytes that are no text");
    }
    return path;
  }

  /** A file's name in small letters, without its folder. */
  public static String lower(Path file) {
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
  }

  /** In words, with what to do. */
  public static String message(InvalidPathException e) {
    String name = e.getInput();
    if (name.indexOf('\0') >= 0) {
      return "the name of a file cannot hold a zero character: '%s'"
          .formatted(name.replace('\0', '?'));
    }
    return "the file '%s' cannot be reached: %s".formatted(name, remedy());
  }

  private static String remedy() {
    String charset = System.getProperty("sun.jnu.encoding", "?");
    return charset.equalsIgnoreCase(StandardCharsets.UTF_8.name())
        ? "its name is not UTF-8. Rename it"
        : "its name is not in the locale's charset, %s. Set LC_ALL to a UTF-8 locale of 'locale -a', such as C.UTF-8"
            .formatted(charset);
  }

  /** Why files cannot be read and written here; null where they can. */
  public static @Nullable String problemHere() {
    String here = System.getProperty("user.dir", "");
    if (here.indexOf(NO_TEXT) < 0) {
      return null;
    }
    try {
      if (Files.isSameFile(Path.of(here), Path.of("/proc/self/cwd"))) {
        return null;
      }
    } catch (IOException | InvalidPathException e) {
      // it is not
    }
    return "the working directory '%s' cannot be reached: %s".formatted(here, remedy());
  }
}
