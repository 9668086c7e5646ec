package dev.incline.data;

import java.util.Arrays;

/** What rows are made of, [rows x features], row by row. The arrays are shared, not copied. */
public sealed interface Inputs {
  /** {@code byte[]} or {@code float[]}. */
  Object array();

  /** {@code byte[].class} or {@code float[].class}. */
  default Class<?> type() {
    return array().getClass();
  }

  /** Number of elements. */
  int size();

  /**
   * Elements {@code from} up to before {@code to}, with zeros for those behind the last.
   *
   * @param from at most the size
   */
  Inputs part(int from, int to);

  /** As many zeros of the same kind. */
  default Inputs zeros(int count) {
    return part(size(), size() + count);
  }

  /** Copies elements of another of the same kind to a place in this one. */
  default void copy(Inputs other, int from, int to, int count) {
    System.arraycopy(other.array(), from, array(), to, count);
  }

  /**
   * Pixels, grey or in colours.
   *
   * @param array unsigned bytes, of which a network takes 1/255
   */
  record Pixels(byte[] array) implements Inputs {
    @Override
    public int size() {
      return array.length;
    }

    @Override
    public Pixels part(int from, int to) {
      return new Pixels(Arrays.copyOfRange(array, from, to));
    }
  }

  /**
   * Numbers, which a network takes as they are.
   *
   * @param array finite; NaN is a missing value, until {@link TableColumns#filled} takes them out
   */
  record Numbers(float[] array) implements Inputs {
    @Override
    public int size() {
      return array.length;
    }

    @Override
    public Numbers part(int from, int to) {
      return new Numbers(Arrays.copyOfRange(array, from, to));
    }
  }
}
