package dev.incline.backend.ranks;

import dev.incline.backend.Executable;
import dev.incline.plan.Slot;
import dev.incline.plan.TrainingStep;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rank's part of a step of training: made and run by the rank's thread. */
final class RankStep {
  private final Rank rank;
  private final int ranks;
  private final Exchange exchange;
  private final int first;
  private final int rows;
  private final List<Slot<float[]>> gradients;
  private final @Nullable Executable gradient; // null where no row is its own
  private final Executable update;

  RankStep(Rank rank, TrainingStep step, int ranks, Exchange exchange) {
    int number = rank.number();
    this.rank = rank;
    this.ranks = ranks;
    this.exchange = exchange;
    this.first = step.first(number, ranks);
    this.rows = step.rows(number, ranks);
    this.gradients = step.gradients();
    this.gradient = rows == 0 ? null : rank.backend().compile(step.gradient(number, ranks));
    this.update = rank.backend().compile(step.update());
  }

  Rank rank() {
    return rank;
  }

  /** Of its rows in the batch, the first. */
  int first() {
    return first;
  }

  /** How many rows of the batch are its own. */
  int rows() {
    return rows;
  }

  /**
   * Takes its part of a step.
   *
   * @param step of the training
   * @param cursor of the whole batch
   */
  void take(long step, int cursor) {
    float[][] sum = TreeSum.of(exchange, rank.number(), ranks, new RankSums(step, sums(cursor)));
    for (int p = 0; p < sum.length; p++) {
      rank.backend().write(gradients.get(p), sum[p]);
    }
    update.run(cursor);
  }

  private float[][] sums(int cursor) {
    if (gradient == null) {
      return new float[0][];
    }
    gradient.run(cursor + first);
    return gradients.stream().map(rank.backend()::read).toArray(float[][]::new);
  }

  void close() {
    if (gradient != null) {
      gradient.close();
    }
    update.close();
  }
}
