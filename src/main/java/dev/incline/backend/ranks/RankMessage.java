package dev.incline.backend.ranks;

import java.nio.ByteBuffer;

/**
 * What a rank hands another.
 *
 * @param kind what is in it
 * @param step of the training that it is of, from 1
 * @param data from its position to its limit
 */
public record RankMessage(Kind kind, long step, ByteBuffer data) {
  /** What messages are of. */
  public enum Kind {
    SUMS,
    WORDS
  }

  /** Such as {@code the sums of step 7}. */
  @Override
  public String toString() {
    return "the %s of step %s".formatted(kind == Kind.SUMS ? "sums" : "words", step);
  }
}
