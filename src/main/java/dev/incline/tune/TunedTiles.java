package dev.incline.tune;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.tiling.ProductShape;
import dev.incline.backend.opencl.tiling.Tiles;
import dev.incline.backend.opencl.tiling.Tiling;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Tiles found by measurement. A product that was not measured takes the tile of the nearest one
 * that was, as far as that is near; else the standard tile.
 *
 * @param products one for each shape
 */
public record TunedTiles(TuningKey key, List<TunedProduct> products) implements Tiles {
  /**
   * How far is near: m and k together off by a factor of 4. A batch's rest is mostly near; the rows
   * of a tile for batch 1 are no good for batch 1000.
   */
  private static final double NEAR = Math.log(4);

  public TunedTiles {
    products = List.copyOf(products);
  }

  /** These and further products, which replace those of the same shape. */
  public TunedTiles with(List<TunedProduct> more) {
    List<TunedProduct> all = new ArrayList<>(more);
    for (TunedProduct old : products) {
      if (more.stream().noneMatch(p -> p.shape().equals(old.shape()))) {
        all.add(old);
      }
    }
    return new TunedTiles(key, all);
  }

  @Override
  public Tiling of(ClDevice device, ProductShape shape) {
    return products.stream()
        .filter(p -> distance(p.shape(), shape) <= NEAR && p.tiling().isLegal(device))
        .min(Comparator.comparingDouble(p -> distance(p.shape(), shape)))
        .map(TunedProduct::tiling)
        .orElseGet(() -> Tiling.standard(Tiling.Family.of(device), device, shape));
  }

  /** Between products with the same columns and layout |ln m/m'| + |ln k/k'|; else infinite. */
  private static double distance(ProductShape x, ProductShape y) {
    if (x.n() != y.n() || x.transA() != y.transA() || x.transB() != y.transB()) {
      return Double.POSITIVE_INFINITY;
    }
    return Math.abs(Math.log((double) x.m() / y.m())) + Math.abs(Math.log((double) x.k() / y.k()));
  }
}
