package dev.incline.backend.opencl.cl;

import dev.incline.wording.Phrase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where an OpenCL implementation keeps the programs that it compiled. The implementation trusts
 * that folder: a damaged file there fails a build, or ends the process.
 *
 * @param platform its name, as a pattern
 * @param places of the folder, in the order in which the implementation looks: each begins with a
 *     variable
 */
record KernelCache(String platform, String... places) {
  static final String POCL = "Portable Computing Language";

  private static final long LITTLE = 4 << 20; // bytes: no room for programs

  private static final KernelCache[] KNOWN = {
    new KernelCache(
        POCL, "POCL_CACHE_DIR", "XDG_CACHE_HOME/pocl/kcache", "HOME/.cache/pocl/kcache"),
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
   * Where the folder is, or would be.
   *
   * @param variable that says so
   */
  record Place(String variable, Path folder) {}

  /**
   * Where the implementation keeps them; empty where it is not known to do so.
   *
   * @param variables of the process
   */
  static Optional<Place> place(String platform, Map<String, String> variables) {
    return Arrays.stream(KNOWN)
        .filter(one -> Pattern.matches(one.platform, platform))
        .findFirst()
        .flatMap(one -> one.place(variables));
  }

  private Optional<Place> place(Map<String, String> variables) {
    for (String place : places) {
      String[] parts = place.split("/", 2);
      String begin = variables.getOrDefault(parts[0], "");
      if (!begin.isEmpty()) {
        try {
          Path path = Path.of(begin, parts.length > 1 ? parts[1] : "");
          return Optional.of(new Place(parts[0], path.toAbsolutePath()));
        } catch (InvalidPathException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /** What to do about the folder where a build failed or died: a sentence; may be empty. */
  static String advice(String platform, Map<String, String> variables) {
    return place(platform, variables)
        .map(Place::folder)
        .filter(Files::isDirectory)
        .map(KernelCache::advice)
        .orElse("");
  }

  private static String advice(Path folder) {
    try {
      long free = Files.getFileStore(folder).getUsableSpace();
      if (free < LITTLE) {
        return Phrase.of(
            "Its kernel cache %s has %,d bytes left on its disk: free some there", folder, free);
      }
    } catch (IOException e) {
      return "Its kernel cache %s cannot be read: delete that folder".formatted(folder);
    }
    return "Its kernel cache may be damaged: delete the folder %s and try again".formatted(folder);
  }
}
