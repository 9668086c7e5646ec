package dev.incline.backend.ranks;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.backend.ScoringStep;

/** The scoring steps that are a rank's: made and run by the rank's thread. */
final class ScoringPart {
  private final ScoringStep step;
  private final int rank;
  private final int ranks;
  private final Executable own;

  ScoringPart(int rank, int ranks, Backend backend, ScoringStep step) {
    this.step = step;
    this.rank = rank;
    this.ranks = ranks;
    this.own = backend.compile(step.plan());
  }

  /** Of these runs, those that are its own: they follow each other. */
  void run(int cursor, int runs, int stride) {
    int from = 0;
    while (from < runs && !isOwn(cursor + from * stride)) {
      from++;
    }
    int to = from;
    while (to < runs && isOwn(cursor + to * stride)) {
      to++;
    }
    if (from < to) {
      own.run(cursor + from * stride, to - from, stride);
    }
  }

  private boolean isOwn(int cursor) {
    return step.owner(cursor, ranks) == rank;
  }

  void close() {
    own.close();
  }
}
