package dev.incline.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
  @Test
  void theFirstOfEqualEpochsIsBest() {
    History history =
        new History(
            List.of(epoch(1, 0.5), epoch(2, 0.9), epoch(3, 0.9), epoch(4, 0.8)), Monitor.ACCURACY);
    assertThat(history.best().epoch()).isEqualTo(2);
    assertThat(new History(List.of(epoch(1, 0)), Monitor.ACCURACY).best().epoch()).isEqualTo(1);
  }

  @Test
  void byLossTheLowestIsBest() {
    History history = losses(0.5, 0.3, 0.4, 0.3);
    assertThat(history.best().epoch()).isEqualTo(2);
    assertThat(history.waited()).isEqualTo(2);
  }

  @Test
  void eachPlateauIsCountedAnew() {
    assertThat(losses(5, 4, 3, 2).plateaus(1)).isZero();
    assertThat(losses(5, 5, 5, 5, 5).plateaus(1)).isEqualTo(4);
    assertThat(losses(5, 5, 5, 5, 5).plateaus(2)).isEqualTo(2);
    assertThat(losses(5, 5, 4, 5, 4).plateaus(2)).isEqualTo(1);
    assertThat(losses(5, 6, 4, 5, 3).plateaus(2)).isZero();
    assertThat(losses(3, 5, 4, 3, 4).plateaus(4))
        .isEqualTo(1); // better than the best, not the last
  }

  @Test
  void itSaysWhyItStopped() {
    History history = losses(0.5, 0.3, 0.4, 0.3);
    assertThat(history.stopped(2, 9))
        .isEqualTo(
            "after epoch 4 of 9: 2 epochs without a better validation loss than that of epoch 2");
    assertThat(history.stopped(3, 9)).isEmpty();
    assertThat(history.stopped(2, 4)).isEmpty();
    assertThat(history.stopped(0, 9)).isEmpty();
  }

  private static History losses(double... losses) {
    List<EpochRecord> epochs = new ArrayList<>();
    for (double loss : losses) {
      epochs.add(new EpochRecord(epochs.size() + 1, 1, 0.1, loss, 0.5, 1, 100, 0.1));
    }
    return new History(epochs, Monitor.LOSS);
  }

  private static EpochRecord epoch(int number, double validationAccuracy) {
    return new EpochRecord(number, 1, 0.1, 1, validationAccuracy, 1, 100, 0.1);
  }
}
