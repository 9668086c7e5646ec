package dev.incline.backend.opencl.cl;

import dev.incline.wording.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Folders that libraries are written to and loaded from.
 *
 * @param root of the file system, {@code /} but in tests
 */
public record LibraryFolder(Path root) {
  private static final String NOEXEC = "noexec";
  private static final int LIBRARY = 512 << 10; // bytes; JOCL's has 280 KiB

  /**
   * What keeps a folder from holding a library, to follow its name.
   *
   * @param folder there
   */
  public Optional<String> problem(Path folder) {
    try {
      Path probe = Files.createTempFile(folder, "incline", ".probe");
      try {
        Files.write(probe, new byte[LIBRARY]);
      } finally {
        Files.deleteIfExists(probe);
      }
    } catch (IOException e) {
      return Optional.of("takes no file of 512 KiB: " + Reason.of(e));
    }
    return isNoexec(folder)
        ? Optional.of("is mounted noexec, so that no library can be loaded from it")
        : Optional.empty();
  }

  /** By the longest mount point that the path lies below, the last one where there are several. */
  public boolean isNoexec(Path path) {
    String options = "";
    int longest = -1;
    try {
      Path real = path.toRealPath();
      for (String line :
          Files.readAllLines(root.resolve("proc/mounts"), StandardCharsets.ISO_8859_1)) {
        String[] fields = line.split(" ", -1); // device, mount point, type, options
        if (fields.length < 4) {
          continue;
        }
        Path point = Path.of(fields[1].replace("\\040", " "));
        if (real.startsWith(point) && point.getNameCount() >= longest) {
          longest = point.getNameCount();
          options = fields[3];
        }
      }
    } catch (IOException e) {
      return false; // no Linux: nothing is known
    }
    return List.of(options.split(",", -1)).contains(NOEXEC);
  }
}
