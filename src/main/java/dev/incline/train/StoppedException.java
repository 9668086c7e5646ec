package dev.incline.train;

/** A training was asked to stop, and did so between two steps. */
public final class StoppedException extends RuntimeException {
  public StoppedException(long step) {
    super("stopped after step " + step);
  }
}
