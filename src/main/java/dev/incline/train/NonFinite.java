package dev.incline.train;

import dev.incline.backend.Backend;
import dev.incline.model.Network;
import dev.incline.plan.GatherRows;
import dev.incline.plan.Op;
import dev.incline.plan.Parameters;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import dev.incline.train.feed.Pass;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a training first met infinity or NaN.
 *
 * @param step of its epoch, from 0
 * @param tensor the first of the step's, in the order of the plan's ops, that is not finite
 * @param values how many of its values are not
 * @param size of all it has
 * @param rows of the training file: those of the batch whose values are not finite; all of the
 *     batch where the tensor has no rows of its own for them
 * @param largest magnitude of the weights before the step
 */
record NonFinite(
    int step, String tensor, int values, int size, List<Integer> rows, double largest) {
  private static final int NAMED = 5; // rows

  /**
   * Takes steps one by one.
   *
   * @param steps begun; the backend holds the finite state before step {@code first}
   * @param order of the epoch
   * @param end the step, from 0, to stop before
   * @return null when everything is finite this time
   */
  static @Nullable NonFinite find(
      Backend backend, Network network, Pass steps, int[] order, int first, int end) {
    List<Slot<float[]>> parameters = Parameters.slots(network);
    for (int step = first; step < end; step++) {
      double largest = backend.read(parameters).weights(network).largest();
      steps.run(step, step + 1);
      NonFinite found = in(backend, steps, order, step, largest);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable NonFinite in(
      Backend backend, Pass steps, int[] order, int step, double largest) {
    Plan plan = steps.plan(step);
    int begin = steps.position(step);
    int batch = steps.size(step);
    for (Op op : plan.ops()) {
      for (Slot<?> slot : op.writes()) {
        if (op instanceof GatherRows || !(backend.read(slot) instanceof float[] all)) {
          continue; // pixels are finite
        }
        boolean bySample = slot.equals(steps.loss()); // of the whole epoch
        int from = bySample ? begin : 0;
        int to = bySample ? begin + batch : all.length;
        boolean byRow = bySample || slot.rows() == batch;
        int width = bySample ? 1 : slot.cols();
        int count = 0;
        List<Integer> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
          if (!Float.isFinite(all[i])) {
            count++;
            int row = order[begin + (byRow ? (i - from) / width : 0)];
            if (byRow && (rows.isEmpty() || rows.get(rows.size() - 1) != row)) {
              rows.add(row);
            }
          }
        }
        if (count > 0) {
          for (int i = 0; !byRow && i < batch; i++) {
            rows.add(order[begin + i]);
          }
          return new NonFinite(step, slot.name(), count, to - from, rows, largest);
        }
      }
    }
    return null;
  }

  /** What is not finite, and where. */
  @Override
  public String toString() {
    String named = String.join(", ", rows.stream().limit(NAMED).map(String::valueOf).toList());
    return String.format(
        Locale.ROOT,
        "%s is the first tensor that is not finite (%,d of %,d values; batch row%s %s%s of the training file); before that step no weight was above %.3g",
        tensor,
        values,
        size,
        rows.size() == 1 ? "" : "s",
        named,
        rows.size() > NAMED ? Phrase.of(", ... (%d in all)", rows.size()) : "",
        largest);
  }
}
