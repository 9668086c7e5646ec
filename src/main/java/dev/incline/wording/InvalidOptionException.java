package dev.incline.wording;

import org.jspecify.annotations.Nullable;

/** A value the user chose cannot be used. The message names the flag and the legal range. */
public final class InvalidOptionException extends IllegalArgumentException {
  public InvalidOptionException(@Nullable String message) {
    super(message);
  }
}
