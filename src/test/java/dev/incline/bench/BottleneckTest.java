package dev.incline.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class BottleneckTest {
  private static final double LAUNCH = 3e-6;

  @Test
  void launchesBoundAStepTheyTakeMoreThanHalfOf() {
    assertThat(Bottleneck.of(53e-6, 9, LAUNCH, 0.9)).isEqualTo(Bottleneck.LAUNCHES); // 27 of 53
    assertThat(Bottleneck.of(54e-6, 9, LAUNCH, 0.9)).isEqualTo(Bottleneck.ARITHMETIC); // just half
  }

  @Test
  void arithmeticBoundsAStepThatReachesMoreThanHalfOfThePeak() {
    assertThat(Bottleneck.of(1e-3, 9, LAUNCH, 0.51)).isEqualTo(Bottleneck.ARITHMETIC);
    assertThat(Bottleneck.of(1e-3, 9, LAUNCH, 1.2)).isEqualTo(Bottleneck.ARITHMETIC);
    assertThat(Bottleneck.of(1e-3, 9, LAUNCH, 0.5)).isEqualTo(Bottleneck.MEMORY);
  }

  @Test
  void eachSaysInWordsWhatItMeans() {
    for (Bottleneck bottleneck : Bottleneck.values()) {
      assertThat(bottleneck.toString()).startsWith(bottleneck.name().toLowerCase(Locale.ROOT));
    }
    assertThat(Bottleneck.LAUNCHES.toString()).contains("more than half of the step");
    assertThat(Bottleneck.ARITHMETIC.toString()).contains("more than half of the device's peak");
    assertThat(Bottleneck.MEMORY.toString()).contains("moving numbers");
  }
}
