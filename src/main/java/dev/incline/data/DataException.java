package dev.incline.data;

/**
 * Data that cannot be used: the message names the file, what is wrong with it and, where that is
 * known, what to do.
 */
public final class DataException extends RuntimeException {
  public DataException(String message) {
    super(message);
  }

  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
