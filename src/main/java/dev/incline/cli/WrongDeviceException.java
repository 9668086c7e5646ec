package dev.incline.cli;

/** A device computes something wrong, so nothing was trained on it. The message is for the user. */
final class WrongDeviceException extends RuntimeException {
  WrongDeviceException(String message) {
    super(message);
  }
}
