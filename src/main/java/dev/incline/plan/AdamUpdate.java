package dev.incline.plan;

import dev.incline.model.Adam;
import dev.incline.wording.Numeral;
import java.util.List;

/**
 * A step of Adam, element by element, with the numbers of the step rate = scalars[0, cursor],
 * correction = scalars[1, cursor] and kept = scalars[2, cursor]:
 *
 * <pre>
 *   g = gradient + l2 · w     m = m + meanShare · (g - m)     s = s + squareShare · (g² - s)
 *   w = w - rate · m / (√s · correction + epsilon)            w = kept · w - ..., decoupled
 * </pre>
 *
 * With meanShare = 1 - β1, squareShare = 1 - β2, rate = lr / (1 - β1^t) and correction = 1 / √(1 -
 * β2^t) that is {@link Adam}.
 *
 * <p>Bits: g = fma(l2, w, gradient); m = nearer(fma(meanShare, g - m, m)); s = max(fma(squareShare,
 * fma(g, g, -s), s), 2^-120); d = fma(√s, correction, epsilon); w = fma(-rate, m · (1 / d), w), or,
 * decoupled, w = fma(-rate, m · (1 / d), kept · w). √ and / are rounded correctly; nearer(x) = x -
 * min(max(x, -2^-100), 2^-100), so that neither m nor s ends in denormals where no gradient comes.
 *
 * @param gradient [rows x cols]
 * @param mean m [rows x cols]
 * @param square s [rows x cols]
 * @param parameter w [rows x cols]
 * @param scalars [at least 3 x epoch rows]
 * @param epsilon at least 1e-30
 */
public record AdamUpdate(
    Slot<float[]> gradient,
    Slot<float[]> mean,
    Slot<float[]> square,
    Slot<float[]> parameter,
    Slot<float[]> scalars,
    float meanShare,
    float squareShare,
    float epsilon,
    float l2,
    boolean decoupled)
    implements Op {
  public AdamUpdate {
    Shapes.requireAlike(parameter, gradient, mean, square);
  }

  @Override
  public int samples() {
    return scalars.cols();
  }

  @Override
  public int batch() {
    return 1;
  }

  @Override
  public List<Slot<?>> reads() {
    return List.of(gradient, mean, square, parameter, scalars);
  }

  @Override
  public List<Slot<?>> writes() {
    return List.of(mean, square, parameter);
  }

  @Override
  public String kind() {
    return "AdamUpdate" + (decoupled ? " decoupled" : "");
  }

  @Override
  public String formula() {
    String w = parameter.name();
    String m = mean.name();
    String s = square.name();
    String g = l2 == 0 ? gradient.name() : gradient.name() + " + " + Numeral.of(l2) + " · " + w;
    return "%s += %s · (%s - %s), %s += %s · ((%s)² - %s), %s = %s - %s · %s / (√%s · %s + %s)"
        .formatted(
            m,
            Numeral.of(meanShare),
            g,
            m,
            s,
            Numeral.of(squareShare),
            g,
            s,
            w,
            decoupled ? scalars.name() + "[2] · " + w : w,
            scalars.name() + "[0]",
            m,
            s,
            scalars.name() + "[1]",
            Numeral.of(epsilon));
  }

  @Override
  public double[] errorBound(ErrorTerms terms) {
    float[] gradient = terms.floats(gradient());
    float[] m = terms.floats(mean);
    float[] s = terms.floats(square);
    float[] w = terms.floats(parameter);
    double rate = terms.largest(scalars, Adam.RATE);
    double correction = terms.largest(scalars, Adam.CORRECTION);
    double kept = decoupled ? terms.largest(scalars, Adam.KEPT) : 1;
    double[] bound = new double[w.length];
    for (int i = 0; i < bound.length; i++) {
      double g = Math.abs((double) gradient[i]) + Math.abs((double) l2 * w[i]);
      double meanSize = Math.abs((double) m[i]) + meanShare * g;
      double offMean = 4 * ErrorTerms.ROUNDING * meanSize + Float.MIN_NORMAL;
      double squareSize = s[i] + squareShare * g * g;
      double offSquare = 4 * ErrorTerms.ROUNDING * squareSize + Float.MIN_NORMAL;
      if (terms.written().equals(mean)) {
        bound[i] = offMean;
      } else if (terms.written().equals(square)) {
        bound[i] = offSquare;
      } else {
        // √(s + off) - √s is at most √off; what is divided by is at least epsilon.
        double off = Math.sqrt(offSquare) * correction;
        double ratio = (offMean + meanSize * (4 * ErrorTerms.ROUNDING + off / epsilon)) / epsilon;
        bound[i] =
            3 * ErrorTerms.ROUNDING * (kept * Math.abs((double) w[i]) + rate * meanSize / epsilon)
                + rate * ratio
                + Float.MIN_NORMAL;
      }
    }
    return bound;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
