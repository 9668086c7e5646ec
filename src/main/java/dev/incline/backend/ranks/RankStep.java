package dev.incline.backend.ranks;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.plan.Slot;
import dev.incline.plan.TrainingStep;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rank's part of a step of training: made and run by the rank's thread. */
final class RankStep {
  private final Backend backend;
  private final TreeSum tree;
  private final int first;
  private final List<Slot<float[]>> gradients;
  private final @Nullable Executable gradient; // null where no row is its own
  private final Executable update;
  private final float[] sums; // of all gradients, one after the other

  RankStep(int rank, int ranks, Backend backend, Exchange exchange, TrainingStep step) {
    this.backend = backend;
    this.tree = new TreeSum(exchange, rank, ranks);
    this.first = step.first(rank, ranks);
    this.gradients = step.gradients();
    this.gradient =
        step.rows(rank, ranks) == 0 ? null : backend.compile(step.gradient(rank, ranks));
    this.update = backend.compile(step.update());
    this.sums = new float[Math.toIntExact(gradients.stream().mapToLong(Slot::size).sum())];
  }

  /**
   * Takes its part of a step.
   *
   * @param step of the training, from 1
   * @param cursor of the whole batch
   */
  void take(long step, int cursor) {
    if (gradient != null) {
      gradient.run(cursor + first);
      int at = 0;
      for (Slot<float[]> slot : gradients) {
        System.arraycopy(backend.read(slot), 0, sums, at, slot.size());
        at += slot.size();
      }
    }
    tree.add(step, cursor, sums, gradient != null);
    int at = 0;
    for (Slot<float[]> slot : gradients) {
      backend.write(slot, Arrays.copyOfRange(sums, at, at + slot.size()));
      at += slot.size();
    }
    update.run(cursor);
  }

  void close() {
    if (gradient != null) {
      gradient.close();
    }
    update.close();
  }
}
