package dev.incline.spark;

/** Something that the user can put right, said in words that name it. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
