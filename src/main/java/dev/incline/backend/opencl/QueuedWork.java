package dev.incline.backend.opencl;

import dev.incline.backend.opencl.cl.ClContext;
import dev.incline.backend.opencl.cl.ClMarker;
import dev.incline.plan.Slot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which slots the queued work uses, and until when: so that a slot can be written while work goes
 * on that does not use it. The queue is cut into stretches; a new one begins when another plan is
 * run, so that replaying one plan costs nothing.
 *
 * <pre>
 *   queue:  ... [ steps over staging0 ] marker [ steps over staging1 ...
 *                                          │
 *                staging0 may be written from here on, whatever follows in the queue
 * </pre>
 */
final class QueuedWork {
  private static final int MOST = 8; // ended stretches; beyond it the last one goes on

  /** Work that ended at a marker. */
  private record Stretch(Set<Slot<?>> slots, ClMarker end) {}

  private final ClContext context;
  private final Deque<Stretch> ended = new ArrayDeque<>(); // the latest first
  private Set<Slot<?>> open = new HashSet<>(); // what the stretch uses that is not ended
  private @Nullable Set<Slot<?>> latest; // of the plan run last, for its identity

  QueuedWork(ClContext context) {
    this.context = context;
  }

  /** A plan over these slots is queued next; the set is the plan's own, always the same one. */
  @SuppressWarnings("ReferenceEquality") // the quick way to see that the plan is the last one again
  void run(Set<Slot<?>> slots) {
    if (slots != latest) {
      cut();
      open.addAll(slots);
      latest = slots;
    }
  }

  /** Something that uses this slot is queued next. */
  void use(Slot<?> slot) {
    open.add(slot);
  }

  private void cut() {
    if (!open.isEmpty() && ended.size() < MOST) {
      ended.addFirst(new Stretch(open, new ClMarker(context)));
      open = new HashSet<>();
    }
  }

  /**
   * Waits until no queued work uses the slot, unless the stretch that is not ended does.
   *
   * @return whether the slot is free
   */
  boolean free(Slot<?> slot) {
    if (open.contains(slot)) {
      return false;
    }
    List<Stretch> later = new ArrayList<>();
    while (!ended.isEmpty() && !ended.getFirst().slots().contains(slot)) {
      later.add(ended.removeFirst());
    }
    if (!ended.isEmpty()) {
      ended.getFirst().end().await();
      forget(); // the queue is in order: what came before is done too
    }
    ended.addAll(later);
    return true;
  }

  /** Everything queued so far is done. */
  void done() {
    open.clear();
    latest = null;
    forget();
  }

  private void forget() {
    ended.forEach(stretch -> stretch.end().close());
    ended.clear();
  }
}
