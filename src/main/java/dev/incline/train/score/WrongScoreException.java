package dev.incline.train.score;

/** A device scored a row wrong, or not at all. */
public final class WrongScoreException extends RuntimeException {
  private final transient WrongScore wrong;

  WrongScoreException(WrongScore wrong) {
    this(wrong, "the device scored wrong " + wrong.where());
  }

  private WrongScoreException(WrongScore wrong, String message) {
    super(message);
    this.wrong = wrong;
  }

  /** The same, told with another message. */
  public WrongScoreException saying(String message) {
    return new WrongScoreException(wrong, message);
  }

  /** What is wrong, with all that it takes to score the rows again. */
  public WrongScore wrong() {
    return wrong;
  }
}
