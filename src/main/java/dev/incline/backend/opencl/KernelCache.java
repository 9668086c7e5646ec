package dev.incline.backend.opencl;

import dev.incline.wording.Phrase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where an OpenCL implementation keeps the programs that it compiled. The implementation trusts
 * that folder: a damaged file there fails a build, or ends the process.
 *
 * @param platform its name, as a pattern
 * @param places of the folder, in the order in which the implementation looks: each begins with a
 *     variable
 */
public record KernelCache(String platform, String... places) {
  /** How each advice begins. */
  static final String NAMED = "Its kernel cache ";

  private static final long LITTLE = 4 << 20; // bytes: no room for programs

  private static final KernelCache[] KNOWN = {
    new KernelCache(
        "Portable Computing Language",
        "POCL_CACHE_DIR",
        "XDG_CACHE_HOME/pocl/kcache",
        "HOME/.cache/pocl/kcache"),
    new KernelCache(
        "(?i)rusticl|clover",
        "MESA_SHADER_CACHE_DIR/mesa_shader_cache",
        "XDG_CACHE_HOME/mesa_shader_cache",
        "HOME/.cache/mesa_shader_cache"),
    new KernelCache("NVIDIA.*", "CUDA_CACHE_PATH", "HOME/.nv/ComputeCache"),
    new KernelCache(
        "Intel.*Graphics.*",
        "NEO_CACHE_DIR",
        "XDG_CACHE_HOME/neo_compiler_cache",
        "HOME/.cache/neo_compiler_cache"),
  };

  /**
   * The folder; empty where the implementation is not known to have one, or where it is not there.
   *
   * @param variables of the process
   */
  public static Optional<Path> folder(String platform, Map<String, String> variables) {
    return Arrays.stream(KNOWN)
        .filter(one -> Pattern.matches(one.platform, platform))
        .findFirst()
        .flatMap(one -> one.folder(variables));
  }

  private Optional<Path> folder(Map<String, String> variables) {
    for (String place : places) {
      String[] parts = place.split("/", 2);
      String begin = variables.getOrDefault(parts[0], "");
      if (!begin.isEmpty()) {
        try {
          Path path = Path.of(begin, parts.length > 1 ? parts[1] : "");
          return Optional.of(path.toAbsolutePath()).filter(Files::isDirectory);
        } catch (InvalidPathException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /** Whether the folder holds anything that is older than this. */
  public static boolean isOlder(Path folder, FileTime before) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (Files.getLastModifiedTime(file).compareTo(before) < 0) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false; // it was deleted
    }
  }

  /** What to do about the folder where a build failed or died: a sentence; may be empty. */
  public static String advice(String platform, Map<String, String> variables) {
    return folder(platform, variables).map(KernelCache::advice).orElse("");
  }

  private static String advice(Path folder) {
    try {
      long free = Files.getFileStore(folder).getUsableSpace();
      if (free < LITTLE) {
        return Phrase.of(
            "%s%s has %,d bytes left on its disk: free some there", NAMED, folder, free);
      }
    } catch (IOException e) {
      return "%s%s cannot be read: delete that folder".formatted(NAMED, folder);
    }
    return "%smay be damaged: delete the folder %s and try again".formatted(NAMED, folder);
  }
}
