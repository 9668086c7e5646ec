package dev.incline.model;

import java.util.Locale;

/** The element-wise function at the end of a layer. */
public enum Activation {
  /** x. */
  IDENTITY,
  /** max(x, 0), with derivative 0 at 0. */
  RELU,
  /** 1 / (1 + exp(-x)), with derivative h(1 - h) taken from the output h. */
  SIGMOID;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
