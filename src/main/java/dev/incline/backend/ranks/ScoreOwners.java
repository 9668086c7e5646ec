package dev.incline.backend.ranks;

import dev.incline.backend.ScoringStep;
import dev.incline.plan.Slot;
import dev.incline.plan.Source;
import dev.incline.plan.TrainingStep;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which rank scored which position, and left the logits of a step. */
final class ScoreOwners {
  private final Map<Slot<?>, Scores> scores = new HashMap<>();

  /** The elements of a slot, and those among them that are new since they were brought together. */
  static final class Scores {
    private final int[] owners; // [elements] rank
    private int first; // of the new ones
    private int end;

    private Scores(int elements) {
      owners = new int[elements];
      broughtTogether();
    }

    int owner(int element) {
      return owners[element];
    }

    private void by(int rank, int from, int count) {
      Arrays.fill(owners, from, from + count, rank);
      first = Math.min(first, from);
      end = Math.max(end, from + count);
    }

    /** The new ones, the first of them. */
    int first() {
      return Math.min(first, end);
    }

    /** Behind the last new one. */
    int end() {
      return end;
    }

    void broughtTogether() {
      first = owners.length;
      end = 0;
    }
  }

  /** A step at this cursor scores its rows, each rank its own. */
  void scored(TrainingStep step, int ranks, int cursor) {
    for (int rank = 0; rank < ranks; rank++) {
      rows(step.source(), rank, cursor + step.first(rank, ranks), step.rows(rank, ranks));
    }
  }

  /** Such a step is one rank's. */
  void scored(ScoringStep step, int ranks, int cursor, int runs, int stride) {
    for (int run = 0; run < runs; run++) {
      int position = cursor + run * stride;
      int rank = step.owner(position, ranks);
      rows(step.source(), rank, position, step.batch());
      of(step.logits(), rank, 0, step.logits().size());
    }
  }

  private void rows(Source source, int rank, int from, int count) {
    of(source.loss(), rank, from, count);
    of(source.prediction(), rank, from, count);
  }

  private void of(Slot<?> slot, int rank, int from, int count) {
    scores.computeIfAbsent(slot, s -> new Scores(s.size())).by(rank, from, count);
  }

  /** Null where a slot is none that ranks have parts of. */
  @Nullable Scores of(Slot<?> slot) {
    return scores.get(slot);
  }

  void forget(Collection<? extends Slot<?>> slots) {
    scores.keySet().removeAll(slots);
  }
}
