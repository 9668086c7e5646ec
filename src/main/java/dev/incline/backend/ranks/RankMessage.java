package dev.incline.backend.ranks;

import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

  /** Such as {@code the sums of step 7}. */
  @Override
  public String toString() {
    return "the %s of step %s".formatted(kind == Kind.SUMS ? "sums" : "words", step);
  }
}
