package dev.incline.file;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of the cache, which is believed: that a device passed its verification, for one. So only
 * the user may have written it, where the system knows owners as POSIX does.
 */
public final class TrustedFile {
  private static final Logger log = LoggerFactory.getLogger(TrustedFile.class);
  private static final Set<PosixFilePermission> BY_OTHERS =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private TrustedFile() {}

  /**
   * The text; empty, with a warning that names the file, where somebody else may have written it.
   *
   * @throws java.nio.file.NoSuchFileException when it is not there
   */
  public static Optional<String> read(Path file) throws IOException {
    return isTrusted(file) ? Optional.of(InputFile.text(file, InputFile.SMALL)) : Optional.empty();
  }

  /**
   * Whether only the user may have written it; if not, a warning names the file.
   *
   * @throws java.nio.file.NoSuchFileException when it is not there
   */
  public static boolean isTrusted(Path file) throws IOException {
    String doubt = doubt(file);
    if (!doubt.isEmpty()) {
      log.warn("Ignoring {}: it may be forged, for {}. Delete it", file, doubt);
    }
    return doubt.isEmpty();
  }

  private static String doubt(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return "";
    }
    if (!Collections.disjoint(Files.getPosixFilePermissions(file), BY_OTHERS)) {
      return "others than its owner may write it";
    }
    return isOfUser((Integer) Files.getAttribute(file, "unix:uid"))
        ? ""
        : "it belongs to the user " + Files.getOwner(file).getName();
  }

  /**
   * Java itself knows the number only of users that have an entry in the list of users; Linux of
   * all.
   */
  private static boolean isOfUser(int owner) throws IOException {
    Path process = Path.of("/proc/self");
    return owner
        == (Files.exists(process)
            ? (Integer) Files.getAttribute(process, "unix:uid")
            : (int) new UnixSystem().getUid());
  }

  /** What writes a file's content. */
  public interface Content {
    void write(Path draft) throws IOException;
  }

  /** Writes beside the place, then moves there. Others can neither write nor read it. */
  public static void write(Path file, String text) throws IOException {
    write(file, draft -> Files.writeString(draft, text));
  }

  /** The same of any content. */
  public static void write(Path file, Content content) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(file + " is no file");
    }
    Files.createDirectories(folder);
    Path draft = Files.createTempFile(folder, "." + file.getFileName(), ".part");
    try {
      content.write(draft);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
