package dev.incline.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * exp, log, sigmoid and tanh against double precision over their whole range; the worst error is
 * stated and held.
 */
@Tag("slow")
class ElementaryTest {
  private interface FloatFunction {
    float of(float x);
  }

  @Test
  void expIsWithinOneUlpOfTheTrueValue() {
    double worst = worstUlp(Elementary::exp, Math::exp, -87.3f, 87.3f, 2_000_000);
    assertThat(worst).isLessThan(1.0);
  }

  @Test
  void logIsWithinTwoUlpOfTheTrueValueOverAllNormalFloats() {
    Random random = new Random(1);
    double worst = 0;
    for (int i = 0; i < 3_000_000; i++) {
      float x = Float.intBitsToFloat(0x00800000 + random.nextInt(0x7f800000 - 0x00800000));
      worst = Math.max(worst, ulps(Elementary.log(x), Math.log(x)));
    }
    worst = Math.max(worst, worstUlp(Elementary::log, Math::log, 0.5f, 10f, 2_000_000));
    assertThat(worst).isLessThan(2.0);
  }

  @Test
  void sigmoidIsWithinTwoAndAHalfUlpOfTheTrueValue() {
    double worst = worstUlp(Elementary::sigmoid, x -> 1 / (1 + Math.exp(-x)), -87f, 40f, 2_000_000);
    assertThat(worst).isLessThan(2.5);
  }

  @Test
  void tanhIsWithinOneAndAHalfUlpOfTheTrueValue() {
    double worst = worstUlp(Elementary::tanh, Math::tanh, -10f, 10f, 4_000_000);
    assertThat(Math.max(worst, worstUlp(Elementary::tanh, Math::tanh, 0.55f, 0.75f, 4_000_000)))
        .isLessThan(1.5);
    for (int bits = 1; bits < 0x7f800000; bits += 997) {
      float x = Float.intBitsToFloat(bits);
      worst = Math.max(worst, ulps(Elementary.tanh(x), Math.tanh(x)));
      require(Elementary.tanh(-x) == -Elementary.tanh(x), x);
    }
    assertThat(worst).isLessThan(1.5);
  }

  @Test
  void tanhNeverFallsAndStaysWithinOne() {
    float before = 0;
    for (int bits = 0x3f000000; bits < 0x41300000; bits++) { // from 1/2 to 11
      float t = Elementary.tanh(Float.intBitsToFloat(bits));
      require(t >= before && t <= 1, Float.intBitsToFloat(bits));
      before = t;
    }
    assertThat(before).isEqualTo(1f);
  }

  @Test
  void everyFiniteFloatGivesAValueInRange() {
    for (int bits = 0; bits < 0x7f800000; bits += 97) {
      for (float x : new float[] {Float.intBitsToFloat(bits), -Float.intBitsToFloat(bits)}) {
        require(Elementary.exp(Math.min(x, 87.3f)) >= 0f, x);
        float s = Elementary.sigmoid(x);
        require(s >= 0 && s <= 1, x);
      }
    }
  }

  @Test
  void edges() {
    assertThat(Elementary.exp(0f)).isEqualTo(1f);
    assertThat(Elementary.exp(-0f)).isEqualTo(1f);
    assertThat(Elementary.exp(-87.4f)).isZero();
    assertThat(Elementary.exp(Float.NEGATIVE_INFINITY)).isZero();
    assertThat(Elementary.exp(-87.3f)).isGreaterThanOrEqualTo(Float.MIN_NORMAL);
    assertThat(Elementary.exp(Float.NaN)).isNaN();
    assertThat(Elementary.log(1f)).isZero();
    assertThat(Elementary.sigmoid(0f)).isEqualTo(0.5f);
    assertThat(Elementary.sigmoid(Float.POSITIVE_INFINITY)).isEqualTo(1f);
    assertThat(Elementary.sigmoid(Float.NEGATIVE_INFINITY)).isZero();
    assertThat(Elementary.sigmoid(Float.NaN)).isNaN();
    for (float tiny : new float[] {0f, -0f, Float.MIN_VALUE, -Float.MIN_NORMAL, 1e-20f, -1e-5f}) {
      assertThat(Elementary.tanh(tiny)).isEqualTo(tiny); // -0 is another number than 0 here
    }
    assertThat(Elementary.tanh(9f)).isLessThan(1f);
    for (float large : new float[] {9.02f, 1e4f, Float.MAX_VALUE, Float.POSITIVE_INFINITY}) {
      assertThat(Elementary.tanh(large)).isEqualTo(1f);
      assertThat(Elementary.tanh(-large)).isEqualTo(-1f);
    }
    assertThat(Elementary.tanh(Float.NaN)).isNaN();
  }

  @Test
  void aNumberComesNearerToZeroByTheLeastThatIsKept() {
    float least = 0x1p-100f;
    assertThat(Elementary.nearer(least)).isZero();
    assertThat(Elementary.nearer(-least / 3)).isZero();
    assertThat(Elementary.nearer(3 * least)).isEqualTo(2 * least);
    assertThat(Elementary.nearer(-3 * least)).isEqualTo(-2 * least);
    for (float x : new float[] {0x1p-75f, -0x1.fffffep-75f, 1f, -Float.MAX_VALUE, 0f}) {
      assertThat(Elementary.nearer(x)).isEqualTo(x);
    }
    assertThat(Elementary.nearer(Float.NaN)).isNaN();
  }

  /**
   * Where a device divides within 3 ulp only, its kernels correct 1 / x twice by fma. Over all
   * significands and every such start the result is the correctly rounded quotient, once the one
   * exception is treated: a significand of all ones (Markstein 1990).
   */
  @Test
  void twoCorrectionsByFmaRoundAReciprocalCorrectly() {
    for (int significand = 0; significand < 1 << 23; significand++) {
      float x = Float.intBitsToFloat(0x3f800000 | significand);
      float exact = 1f / x;
      int bits = Float.floatToRawIntBits(exact);
      for (int off = -3; off <= 3; off++) {
        float r = Float.intBitsToFloat(bits + off);
        r = Math.fma(Math.fma(-x, r, 1f), r, r);
        r = Math.fma(Math.fma(-x, r, 1f), r, r);
        if (significand == 0x7fffff) {
          r = Float.intBitsToFloat(Float.floatToRawIntBits(r) | 1);
        }
        require(r == exact, x);
      }
    }
  }

  /** Millions of floats: assertThat would take most of the time. */
  private static void require(boolean right, float x) {
    if (!right) {
      throw new AssertionError("wrong at " + x);
    }
  }

  private static double worstUlp(
      FloatFunction ours, DoubleUnaryOperator truth, float from, float to, int samples) {
    double worst = 0;
    for (int i = 0; i <= samples; i++) {
      float x = (float) (from + (to - (double) from) * i / samples);
      worst = Math.max(worst, ulps(ours.of(x), truth.applyAsDouble(x)));
    }
    return worst;
  }

  private static double ulps(float ours, double truth) {
    return Math.abs(ours - truth) / Math.ulp((float) truth);
  }
}
