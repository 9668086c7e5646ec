package dev.incline.backend.opencl;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.compile.KernelSources;
import dev.incline.backend.opencl.compile.ProductShape;
import dev.incline.backend.opencl.compile.Tiling;
import dev.incline.plan.Slot;
import org.jspecify.annotations.Nullable;

/**
 * How a device runs plans; none of it changes a bit of the result.
 *
 * @param kernels where the kernel files come from
 * @param tiles which tiling a product takes; null for what suits the device
 * @param specialise whether products are built for the row lengths of their operands, which is
 *     faster to run, or once for all shapes, which is faster to build when there are many
 * @param input the form in which products read a batch of images
 * @param persistent whether workers may stay for many steps, on devices that keep them going
 */
public record OpenClOptions(
    KernelSources kernels,
    @Nullable Tiles tiles,
    boolean specialise,
    Input input,
    boolean persistent) {
  /** The built-in kernels, tiled for the device. */
  public static final OpenClOptions STANDARD =
      new OpenClOptions(KernelSources.BUILT_IN, null, true, Input.AUTO, true);

  private static final int CROWDED =
      512; // floats: from there on, a block of rows outgrows its places
  private static final int GAP = 16; // floats: a cache line, and a vector

  /** The form in which products read a batch of images. */
  public enum Input {
    /** Written out as floats, zeros included. */
    DENSE,
    /** Its zeros skipped. */
    SPARSE,
    /** Sparse on CPU devices where the images are sparse enough for that to win. */
    AUTO
  }

  /** The tiling of a product on a device. */
  public interface Tiles {
    Tiling of(ClDevice device, ProductShape shape);
  }

  public OpenClOptions withKernels(KernelSources sources) {
    return new OpenClOptions(sources, tiles, specialise, input, persistent);
  }

  public OpenClOptions withInput(Input form) {
    return new OpenClOptions(kernels, tiles, specialise, form, persistent);
  }

  /** Tiles of this family, on any device. */
  public OpenClOptions withFamily(Tiling.Family family) {
    return withTiles((device, shape) -> Tiling.standard(family, device, shape));
  }

  public OpenClOptions withTiles(Tiles chosen) {
    return new OpenClOptions(kernels, chosen, specialise, input, persistent);
  }

  public OpenClOptions withoutSpecialising() {
    return new OpenClOptions(kernels, tiles, false, input, persistent);
  }

  /** A launch, or several, for each step. */
  public OpenClOptions withoutPersistence() {
    return new OpenClOptions(kernels, tiles, specialise, input, false);
  }

  /**
   * Elements from the beginning of one row of a slot to that of the next. A CPU's caches place a
   * line by the low bits of its address, so rows a large power of two apart would all lie in the
   * same few places: such rows get a gap behind them.
   */
  public int pitch(ClDevice device, Slot<?> slot) {
    boolean crowded =
        device.type() == ClDevice.Type.CPU
            && slot.type() == float[].class
            && slot.cols() >= CROWDED
            && slot.cols() % (CROWDED / 2) == 0;
    return specialise && crowded ? slot.cols() + GAP : slot.cols();
  }

  /**
   * The tiling of a product. Where products are built for all shapes, one local one for all, or few
   * others: as if there were many rows, and ten columns at least.
   */
  public Tiling tiling(ClDevice device, ProductShape shape) {
    Tiles chosen = tiles == null ? (d, s) -> Tiling.standard(Tiling.Family.of(d), d, s) : tiles;
    if (specialise) {
      return chosen.of(device, shape);
    }
    Tiling tile = chosen.of(device, shape.withResult(1 << 20, Math.max(10, shape.n())));
    return tile instanceof Tiling.Register ? tile : chosen.of(device, shape.withResult(16, 16));
  }
}
