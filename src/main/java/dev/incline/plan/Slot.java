package dev.incline.plan;

/**
 * A named, shaped piece of memory: no data, no device. Two slots are the same memory when name,
 * shape and type are equal. Matrices are row-major.
 *
 * @param name for people; such as {@code W1}, or {@code b1} of a vector
 * @param rows at least 1
 * @param cols at least 1; rows · cols fits an int
 * @param type {@code float[].class}, {@code int[].class} or {@code byte[].class} (bytes are
 *     unsigned)
 * @param <A> the Java array that holds it on the host
 */
public record Slot<A>(String name, int rows, int cols, Class<A> type) {
  public Slot {
    if (rows < 1 || cols < 1 || (long) rows * cols > Integer.MAX_VALUE - 64) {
      throw new IllegalArgumentException("slot " + name + " cannot be " + rows + " x " + cols);
    }
  }

  public static Slot<float[]> floats(String name, int rows, int cols) {
    return new Slot<>(name, rows, cols, float[].class);
  }

  public static Slot<int[]> ints(String name, int rows, int cols) {
    return new Slot<>(name, rows, cols, int[].class);
  }

  public static Slot<byte[]> bytes(String name, int rows, int cols) {
    return new Slot<>(name, rows, cols, byte[].class);
  }

  /**
   * The same slot, when it holds arrays of this type.
   *
   * @throws IllegalArgumentException when it does not
   */
  @SuppressWarnings("unchecked") // the type says it
  public <B> Slot<B> as(Class<B> wanted) {
    if (type != wanted) {
      throw new IllegalArgumentException(this + " holds no " + wanted.getSimpleName());
    }
    return (Slot<B>) this;
  }

  /** Whether it is a vector: a single row, with a name that begins with a small letter. */
  public boolean isVector() {
    return rows == 1 && !name.isEmpty() && Character.isLowerCase(name.charAt(0));
  }

  /** Number of elements. */
  public int size() {
    return rows * cols;
  }

  /** Bytes per element. */
  public int elementBytes() {
    return type == byte[].class ? 1 : 4;
  }

  /** Such as {@code W1 [784 x 128]}. */
  @Override
  public String toString() {
    return name + " [" + rows + " x " + cols + "]";
  }
}
