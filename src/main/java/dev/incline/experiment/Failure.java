package dev.incline.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.incline.train.DivergedException;
import dev.incline.train.score.WrongScoreException;
import dev.incline.wording.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Why a run has no result: {@code failure.json}.
 *
 * @param message for people
 * @param epoch from 1; only where it diverged
 * @param step within the epoch, from 1; only where it diverged
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Failure(Kind kind, String message, @Nullable Integer epoch, @Nullable Integer step) {
  /** What happened. */
  public enum Kind {
    /** Training ran away to infinity or NaN: the same settings do so again. */
    @JsonProperty("diverged")
    DIVERGED,
    /** The device computed wrong. */
    @JsonProperty("wrong")
    WRONG,
    /** Anything else: a full disk, a device that gave up. */
    @JsonProperty("failed")
    FAILED
  }

  /** What {@code thrown} comes to. */
  public static Failure of(Throwable thrown) {
    Throwable cause = Reason.origin(thrown);
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    if (cause instanceof DivergedException diverged) {
      return new Failure(Kind.DIVERGED, message, diverged.epoch(), diverged.step());
    }
    Kind kind = cause instanceof WrongScoreException ? Kind.WRONG : Kind.FAILED;
    return new Failure(kind, message, null, null);
  }
}
