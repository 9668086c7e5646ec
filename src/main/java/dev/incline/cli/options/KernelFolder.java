package dev.incline.cli.options;

import dev.incline.backend.opencl.compile.KernelSources;
import dev.incline.data.DataException;
import dev.incline.wording.Listing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** A bundle's kernels as files, in a temporary folder that goes when it is closed. */
public record KernelFolder(Path path) implements AutoCloseable {
  /**
   * Writes the files.
   *
   * @param kernels text by file name; the names must be those of the program's own kernel files, so
   *     that none leads out of the folder
   * @throws DataException naming the bundle and the file that is missing or unknown
   */
  public static KernelFolder of(Map<String, String> kernels, Path bundle) throws IOException {
    Set<String> known = Set.copyOf(KernelSources.FILES);
    if (!kernels.keySet().equals(known)) {
      throw new DataException(
          "%s holds the kernel files %s, but this program needs %s"
              .formatted(bundle, Listing.of(kernels.keySet()), KernelSources.FILES));
    }
    KernelFolder folder = new KernelFolder(Files.createTempDirectory("incline-kernels"));
    try {
      for (Map.Entry<String, String> kernel : kernels.entrySet()) {
        Files.writeString(folder.path.resolve(kernel.getKey()), kernel.getValue());
      }
      return folder;
    } catch (IOException e) {
      folder.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    for (String file : KernelSources.FILES) {
      Files.deleteIfExists(path.resolve(file));
    }
    Files.delete(path);
  }
}
