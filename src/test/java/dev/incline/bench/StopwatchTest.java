package dev.incline.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.Backend;
import dev.incline.backend.cpu.CpuBackend;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StopwatchTest {
  @Test
  void theMedianIsTheMiddleOne() {
    assertThat(Stopwatch.median(3, 1, 100)).isEqualTo(3);
    assertThat(Stopwatch.median(4, 1, 100, 2)).isEqualTo(3);
  }

  @Test
  void everyRepetitionRunsEquallyManyAfterTheWarmUp() {
    List<Integer> runs = new ArrayList<>();
    try (Backend backend = new CpuBackend(1)) {
      double seconds = new Stopwatch(3, 0.001).secondsPerRun(backend, runs::add);
      assertThat(seconds).isPositive().isFinite();
    }
    List<Integer> lengths = new ArrayList<>(); // of the stretches 0, 1, 2, ...
    for (int run : runs) {
      if (run == 0) {
        lengths.add(0);
      }
      lengths.set(lengths.size() - 1, run + 1);
    }
    int warmUps = lengths.size() - 3;
    assertThat(warmUps).isPositive();
    assertThat(lengths.subList(warmUps, lengths.size()))
        .containsOnly(lengths.get(warmUps - 1)); // as many as the last warm-up took
  }
}
