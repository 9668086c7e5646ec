package dev.incline.backend.opencl.tiling;

import dev.incline.backend.opencl.cl.ClDevice;

/** The tiling of each product on a device. */
public interface Tiles {
  Tiling of(ClDevice device, ProductShape shape);

  /**
   * One local tiling for all products, or few others: each is taken as if it had many rows, and ten
   * columns at least.
   */
  default Tiles forAllShapes() {
    return (device, shape) -> {
      Tiling tile = of(device, shape.withResult(1 << 20, Math.max(10, shape.n())));
      return tile instanceof LocalTiling ? of(device, shape.withResult(16, 16)) : tile;
    };
  }
}
