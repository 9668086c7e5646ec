package dev.incline.backend.opencl;

import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * How a device runs plans; none of it changes a bit of the result.
 *
 * @param kernels where the kernel files come from
 * @param tiling the tiling of a product [m x n]; null for what suits the device
 * @param specialise whether products are built for the row lengths of their operands, which is
 *     faster to run, or once for all shapes, which is faster to build when there are many
 */
public record OpenClOptions(
    KernelSources kernels,
    @Nullable BiFunction<Integer, Integer, Tiling> tiling,
    boolean specialise) {
  /** The built-in kernels, tiled for the device. */
  public static final OpenClOptions STANDARD =
      new OpenClOptions(KernelSources.BUILT_IN, null, true);
}
