package dev.incline.tune;

import dev.incline.backend.opencl.compile.ProductShape;
import dev.incline.backend.opencl.compile.Tiling;

/**
 * The best tiling of a product.
 *
 * @param gflops its rate, 10⁹ multiplications and additions per second
 * @param standardGflops the rate of the tiling that is taken without tuning; 0 where that fails
 */
public record TunedProduct(
    ProductShape shape, Tiling tiling, double gflops, double standardGflops) {}
