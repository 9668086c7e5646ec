package dev.incline.option;

import java.util.Locale;

/** What {@code --model} takes. */
public enum ModelKind {
  SOFTMAX,
  MLP;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
