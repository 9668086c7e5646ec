package dev.incline.model;

import dev.incline.wording.Phrase;

/**
 * What the random numbers of a pass follow from, beside the row of a step: so a step that is taken
 * again, by itself or in other batches, has the same.
 *
 * @param seed of the training
 * @param epoch from 1
 * @param position in the epoch of the sample at cursor 0, from 0
 */
public record Draw(long seed, int epoch, int position) {
  public Draw {
    if (epoch < 1 || position < 0) {
      throw new IllegalArgumentException(
          Phrase.of("epoch %d and position %d are not from 1 and 0", epoch, position));
    }
  }

  /** The first sample of a training. */
  public static Draw first(long seed) {
    return new Draw(seed, 1, 0);
  }

  /** So many samples further on in the same epoch. */
  public Draw plus(int samples) {
    return new Draw(seed, epoch, position + samples);
  }

  /** [4]: the seed's lower and upper half, epoch, position. */
  public int[] words() {
    return new int[] {(int) seed, (int) (seed >>> 32), epoch, position};
  }
}
