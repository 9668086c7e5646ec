package dev.incline.train;

import java.util.Locale;

/** The validation result that says which of two epochs is better. */
public enum Monitor {
  /** Higher is better. */
  ACCURACY,
  /** Lower is better. */
  LOSS;

  /** Whether an epoch is better than another; equal ones are not. */
  boolean isBetter(EpochRecord epoch, EpochRecord than) {
    return this == ACCURACY
        ? epoch.validationAccuracy() > than.validationAccuracy()
        : epoch.validationLoss() < than.validationLoss();
  }

  /** As the option takes it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
