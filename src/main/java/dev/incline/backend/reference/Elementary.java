package dev.incline.backend.reference;

import dev.incline.model.Activation;

/**
 * exp, log, the square root and the activations, defined to the bit: the same steps, each one IEEE
 * binary32 operation, stand in {@code kernels/elementary.clh} and {@code activations.clh}. The
 * polynomials are minimax fits of our own (Remez, relative error 3e-9 for exp, 6e-9 for log and
 * 9e-9 for tanh before rounding); reduction by a split ln 2 follows Cody and Waite 1980.
 */
public final class Elementary {
  private static final float LOG2_E = 0x1.715476p+0f;
  private static final float LN2_HIGH = 0x1.63p-1f; // 9 bits: n · LN2_HIGH is exact
  private static final float LN2_LOW = -0x1.bd0106p-13f;
  private static final float ROUND = 0x1.8p+23f; // adding and subtracting it rounds to an integer
  private static final float SQRT_HALF = 0x1.6a09e6p-1f;

  /**
   * By how much a mean of gradients comes nearer to 0 at each step. Without it, a mean to which no
   * gradient comes ends in denormals, for which some processors take a hundred cycles each.
   */
  public static final float MIN_KEPT = 0x1p-100f;

  /**
   * The least mean of squared gradients, for the same reason. Its root is far below any epsilon.
   */
  public static final float MIN_SQUARE = 0x1p-120f;

  private Elementary() {}

  /** e^x within 1 ulp for x up to 87.3; 0 below -87.3, where the result would soon be denormal. */
  public static float exp(float x) {
    if (x < -87.3f) {
      return 0f;
    }
    float rounded = Math.fma(x, LOG2_E, ROUND);
    float n = rounded - ROUND;
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
    float q = 0x1.6a1a6cp-10f;
    q = Math.fma(q, r, 0x1.123fc6p-7f);
    q = Math.fma(q, r, 0x1.555916p-5f);
    q = Math.fma(q, r, 0x1.55548ap-3f);
    q = Math.fma(q, r, 0x1.fffffcp-2f);
    float e = Math.fma(Math.fma(q, r, 1f), r, 1f);
    int power = Float.floatToRawIntBits(rounded) - Float.floatToRawIntBits(ROUND);
    return e * Float.intBitsToFloat((power + 127) << 23); // times 2^power
  }

  /** ln x within 2 ulp, for normal x &gt; 0. */
  public static float log(float x) {
    int bits = Float.floatToRawIntBits(x);
    int exponent = (bits >> 23) - 126;
    float m = Float.intBitsToFloat((bits & 0x007fffff) | 0x3f000000); // in [1/2, 1)
    if (m < SQRT_HALF) {
      m = m + m;
      exponent = exponent - 1;
    }
    float f = m - 1f; // in [sqrt 1/2 - 1, sqrt 2 - 1)
    float p = -0x1.38b25ep-4f;
    p = Math.fma(p, f, 0x1.055a6cp-3f);
    p = Math.fma(p, f, -0x1.0d856p-3f);
    p = Math.fma(p, f, 0x1.22da44p-3f);
    p = Math.fma(p, f, -0x1.547246p-3f);
    p = Math.fma(p, f, 0x1.99a006p-3f);
    p = Math.fma(p, f, -0x1.000226p-2f);
    p = Math.fma(p, f, 0x1.555554p-2f);
    float n = exponent;
    float square = f * f;
    float low = Math.fma(square * f, p, n * LN2_LOW);
    float high = Math.fma(-0.5f, square, low);
    return Math.fma(n, LN2_HIGH, high + f);
  }

  /**
   * 1 / (1 + e^-x) within 2.5 ulp: 0 below -87, so that no division meets an infinity or gives a
   * denormal.
   */
  public static float sigmoid(float x) {
    return x < -87f ? 0f : 1f / (1f + exp(-x));
  }

  /**
   * tanh x within 1.5 ulp, with the sign of x, and never falling where x rises: an odd polynomial
   * for |x| below 5/8, else 1 - 2 / (1 + e^2|x|), which is 1 from 9.011 on.
   */
  public static float tanh(float x) {
    float a = Math.abs(x);
    float t;
    if (a < 0.625f) {
      float square = a * a;
      float p = -0x1.75e1dp-8f;
      p = Math.fma(p, square, 0x1.52269cp-6f);
      p = Math.fma(p, square, -0x1.b83c5ap-5f);
      p = Math.fma(p, square, 0x1.110726p-3f);
      p = Math.fma(p, square, -0x1.555532p-2f);
      t = Math.fma(a * square, p, a);
    } else {
      float bounded = a > 10f ? 10f : a; // NaN stays NaN
      t = Math.fma(-2f, 1f / (1f + exp(bounded + bounded)), 1f);
    }
    return Math.copySign(t, x);
  }

  /** √x, rounded correctly: a double's root has more than twice the digits of a float. */
  public static float sqrt(float x) {
    return (float) Math.sqrt(x);
  }

  /** x, {@link #MIN_KEPT} nearer to 0, or 0: a number of 2^-75 and more stays what it is. */
  public static float nearer(float x) {
    return x - Math.min(Math.max(x, -MIN_KEPT), MIN_KEPT);
  }

  /** act(z). */
  static float activated(Activation activation, float z) {
    return switch (activation) {
      case IDENTITY -> z;
      case RELU -> z <= 0f ? 0f : z; // NaN stays NaN
      case SIGMOID -> sigmoid(z);
      case TANH -> tanh(z);
    };
  }

  /** t times the derivative, from the output h = act(z). */
  static float timesDerivative(Activation activation, float t, float h) {
    return switch (activation) {
      case IDENTITY -> t;
      case RELU -> h > 0f ? t : 0f;
      case SIGMOID -> t * (h * (1f - h));
      case TANH -> t * Math.fma(-h, h, 1f);
    };
  }
}
