package dev.incline.backend.opencl;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.compile.CpuDevice;
import dev.incline.backend.opencl.compile.GpuDevice;
import dev.incline.backend.opencl.compile.KernelSources;
import dev.incline.backend.opencl.compile.LaunchChoice;
import dev.incline.backend.opencl.compile.LaunchPolicy;
import dev.incline.backend.opencl.tiling.Tiles;
import dev.incline.backend.opencl.tiling.Tiling;
import org.jspecify.annotations.Nullable;

/**
 * How a device runs plans; none of it changes a bit of the result.
 *
 * @param kernels where the kernel files come from
 * @param family of tiles; local ones work any device as a GPU; null for what suits the device
 * @param tiles which tiling a product takes; null for the standard ones of the family
 * @param specialise whether products are built for the row lengths of their operands, which is
 *     faster to run, or once for all shapes, which is faster to build when there are many
 * @param input the form in which products read a batch of images
 * @param persistent whether workers may stay for many steps, on devices that keep them going
 * @param optimise whether the driver optimises kernels, or builds them faster to run slower
 * @param launches how a GPU is handed a step; all but the automatic form work any device as a GPU
 */
public record OpenClOptions(
    KernelSources kernels,
    Tiling.@Nullable Family family,
    @Nullable Tiles tiles,
    boolean specialise,
    Input input,
    boolean persistent,
    boolean optimise,
    LaunchChoice.Form launches) {
  /** The built-in kernels, tiled for the device. */
  public static final OpenClOptions STANDARD =
      new OpenClOptions(
          KernelSources.BUILT_IN, null, null, true, Input.AUTO, true, true, LaunchChoice.Form.AUTO);

  /** The form in which products read a batch of images. */
  public enum Input {
    /** Written out as floats, zeros included. */
    DENSE,
    /** Its zeros skipped. */
    SPARSE,
    /** Sparse on CPU devices where the images are sparse enough for that to win. */
    AUTO
  }

  public OpenClOptions withKernels(KernelSources sources) {
    return new OpenClOptions(
        sources, family, tiles, specialise, input, persistent, optimise, launches);
  }

  public OpenClOptions withInput(Input form) {
    return new OpenClOptions(
        kernels, family, tiles, specialise, form, persistent, optimise, launches);
  }

  /** Standard tiles of this family, on any device. */
  public OpenClOptions withFamily(Tiling.Family chosen) {
    return new OpenClOptions(
        kernels, chosen, null, specialise, input, persistent, optimise, launches);
  }

  /** These tiles, on a device that is worked as what it is. */
  public OpenClOptions withTiles(Tiles chosen) {
    return new OpenClOptions(
        kernels, null, chosen, specialise, input, persistent, optimise, launches);
  }

  public OpenClOptions withoutSpecialising() {
    return new OpenClOptions(kernels, family, tiles, false, input, persistent, optimise, launches);
  }

  /** A launch, or several, for each step. */
  public OpenClOptions withoutPersistence() {
    return new OpenClOptions(kernels, family, tiles, specialise, input, false, optimise, launches);
  }

  public OpenClOptions withLaunches(LaunchChoice.Form form) {
    return new OpenClOptions(kernels, family, tiles, specialise, input, persistent, optimise, form);
  }

  /** {@code -cl-opt-disable}. */
  public OpenClOptions withoutOptimising() {
    return new OpenClOptions(
        kernels, family, tiles, specialise, input, persistent, false, launches);
  }

  /** How the device is worked under these options. */
  public LaunchPolicy policy(ClDevice device) {
    Tiling.Family suits = Tiling.Family.of(device);
    Tiling.Family taken = family == null ? suits : family;
    Tiles chosen = tiles == null ? (d, shape) -> Tiling.standard(taken, d, shape) : tiles;
    Tiles each = specialise ? chosen : chosen.forAllShapes();
    boolean asCpu =
        suits == Tiling.Family.REGISTER && taken == suits && launches == LaunchChoice.Form.AUTO;
    return asCpu
        ? new CpuDevice(device, each, specialise, persistent)
        : new GpuDevice(device, each, specialise, launches, input != Input.DENSE);
  }
}
