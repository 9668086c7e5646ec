package dev.incline.backend.opencl.compile;

import dev.incline.plan.GatherRows;
import dev.incline.plan.MatMul;
import dev.incline.plan.Op;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Products over a gathered batch, taken straight from the images' non-zero pixels: the batch itself
 * is never written. A zero factor changes no bit of a chain, so neither does skipping it.
 *
 * @param gather the op that would write the batch
 * @param products those over the batch, in the plan's order
 */
public record SparseInput(GatherRows gather, List<MatMul> products) {
  /** The share of pixels that are not zero below which this wins on CPU devices, by measurement. */
  public static final double DENSITY = 0.55;

  /** What of the plan can run so; null when its batch is read in any other way. */
  public static @Nullable SparseInput of(Plan plan) {
    for (Op op : plan.ops()) {
      if (op instanceof GatherRows gather) {
        List<MatMul> products = productsOver(gather.out(), plan);
        return products.isEmpty() ? null : new SparseInput(gather, products);
      }
    }
    return null;
  }

  private static List<MatMul> productsOver(Slot<float[]> batch, Plan plan) {
    List<MatMul> products = new ArrayList<>();
    for (Op op : plan.ops()) {
      if (op.reads().contains(batch)) {
        boolean fits =
            op instanceof MatMul product && product.a().equals(batch) && !product.transB();
        if (!fits) {
          return List.of();
        }
        products.add((MatMul) op);
      }
    }
    return products;
  }

  /**
   * Share of pixels that are not zero, over up to 256 rows spread over the images: it is asked for
   * once, before the loop is compiled.
   */
  public static double density(Slot<byte[]> images, byte[] pixels) {
    int cols = images.cols();
    int rows = Math.min(images.rows(), 256);
    int nonZero = 0;
    for (int i = 0; i < rows; i++) {
      int start = (int) ((long) images.rows() * i / rows) * cols;
      for (int d = start; d < start + cols; d++) {
        nonZero += pixels[d] == 0 ? 0 : 1;
      }
    }
    return (double) nonZero / ((long) rows * cols);
  }
}
