package dev.incline.run.device;

import dev.incline.backend.opencl.OpenClOptions;
import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.compile.GpuDevice;
import dev.incline.backend.opencl.compile.KernelSources;
import dev.incline.backend.opencl.compile.LaunchChoice;
import dev.incline.backend.opencl.tiling.Tiling;
import dev.incline.file.CacheFolder;
import dev.incline.option.DeviceOptions;
import dev.incline.option.OptionValues;
import dev.incline.tune.TunedTiles;
import dev.incline.tune.Tuner;
import dev.incline.tune.TuningCache;
import dev.incline.tune.TuningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How OpenCL devices work: what the options say, and the tiles that were tuned. */
public record OpenClSettings(OptionValues values) {
  private static final Logger log = LoggerFactory.getLogger(OpenClSettings.class);

  /**
   * @throws dev.incline.train.InvalidOptionException where there is no folder of kernels
   */
  public OpenClSettings {
    Path kernels = values.find(DeviceOptions.KERNELS);
    if (kernels != null && !Files.isDirectory(kernels)) {
      throw values
          .origin(DeviceOptions.KERNELS)
          .refusal("kernels", " must be a folder, and " + kernels + " is none");
    }
  }

  /** The kernels that {@code --kernels} chose, or the built-in ones. */
  public KernelSources kernels() {
    Path kernels = values.find(DeviceOptions.KERNELS);
    return kernels == null ? KernelSources.BUILT_IN : new KernelSources(kernels);
  }

  /** With the tiles that were tuned for the device, unless the options chose others. */
  public OpenClOptions tuned(ClDevice device) {
    Optional<TunedTiles> tiles = tiles(device);
    tiles.ifPresent(t -> log.debug("{} products are tuned", t.products().size()));
    return tiles.map(untuned()::withTiles).orElse(untuned());
  }

  /** With the standard tiles, or those that the options chose. */
  public OpenClOptions untuned() {
    OpenClOptions options =
        OpenClOptions.STANDARD
            .withKernels(kernels())
            .withLaunches(values.get(DeviceOptions.LAUNCHES));
    OpenClOptions.Input input = values.find(DeviceOptions.INPUT);
    if (input != null) {
      options = options.withInput(input);
    }
    Tiling.Family matmul = values.find(DeviceOptions.MATMUL);
    return matmul == null ? options : options.withFamily(matmul);
  }

  /** In which other forms the device could be handed a step; none for a CPU device. */
  public List<LaunchChoice.Form> otherForms(ClDevice device) {
    return untuned().policy(device) instanceof GpuDevice gpu ? gpu.otherForms() : List.of();
  }

  private Optional<TunedTiles> tiles(ClDevice device) {
    return values.get(DeviceOptions.NO_TUNED) || values.find(DeviceOptions.MATMUL) != null
        ? Optional.empty()
        : tuningCache().read(TuningKey.of(device, kernels()));
  }

  /** A search among the tiles of {@code --matmul}, or of the device's family. */
  public Tuner tuner(ClDevice device, boolean quick) {
    Tiling.Family matmul = values.find(DeviceOptions.MATMUL);
    return new Tuner(device, untuned(), matmul != null ? matmul : Tiling.Family.of(device), quick);
  }

  /** All that decides which kernels the device runs, in words. */
  public String described(ClDevice device) {
    Tiling.Family matmul = values.find(DeviceOptions.MATMUL);
    OpenClOptions.Input input = values.find(DeviceOptions.INPUT);
    String tiles =
        matmul != null
            ? matmul.toString()
            : tiles(device)
                .map(t -> t.products().stream().map(p -> p.shape() + ": " + p.tiling()).toList())
                .map(Object::toString)
                .orElse("standard");
    return "%s, input %s, launches %s"
        .formatted(tiles, input == null ? "auto" : input, values.get(DeviceOptions.LAUNCHES));
  }

  /** Where tuned tiles are remembered. */
  public static TuningCache tuningCache() {
    return new TuningCache(CacheFolder.of("tuning"));
  }
}
