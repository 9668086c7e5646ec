package dev.incline.run.device;

/** A device computes something wrong, so nothing was trained on it. The message is for the user. */
public final class WrongDeviceException extends RuntimeException {
  public WrongDeviceException(String message) {
    super(message);
  }
}
