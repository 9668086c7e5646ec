package dev.incline.plan;

import dev.incline.model.Network;
import dev.incline.model.Recipe;
import java.util.List;

/**
 * A step of training, whole or shared by ranks: rank r of N takes the shards from r S / N to before
 * (r + 1) S / N, sums their gradients, and all update the same parameters once the sums are added.
 *
 * <pre>
 *   rank 0   gradients of shards 0, 1  ─┐
 *                                       ├─ dW, db ─▶ update, on every rank
 *   rank 1   gradients of shards 2, 3  ─┘
 * </pre>
 *
 * @param batch rows of this step
 */
public record TrainingStep(Network network, Source source, int batch, Recipe recipe) {
  /** All of it on one device. */
  public Plan whole() {
    return Planner.trainingStep(network, source, batch, recipe);
  }

  /**
   * The first row of a rank's shards in the batch; of rank {@code ranks} the end.
   *
   * @param ranks a divisor of the shards
   */
  public int first(int rank, int ranks) {
    return first(batch, recipe.shards(), rank, ranks);
  }

  /** The same of a batch of so many rows in so many shards. */
  public static int first(int rows, int shards, int rank, int ranks) {
    return new Shards(rows, shards).first(rank * (shards / ranks));
  }

  /** Rows in a rank's shards. */
  public int rows(int rank, int ranks) {
    return first(rank + 1, ranks) - first(rank, ranks);
  }

  /**
   * The sums of a rank with rows, into {@link #gradients}: runs at the step's cursor and {@link
   * #first} rows more.
   */
  public Plan gradient(int rank, int ranks) {
    return Planner.gradientsOf(this, rank, ranks);
  }

  /** From {@link #gradients} to new parameters. */
  public Plan update() {
    return Planner.updateOf(this);
  }

  /** dW1, db1, dW2, ... */
  public List<Slot<float[]>> gradients() {
    return Parameters.slots(network).stream().map(Planner::gradientOf).toList();
  }

  Shards shards() {
    return new Shards(batch, recipe.shards());
  }
}
