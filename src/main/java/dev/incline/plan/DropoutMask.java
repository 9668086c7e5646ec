package dev.incline.plan;

import dev.incline.model.Draw;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.util.List;

/**
 * mask[i, j] = 0 with the probability rate, else 1 / (1 - rate): inverted dropout (Srivastava et
 * al. 2014), whose mean is 1.
 *
 * <p>Bits: unit j of the sample at position p = draw[3] + cursor + i takes word j mod 4 of
 * Philox4x32-10 (Salmon et al. 2011) with the key (draw[0], draw[1]) and the counter (draw[2], p,
 * layer, j / 4). It is dropped where that word, unsigned, is below floor(rate · 2^32). 1 / (1 -
 * rate) is computed in double and rounded once.
 *
 * <p>So a mask follows from seed, epoch, position, layer and unit alone: no size of batch or chunk
 * changes it, and no device.
 *
 * @param draw [1 x 4] {@link Draw#words()}
 * @param mask [batch x units]
 * @param layer from 1
 * @param rate from 0 to below 1
 * @param samples of an epoch
 */
public record DropoutMask(Slot<int[]> draw, Slot<float[]> mask, int layer, double rate, int samples)
    implements Op {
  public DropoutMask {
    Shapes.require(draw.size() == 4, "%s is no draw", draw);
    Shapes.require(rate >= 0 && rate < 1, "%s takes a rate from 0 to below 1", mask);
    Shapes.require(mask.rows() <= samples, "%s is longer than its epoch", mask);
  }

  /** As an unsigned int: words below it drop a unit. */
  public int threshold() {
    return (int) (long) (rate * 0x1p32);
  }

  /** What a kept unit is multiplied by. */
  public float scale() {
    return (float) (1 / (1 - rate));
  }

  @Override
  public int batch() {
    return mask.rows();
  }

  @Override
  public List<Slot<?>> reads() {
    return List.of(draw);
  }

  @Override
  public List<Slot<?>> writes() {
    return List.of(mask);
  }

  @Override
  public String formula() {
    return Phrase.of("%s = 0 or %s, by %s", mask.name(), Numeral.of(scale()), draw.name());
  }

  /** Whole numbers: exact anywhere. */
  @Override
  public double[] errorBound(ErrorTerms terms) {
    return terms.everywhere(Float.MIN_NORMAL);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.visit(this);
  }
}
