package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {
  @Test
  void helpAndVersionAreDone() {
    assertThat(Main.run("--help")).isZero();
    assertThat(Main.run("--version")).isZero();
  }

  @Test
  void wrongUsageExitsWithTwo() {
    assertThat(Main.run()).isEqualTo(2);
    assertThat(Main.run("--no-such-option")).isEqualTo(2);
  }
}
