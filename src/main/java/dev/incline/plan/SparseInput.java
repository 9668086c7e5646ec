package dev.incline.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Products over a gathered batch that can be taken straight from the images' non-zero pixels:
 * nothing else reads the batch. A zero factor changes no bit of a chain, so neither does skipping
 * it.
 *
 * @param gather the op that would write the batch
 * @param products those over the batch, in the plan's order
 */
public record SparseInput(GatherRows gather, List<MatMul> products) {
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
}
