package dev.incline.backend.ranks;

/** Ranks that do not come together: one is missing, at another step, or has other weights. */
public final class RankException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean wrong;

  private RankException(String message, boolean wrong) {
    super(message);
    this.wrong = wrong;
  }

  /** One that is silent, was stopped, or is not of the same training. */
  public static RankException missing(String message) {
    return new RankException(message, false);
  }

  /** One that computed or sent something else. */
  public static RankException wrong(String message) {
    return new RankException(message, true);
  }

  /** Whether a rank computed or sent something else. */
  public boolean isWrong() {
    return wrong;
  }
}
