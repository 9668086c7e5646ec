package dev.incline.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.model.Activation;
import dev.incline.plan.Epilogue;
import dev.incline.plan.Op;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The blocked, zero-skipping product against the plainest loops that state its definition: every
 * bit.
 */
class MatMulTest {
  @ParameterizedTest(name = "{0} x {1} x {2}, transposed {3} {4}, {5} threads")
  @CsvSource({
    "1, 1, 1, false, false, 1",
    "2, 3, 4, true, false, 2",
    "5, 10, 9, false, true, 3",
    "7, 17, 33, true, true, 2",
    "64, 128, 784, false, false, 2",
    "784, 128, 64, true, false, 3",
    "64, 128, 10, false, true, 2",
  })
  void is_a_chain_of_fma_per_element(
      int m, int n, int k, boolean transA, boolean transB, int threads) {
    Random random = new Random(m * 31 + n * 7 + k);
    float[] a = withZeros(random, m * k);
    float[] b = withZeros(random, k * n);
    float[] c = withZeros(random, m * n);
    float[] bias = withZeros(random, n);
    float alpha = -0.3f;
    float beta = 0.7f;
    Slot<float[]> slotA = transA ? Slot.floats("a", k, m) : Slot.floats("a", m, k);
    Slot<float[]> slotB = transB ? Slot.floats("b", n, k) : Slot.floats("b", k, n);
    Slot<float[]> slotC = Slot.floats("c", m, n);
    Slot<float[]> slotBias = Slot.floats("bias", 1, n);
    Epilogue epilogue = new Epilogue.Forward(slotBias, Activation.SIGMOID);
    try (CpuBackend backend = new CpuBackend(threads)) {
      backend.write(slotA, a);
      backend.write(slotB, b);
      backend.write(slotC, c);
      backend.write(slotBias, bias);
      backend
          .compile(
              Plan.of(new Op.MatMul(slotA, slotB, slotC, transA, transB, alpha, beta, epilogue)))
          .run(0);
      float[] expected = new float[m * n];
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          float sum = 0f;
          for (int p = 0; p < k; p++) {
            float left = transA ? a[p * m + i] : a[i * k + p];
            float right = transB ? b[j * k + p] : b[p * n + j];
            sum = Math.fma(left, right, sum);
          }
          float t = Math.fma(alpha, sum + 0f, beta * c[i * n + j]) + bias[j];
          expected[i * n + j] = Elementary.sigmoid(t);
        }
      }
      assertThat(backend.read(slotC)).containsExactly(expected);
    }
  }

  /**
   * An underflowing product leaves -0; skipping a later zero factor must not show in the result.
   */
  @org.junit.jupiter.api.Test
  void a_sum_that_underflows_to_negative_zero_is_positive_zero() {
    Slot<float[]> a = Slot.floats("a", 1, 2);
    Slot<float[]> b = Slot.floats("b", 2, 1);
    Slot<float[]> c = Slot.floats("c", 1, 1);
    try (CpuBackend backend = new CpuBackend(1)) {
      backend.write(a, new float[] {1e-30f, 0f});
      backend.write(b, new float[] {-1e-30f, 1f});
      backend.compile(Plan.of(new Op.MatMul(a, b, c, false, false, 1, 0, Epilogue.NONE))).run(0);
      assertThat(Float.floatToRawIntBits(backend.read(c)[0])).isZero();
    }
  }

  private static float[] withZeros(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextInt(3) == 0 ? 0f : (float) random.nextGaussian();
    }
    return values;
  }
}
