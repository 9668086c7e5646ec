package dev.incline.plan;

import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A straight list of ops over slots. What may be read before the plan has written it is named:
 * {@code given}.
 *
 * @param name for people
 * @param given slots that hold data before the plan runs: dataset, order, parameters
 * @param ops in the order of execution, at least one
 */
public record Plan(String name, Set<Slot<?>> given, List<Op> ops) {
  /**
   * @throws IllegalArgumentException when an op reads a slot that is neither given nor written by
   *     an earlier op, or when two different slots share a name
   */
  public Plan {
    given = Set.copyOf(given);
    ops = List.copyOf(ops);
    if (ops.isEmpty()) {
      throw new IllegalArgumentException("plan " + name + " has no ops");
    }
    Set<Slot<?>> known = new HashSet<>(given);
    for (Op op : ops) {
      for (Slot<?> slot : op.reads()) {
        if (!known.contains(slot)) {
          throw new IllegalArgumentException(
              "plan %s reads %s before anything is in it: %s".formatted(name, slot, op.formula()));
        }
      }
      known.addAll(op.writes());
    }
    Set<String> names = new HashSet<>();
    for (Slot<?> slot : known) {
      if (!names.add(slot.name())) {
        throw new IllegalArgumentException("plan " + name + " has two slots named " + slot.name());
      }
    }
  }

  /** A plan of one op, everything it reads being given: what verification runs. */
  public static Plan of(Op op) {
    return new Plan(op.getClass().getSimpleName(), Set.copyOf(op.reads()), List.of(op));
  }

  /**
   * Checks that every op finds its samples at cursor, cursor + 1, ... in its order.
   *
   * @throws IndexOutOfBoundsException naming the op
   */
  public void requireCursor(int cursor) {
    for (Op op : ops) {
      int samples = op.samples();
      if (cursor < 0 || (samples > 0 && cursor > samples - op.batch())) {
        throw new IndexOutOfBoundsException(
            Phrase.of(
                "cursor %d leaves no batch of %d in %d samples: %s",
                cursor, op.batch(), samples, op.formula()));
      }
    }
  }

  /** Every slot the plan touches, in order of first appearance. */
  public List<Slot<?>> slots() {
    Set<Slot<?>> seen = new LinkedHashSet<>();
    for (Op op : ops) {
      seen.addAll(op.reads());
      seen.addAll(op.writes());
    }
    return new ArrayList<>(seen);
  }

  /** An aligned table: number, op, result shape, formula. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("plan ").append(name).append('\n');
    for (int i = 0; i < ops.size(); i++) {
      Op op = ops.get(i);
      Slot<?> result = op.writes().get(0);
      text.append(
          Phrase.of(
              "%3d  %-20s %-12s %s%n",
              i + 1,
              op.getClass().getSimpleName(),
              result.rows() + " x " + result.cols(),
              op.formula()));
    }
    return text.toString();
  }
}
