package dev.incline.backend.ranks;

import dev.incline.wording.Phrase;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a rank hands another.
 *
 * @param kind what is in it
 * @param step of the training that it is of, from 1
 * @param position in its epoch of that step's first row; 0 of words
 * @param data from its position to its limit
 */
public record RankMessage(Kind kind, long step, int position, ByteBuffer data) {
  /** What messages are of. */
  public enum Kind {
    SUMS(1),
    WORDS(2);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    /** What stands for it between processes. */
    public int code() {
      return code;
    }

    /** Null where the code stands for none. */
    public static @Nullable Kind of(int code) {
      return Stream.of(values()).filter(kind -> kind.code == code).findFirst().orElse(null);
    }
  }

  /** Whether both are of the same place in a training. */
  boolean isBeside(RankMessage other) {
    return kind == other.kind && step == other.step && position == other.position;
  }

  /** Such as {@code the sums of step 7, at row 384 of its epoch}. */
  @Override
  public String toString() {
    return kind == Kind.SUMS
        ? Phrase.of("the sums of step %s, at row %s of its epoch", step, position)
        : Phrase.of("the words of step %s", step);
  }
}
