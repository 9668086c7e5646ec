package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {
  @Test
  void helpAndVersionAreDone() {
    CommandRun help = CommandRun.of("--help");
    assertThat(help.code()).isZero();
    assertThat(help.out()).contains("train", "Exit codes:", "training diverged");
    assertThat(help.err()).isEmpty();
    assertThat(CommandRun.of("--version").out()).startsWith("incline ");
  }

  @Test
  void wrongUsageExitsWithTwo() {
    CommandRun nothing = CommandRun.of();
    assertThat(nothing.code()).isEqualTo(2);
    assertThat(nothing.err()).contains("Usage: incline", "--help");
    CommandRun unknown = CommandRun.of("--no-such-option");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("--no-such-option");
    assertThat(unknown.out()).isEmpty();
  }
}
