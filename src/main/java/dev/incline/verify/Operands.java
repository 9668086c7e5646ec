package dev.incline.verify;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Seeded values that ops are tried with. */
final class Operands {
  /**
   * Arguments whose e^x, or ln (1 + e^-x), is another float where the first coefficient of the
   * polynomial is off by eight units of its last digit; found by trying all floats.
   */
  private static final float[] DECIDING = {
    0x1.a7c2dep-3f, 0x1.26e29cp-2f, 0x1.33cbf2p-2f, 0x1.40b15cp-2f, 0x1.4dfb8ap-2f, // e^-x
    0x1.89b3bap-3f, 0x1.1c4cc6p-2f, 0x1.496ca8p-2f, 0x1.51f8c6p-2f, 0x1.587f8cp-2f, // e^x
    0x1.9d2f5ep-1f, 0x1.9d2f60p-1f, 0x1.9d2f62p-1f, 0x1.c5eefep-1f, 0x1.c5ef00p-1f // ln (1 + e^-x)
  };

  private static final int EXPONENTS = Float.MAX_EXPONENT - Float.MIN_EXPONENT + 1 + 23;

  private Operands() {}

  /**
   * Arguments of exp and activations: where they change their form, where rounding to a multiple of
   * ln 2 does, next to 0 (1 + e^x is there 2, or the largest number below), where the last digit of
   * a coefficient decides, then random ones of several spreads.
   */
  static float[] arguments(RandomGenerator random, int count) {
    float[] x = new float[count];
    int known = 0;
    for (float rare : DECIDING) {
      for (int sign = 1; sign >= -1 && known < count; sign -= 2) {
        x[known++] = sign * rare;
      }
    }
    for (float edge : new float[] {0, 0.625f, 9.011f, 10, 87, 87.3f, 104}) {
      for (float near : new float[] {edge, Math.nextUp(edge), Math.nextDown(edge), edge + 0.5f}) {
        for (int sign = 1; sign >= -1 && known < count; sign -= 2) {
          x[known++] = sign * near;
        }
      }
    }
    for (int k = -125; k <= 125; k++) {
      float between = (float) ((k + 0.5) * Math.log(2));
      for (float near : new float[] {between, Math.nextUp(between), Math.nextDown(between)}) {
        if (known < count / 2) {
          x[known++] = near;
        }
      }
    }
    for (int i = known; i < count; i++) {
      float spread = new float[] {0x1p-20f, 1, 16, 100}[i % 4];
      x[i] = spread * (2 * random.nextFloat() - 1);
    }
    return x;
  }

  /** Mostly normal; one in eight zero of either sign, one in sixteen near an end of the range. */
  static float[] numbers(RandomGenerator random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      float value = (float) random.nextGaussian();
      values[i] =
          switch (random.nextInt(16)) {
            case 0 -> 0f;
            case 1 -> -0f;
            case 2 -> value * (random.nextBoolean() ? 1e-30f : 1e8f);
            default -> value;
          };
    }
    return values;
  }

  /**
   * Arguments of square roots: 0, and of each exponent, those of denormals too, the smallest, the
   * next, the largest and random ones.
   */
  static float[] squares(RandomGenerator random, int count) {
    float[] values = new float[Math.max(count, 1 + 4 * EXPONENTS)];
    for (int i = 1; i < values.length; i++) {
      float least = Math.scalb(1f, Float.MIN_EXPONENT - 23 + i % EXPONENTS);
      values[i] =
          switch (i / EXPONENTS) {
            case 0 -> least;
            case 1 -> Math.nextUp(least);
            case 2 -> Math.nextDown(2 * least);
            default -> least * (1 + random.nextFloat());
          };
    }
    return values;
  }

  /** Of either sign, up to 32 times a size, and as often below it. */
  static float[] around(RandomGenerator random, int count, float size) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = Math.scalb(random.nextFloat() * 2 - 1, random.nextInt(11) - 5) * size;
    }
    return values;
  }

  /** From 0 to below 1; one in four 0. */
  static float[] unit(RandomGenerator random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextInt(4) == 0 ? 0f : random.nextFloat();
    }
    return values;
  }

  /**
   * Rows of narrow, wide and extreme spread, some logits exactly 0; rows whose largest are many.
   */
  static float[] logits(RandomGenerator random, int batch, int classes) {
    float[] values = new float[batch * classes];
    for (int i = 0; i < batch; i++) {
      float spread = new float[] {0.01f, 1f, 30f, 1000f}[i % 4];
      boolean tied = i % 5 == 4;
      for (int j = 0; j < classes; j++) {
        values[i * classes + j] =
            tied
                ? random.nextInt(3) - 1
                : random.nextInt(5) == 0 ? 0f : spread * (float) random.nextGaussian();
      }
    }
    return values;
  }

  /** From 0 to below bound. */
  static int[] indexes(RandomGenerator random, int count, int bound) {
    return random.ints(count, 0, bound).toArray();
  }

  static float[] filled(int count, float value) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return values;
  }
}
