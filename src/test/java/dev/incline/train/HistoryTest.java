package dev.incline.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
  @Test
  void theFirstOfEqualEpochsIsBest() {
    History history =
        new History(List.of(epoch(1, 0.5), epoch(2, 0.9), epoch(3, 0.9), epoch(4, 0.8)));
    assertThat(history.best().epoch()).isEqualTo(2);
    assertThat(new History(List.of(epoch(1, 0))).best().epoch()).isEqualTo(1);
  }

  private static EpochRecord epoch(int number, double validationAccuracy) {
    return new EpochRecord(number, 1, 0.1, 1, validationAccuracy, 1, 100);
  }
}
