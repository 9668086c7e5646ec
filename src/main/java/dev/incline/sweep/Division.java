package dev.incline.sweep;

import dev.incline.store.Claim;
import dev.incline.sweep.SweepObserver.RunEnd;
import dev.incline.sweep.SweepObserver.Trained;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands the runs of a sweep to the workers of this process, each one that no other process is at.
 * When only runs of others are left, it waits for them: one may die, and its run is handed out
 * then.
 */
final class Division {
  private static final long LOOK = 500; // milliseconds between two looks for what others are at

  private final SweepFolder folder;
  private final Claims claims;
  private final SharingTerms terms;
  private final SweepObserver observer;
  private final Set<String> open = new LinkedHashSet<>(); // not over, nor under way here
  private final Map<String, RunEnd> ends = new LinkedHashMap<>();
  private long lastEnd = System.nanoTime();

  /** A run that this process has, until it calls {@link #done}. */
  record Turn(String run, Claim claim) {}

  /**
   * @param kept those of the runs that are over
   */
  Division(
      Iterable<String> runs,
      Map<String, RunEnd> kept,
      SweepFolder folder,
      Claims claims,
      SharingTerms terms,
      SweepObserver observer) {
    this.folder = folder;
    this.claims = claims;
    this.terms = terms;
    this.observer = observer;
    for (String run : runs) {
      RunEnd end = kept.get(run);
      if (end != null) {
        over(run, end);
      } else if (terms.isWanted(run)) {
        open.add(run);
      }
    }
  }

  /**
   * The next run; waits while others are at all that are left.
   *
   * @return null when all are over, when it is time to stop, or when the wait was too long
   */
  synchronized @Nullable Turn next() throws IOException {
    while (!terms.stopping().getAsBoolean()) {
      for (String run : List.copyOf(open)) {
        Turn turn = turn(run);
        if (turn != null) {
          return turn;
        }
      }
      if (open.isEmpty() || isPatienceAtEnd()) {
        return null;
      }
      pause();
    }
    return null;
  }

  /** The runs that are not over, nor under way here. */
  synchronized List<String> open() {
    return List.copyOf(open);
  }

  /**
   * Sees to what others do, and takes nothing, until all is over, they have ended, the wait was too
   * long, or it is time to stop.
   *
   * @param atWork whether others are
   */
  synchronized void watch(BooleanSupplier atWork) {
    while (!open.isEmpty() && !terms.stopping().getAsBoolean()) {
      boolean last = !atWork.getAsBoolean() || isPatienceAtEnd();
      Set<String> there = last ? folder.there() : Set.of();
      for (String run : open()) {
        if (there.contains(run) || folder.isOver(run)) {
          overElsewhere(run, Trained.HERE); // by those whom this process watches
        } else {
          claims.watch(run);
        }
      }
      if (last) {
        return;
      }
      pause();
    }
  }

  private boolean isPatienceAtEnd() {
    return System.nanoTime() - lastEnd >= terms.patience().toNanos();
  }

  @SuppressWarnings("WaitNotInLoop") // whoever pauses looks again
  private synchronized void pause() {
    try {
      wait(Math.min(LOOK, terms.beat().toMillis()));
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while others are at the last runs", e);
    }
  }

  /** Null where the run is over, or another process is at it. */
  private @Nullable Turn turn(String run) throws IOException {
    if (folder.isOver(run)) {
      overElsewhere(run, Trained.ELSEWHERE);
      return null;
    }
    Claim claim = claims.take(run);
    if (claim == null) {
      return null;
    }
    if (folder.isOver(run)) { // since: who finishes a run takes all claims to it away
      overElsewhere(run, Trained.ELSEWHERE);
      return null;
    }
    open.remove(run);
    return new Turn(run, claim);
  }

  private void overElsewhere(String run, Trained trained) {
    claims.giveBack(run);
    folder.clear(run);
    over(run, folder.end(run, trained));
  }

  private void over(String run, RunEnd end) {
    open.remove(run);
    ends.put(run, end);
    lastEnd = System.nanoTime();
    observer.over(run, end);
  }

  /**
   * This process is done with a run.
   *
   * @param end null where the run is not over: it was stopped, or another process has taken it
   */
  synchronized void done(Turn turn, @Nullable RunEnd end) {
    claims.giveBack(turn.run());
    if (end != null) {
      over(turn.run(), end);
    } else {
      open.add(turn.run());
    }
    notifyAll();
  }

  /** How every run ended that is over. */
  synchronized Map<String, RunEnd> ends() {
    return new LinkedHashMap<>(ends);
  }
}
