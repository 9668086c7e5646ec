package dev.incline.tune;

import com.sun.security.auth.module.UnixSystem;
import dev.incline.file.InputFile;
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
    String doubt = doubt(file);
    if (!doubt.isEmpty()) {
      log.warn("Ignoring {}: it may be forged, for {}. Delete it", file, doubt);
      return Optional.empty();
    }
    return Optional.of(InputFile.text(file, InputFile.SMALL));
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

  /** Writes beside the place, then moves there. Others can neither write nor read it. */
  public static void write(Path file, String text) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(file + " is no file");
    }
    Files.createDirectories(folder);
    Path draft = Files.createTempFile(folder, "." + file.getFileName(), ".part");
    try {
      Files.writeString(draft, text);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
