package dev.incline.train;

import java.util.List;

/**
 * The epochs of a run.
 *
 * @param epochs in order, at least one
 */
public record History(List<EpochRecord> epochs) {
  public History {
    epochs = List.copyOf(epochs);
    if (epochs.isEmpty()) {
      throw new IllegalArgumentException("a history has at least one epoch");
    }
  }

  /**
   * The epoch of the highest validation accuracy; among equals the first. Where no row validates,
   * the last epoch.
   */
  public EpochRecord best() {
    EpochRecord best = epochs.get(0);
    if (!best.hasValidation()) {
      return epochs.get(epochs.size() - 1);
    }
    for (EpochRecord epoch : epochs) {
      if (epoch.validationAccuracy() > best.validationAccuracy()) {
        best = epoch;
      }
    }
    return best;
  }
}
