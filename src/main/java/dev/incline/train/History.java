package dev.incline.train;

import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.util.List;

/**
 * The epochs of a run.
 *
 * @param epochs in order, at least one
 * @param monitor says which is better
 */
public record History(List<EpochRecord> epochs, Monitor monitor) {
  public History {
    epochs = List.copyOf(epochs);
    if (epochs.isEmpty()) {
      throw new IllegalArgumentException("a history has at least one epoch");
    }
  }

  /**
   * The epoch of the best validation result; among equals the first. Where no row validates, the
   * last epoch.
   */
  public EpochRecord best() {
    EpochRecord best = epochs.get(0);
    if (!best.hasValidation()) {
      return epochs.get(epochs.size() - 1);
    }
    for (EpochRecord epoch : epochs) {
      if (monitor.isBetter(epoch, best)) {
        best = epoch;
      }
    }
    return best;
  }

  /** Epochs since the best one. */
  public int waited() {
    return epochs.size() - best().epoch();
  }

  /**
   * Why a training stopped early, and when.
   *
   * @param patience as {@link TrainOptions} has it
   * @param planned epochs
   * @return empty where it did not
   */
  String stopped(int patience, int planned) {
    if (patience == 0 || waited() < patience || epochs.size() >= planned) {
      return "";
    }
    return Phrase.of(
        "after epoch %d of %d: %s without a better validation %s than that of epoch %d",
        epochs.size(), planned, Numeral.count(patience, "epoch"), monitor, best().epoch());
  }

  /**
   * How often so many epochs in a row brought no better result than the best before. The count
   * begins again after each time.
   *
   * @param patience at least 1
   */
  int plateaus(int patience) {
    int plateaus = 0;
    int waited = 0;
    EpochRecord best = epochs.get(0);
    for (EpochRecord epoch : epochs.subList(1, epochs.size())) {
      if (monitor.isBetter(epoch, best)) {
        best = epoch;
        waited = 0;
      } else if (++waited == patience) {
        plateaus++;
        waited = 0;
      }
    }
    return plateaus;
  }
}
