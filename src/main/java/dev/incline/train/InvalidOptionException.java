package dev.incline.train;

/** A value the user chose cannot be used. The message names the flag and the legal range. */
public final class InvalidOptionException extends IllegalArgumentException {
  public InvalidOptionException(String message) {
    super(message);
  }
}
