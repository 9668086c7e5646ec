package dev.incline.backend.ranks;

import dev.incline.plan.Slot;
import dev.incline.plan.TrainingStep;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which rank scored which position of a training. */
final class ScoreOwners {
  private final Map<Slot<?>, Scores> scores = new HashMap<>();

  /**
   * The positions of a slot, and those among them that are new since they were brought together.
   */
  static final class Scores {
    private final int[] owners; // [positions] rank
    private int first; // of the new ones
    private int end;

    private Scores(int positions) {
      owners = new int[positions];
      broughtTogether();
    }

    int owner(int position) {
      return owners[position];
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
    for (Slot<?> slot : List.of(step.source().loss(), step.source().prediction())) {
      Scores here = scores.computeIfAbsent(slot, s -> new Scores(s.size()));
      for (int rank = 0; rank < ranks; rank++) {
        int first = cursor + step.first(rank, ranks);
        Arrays.fill(here.owners, first, first + step.rows(rank, ranks), rank);
      }
      here.first = Math.min(here.first, cursor);
      here.end = Math.max(here.end, cursor + step.batch());
    }
  }

  /** Null where a slot is none that a training writes. */
  @Nullable Scores of(Slot<?> slot) {
    return scores.get(slot);
  }

  void forget(Collection<? extends Slot<?>> slots) {
    scores.keySet().removeAll(slots);
  }
}
