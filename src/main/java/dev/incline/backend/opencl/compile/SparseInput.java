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
record SparseInput(GatherRows gather, List<MatMul> products) {
  /** What of the plan can run so; null when its batch is read in any other way. */
  static @Nullable SparseInput of(Plan plan) {
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
}
