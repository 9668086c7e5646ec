package dev.incline.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class BoundTest {
  private static final double LAUNCH = 3e-6;

  @Test
  void launchesBoundAStepTheyTakeMoreThanHalfOf() {
    assertThat(Bound.of(53e-6, 9, LAUNCH, 0.9)).isEqualTo(Bound.LAUNCHES); // 27 of 53
    assertThat(Bound.of(54e-6, 9, LAUNCH, 0.9)).isEqualTo(Bound.ARITHMETIC); // just half
  }

  @Test
  void arithmeticBoundsAStepThatReachesMoreThanHalfOfThePeak() {
    assertThat(Bound.of(1e-3, 9, LAUNCH, 0.51)).isEqualTo(Bound.ARITHMETIC);
    assertThat(Bound.of(1e-3, 9, LAUNCH, 1.2)).isEqualTo(Bound.ARITHMETIC);
    assertThat(Bound.of(1e-3, 9, LAUNCH, 0.5)).isEqualTo(Bound.MEMORY);
  }

  @Test
  void eachSaysInWordsWhatItMeans() {
    for (Bound bound : Bound.values()) {
      assertThat(bound.toString()).startsWith(bound.name().toLowerCase(Locale.ROOT));
    }
    assertThat(Bound.LAUNCHES.toString()).contains("more than half of the step");
    assertThat(Bound.ARITHMETIC.toString()).contains("more than half of the device's peak");
    assertThat(Bound.MEMORY.toString()).contains("moving numbers");
  }
}
