package dev.incline.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.backend.reference.ReferenceBackend;
import dev.incline.plan.AdamUpdate;
import dev.incline.plan.MomentumUpdate;
import dev.incline.plan.Op;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The weights of a pixel that is on once and never again. Their means fall at each step; so do the
 * weights of Adam with L2. None may become denormal: some processors take a hundred cycles for
 * each.
 */
class VanishingGradientTest {
  private static final int SIZE = 50;
  private static final int STEPS = 20_000;
  private static final Slot<float[]> GRADIENT = Slot.floats("gradient", 1, SIZE);
  private static final Slot<float[]> MEAN = Slot.floats("mean", 1, SIZE);
  private static final Slot<float[]> SQUARE = Slot.floats("square", 1, SIZE);
  private static final Slot<float[]> WEIGHTS = Slot.floats("weights", 1, SIZE);
  private static final Slot<float[]> SCALARS = Slot.floats("scalars", 3, STEPS);

  static Stream<Op> updates() {
    return Stream.of(
        new MomentumUpdate(GRADIENT, MEAN, WEIGHTS, SCALARS, 0.9f, 0, false),
        new MomentumUpdate(GRADIENT, MEAN, WEIGHTS, SCALARS, 0.9f, 0, true),
        adam(0.001f, 0),
        adam(0.001f, 1e-4f),
        adam(0.05f, 1e-4f),
        adam(0.3f, 0.01f));
  }

  private static Op adam(float squareShare, float l2) {
    return new AdamUpdate(
        GRADIENT, MEAN, SQUARE, WEIGHTS, SCALARS, 0.1f, squareShare, 1e-8f, l2, false);
  }

  @ParameterizedTest
  @MethodSource("updates")
  void leavesNoDenormals(Op update) {
    try (Backend fast = new CpuBackend(1);
        Backend reference = new ReferenceBackend()) {
      assertThat(state(fast, update)).isEqualTo(state(reference, update));
    }
  }

  /** What is kept after the last step, as text; looked at every 100 steps on the way. */
  private static String state(Backend backend, Op update) {
    Random random = new Random(5);
    float[] steps = new float[SCALARS.size()];
    Arrays.fill(steps, 0, STEPS, 0.001f);
    Arrays.fill(steps, STEPS, steps.length, 1);
    backend.write(SCALARS, steps);
    for (Slot<float[]> slot : List.of(GRADIENT, WEIGHTS)) {
      float[] values = new float[SIZE];
      for (int i = 0; i < SIZE; i++) {
        values[i] = 0.1f * (float) random.nextGaussian();
      }
      backend.write(slot, values);
    }
    backend.write(MEAN, new float[SIZE]);
    backend.write(SQUARE, new float[SIZE]);
    Executable step = backend.compile(Plan.of(update));
    StringBuilder last = new StringBuilder();
    for (int i = 0; i < STEPS; i++) {
      step.run(i);
      if (i == 0) {
        backend.write(GRADIENT, new float[SIZE]);
      }
      if (i % 100 == 0 || i == STEPS - 1) {
        last.setLength(0);
        for (Slot<float[]> slot : List.of(MEAN, SQUARE, WEIGHTS)) {
          float[] values = backend.read(slot);
          for (float value : values) {
            assertThat(value == 0 || Math.abs(value) >= Float.MIN_NORMAL)
                .as("%s after step %s has %s", slot.name(), i + 1, value)
                .isTrue();
          }
          last.append(slot.name()).append(Arrays.toString(values));
        }
      }
    }
    return last.toString();
  }
}
