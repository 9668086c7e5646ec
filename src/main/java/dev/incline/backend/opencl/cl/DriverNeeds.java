package dev.incline.backend.opencl.cl;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What well-known drivers need before they offer a device, by the names of their libraries.
 *
 * @param root of the file system
 * @param variables of the environment
 */
record DriverNeeds(Path root, Map<String, String> variables) {
  private static final String POCL_DEVICES = "POCL_DEVICES";
  private static final String RUSTICL_ENABLE = "RUSTICL_ENABLE";

  /** Names that POCL_DEVICES may hold, of versions 1 to 6. */
  private static final Set<String> POCL =
      Set.of(
          "cpu",
          "basic",
          "pthread",
          "cpu-minimal",
          "cpu-tbb",
          "tbb",
          "cuda",
          "hsa",
          "vulkan",
          "level0",
          "remote",
          "proxy",
          "tce",
          "ttasim",
          "almaif",
          "accel");

  /** Whether a driver without a device is no fault of the machine: Mesa's come with its package. */
  boolean isOptional(String library) {
    return library.toLowerCase(Locale.ROOT).contains("mesaopencl")
        || (isRusticl(library) && get(RUSTICL_ENABLE).isEmpty());
  }

  /** What keeps it from offering a device, and what to do; empty where nothing is known of it. */
  Optional<String> hindrance(String library) {
    String name = library.toLowerCase(Locale.ROOT);
    if (name.contains("pocl")) {
      return devices().or(this::cache);
    } else if (isRusticl(name)) {
      return get(RUSTICL_ENABLE).isEmpty()
          ? Optional.of(
              "offers no device unless RUSTICL_ENABLE names a driver of Mesa (llvmpipe for the CPU)")
          : Optional.empty();
    } else if (name.contains("mesaopencl")) {
      return Optional.of("offers only GPUs of AMD that Mesa's r600 or radeonsi drives");
    } else if (name.contains("nvidia")) {
      return without("dev/nvidiactl", "the NVIDIA kernel module is not loaded (see nvidia-smi)");
    } else if (name.contains("amdocl")) {
      return without("dev/kfd", "the amdgpu kernel module is not loaded, or shows no GPU here");
    } else if (name.contains("igdrcl")) {
      return without("dev/dri", "no Intel GPU is shown here");
    }
    return Optional.empty();
  }

  /** The variable that chooses among its devices, to follow a sentence; empty where none is set. */
  String chosenBy(String library) {
    String variable = isRusticl(library) ? RUSTICL_ENABLE : POCL_DEVICES;
    boolean applies = isRusticl(library) || library.toLowerCase(Locale.ROOT).contains("pocl");
    return !applies || get(variable).isEmpty()
        ? ""
        : " with %s=%s: name another, or unset it".formatted(variable, get(variable));
  }

  private static boolean isRusticl(String library) {
    return library.toLowerCase(Locale.ROOT).contains("rusticl");
  }

  private String get(String variable) {
    return variables.getOrDefault(variable, "").strip();
  }

  private Optional<String> without(String file, String meaning) {
    Path path = root.resolve(file);
    return Files.exists(path)
        ? Optional.empty()
        : Optional.of("there is no %s: %s".formatted(path, meaning));
  }

  private Optional<String> devices() {
    boolean names = Arrays.stream(get(POCL_DEVICES).split("[ ,]+")).anyMatch(POCL::contains);
    return names || !variables.containsKey(POCL_DEVICES)
        ? Optional.empty()
        : Optional.of(
            "%s=%s names no device of PoCL: unset it".formatted(POCL_DEVICES, get(POCL_DEVICES)));
  }

  /** What keeps PoCL from using its cache folder, and what to do. */
  Optional<String> cache() {
    return KernelCache.place(KernelCache.POCL, variables).flatMap(this::fault);
  }

  private Optional<String> fault(KernelCache.Place place) {
    Path folder = root.resolve(place.folder().toString().substring(1));
    String fault =
        !canBeWritten(folder)
            ? "cannot be written"
            : new LibraryFolder(root).isNoexec(there(folder))
                ? "is mounted noexec, so that no compiled kernel can be loaded from it"
                : "";
    return fault.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "its cache folder %s, which is from %s, %s: POCL_CACHE_DIR=FOLDER names another"
                .formatted(folder, place.variable(), fault));
  }

  /** The folder, or the nearest one above it. */
  private static Path there(Path folder) {
    Path path = folder;
    while (!Files.exists(path) && path.getParent() != null) {
      path = path.getParent();
    }
    return path;
  }

  /** Whether it is a folder that takes files, or can be made. */
  private static boolean canBeWritten(Path folder) {
    for (Path p = folder; p != null; p = p.getParent()) {
      if (Files.exists(p)) {
        return Files.isDirectory(p) && Files.isWritable(p) && !isOfTheKernel(p);
      }
    }
    return false;
  }

  /** Nobody can make a folder there, though the superuser seems to be allowed to. */
  private static boolean isOfTheKernel(Path folder) {
    return folder.startsWith("/proc") || folder.startsWith("/sys");
  }
}
