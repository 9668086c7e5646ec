package dev.incline.tune;

import dev.incline.backend.opencl.tiling.ProductShape;
import dev.incline.backend.opencl.tiling.Tiling;

/**
 * The best tiling of a product.
 *
 * @param gflops its rate, 10⁹ multiplications and additions per second
 * @param standardGflops the rate of the tiling that is taken without tuning; 0 where that fails
 */
public record TunedProduct(
    ProductShape shape, Tiling tiling, double gflops, double standardGflops) {}
