package dev.incline.shadow;

/** A device computed a training step wrong. The message says which, where and what was kept. */
public final class BreachException extends RuntimeException {
  BreachException(String message) {
    super(message);
  }
}
