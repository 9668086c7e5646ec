package dev.incline.backend.opencl.tiling;

import dev.incline.plan.MatMul;
import dev.incline.wording.Phrase;

/**
 * The size and layout of a product: what its best tiling depends on.
 *
 * @param m rows of the result
 * @param n columns of the result
 * @param k length of the chains
 * @param transA whether the left operand is stored [k x m]
 * @param transB whether the right operand is stored [n x k]
 */
public record ProductShape(int m, int n, int k, boolean transA, boolean transB) {
  public static ProductShape of(MatMul op) {
    return new ProductShape(op.m(), op.n(), op.k(), op.transA(), op.transB());
  }

  /** The same layout with a result of other sides. */
  ProductShape withResult(int rows, int columns) {
    return new ProductShape(rows, columns, k, transA, transB);
  }

  /** Multiplications and additions of one product. */
  public double flops() {
    return 2.0 * m * n * k;
  }

  /** Such as {@code 784 x 128 x 64, aᵀ b}. */
  @Override
  public String toString() {
    return Phrase.of("%d x %d x %d, %s %s", m, n, k, transA ? "aᵀ" : "a", transB ? "bᵀ" : "b");
  }
}
