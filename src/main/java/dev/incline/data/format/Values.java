package dev.incline.data.format;

import dev.incline.data.Inputs;
import java.util.Arrays;

/**
 * Values of rows, one after the other: as bytes while all are whole numbers from 0 to 255, as
 * floats from the first on that is not.
 */
final class Values {
  /** More are not held. */
  static final int MAX = Integer.MAX_VALUE - 64;

  private byte[] bytes = new byte[1 << 16];
  private float[] floats = {};
  private boolean areBytes = true;
  private int size;

  /** Whether no more can be held. */
  boolean isFull() {
    return size == MAX;
  }

  /** Adds a whole number from 0 to 255. */
  void addByte(int value) {
    if (!areBytes) {
      addFloat(value);
      return;
    }
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, larger());
    }
    bytes[size++] = (byte) value;
  }

  /** Adds any number. */
  void addFloat(float value) {
    if (areBytes) {
      floats = new float[bytes.length];
      for (int i = 0; i < size; i++) {
        floats[i] = bytes[i] & 0xff;
      }
      bytes = new byte[0];
      areBytes = false;
    }
    if (size == floats.length) {
      floats = Arrays.copyOf(floats, larger());
    }
    floats[size++] = value;
  }

  private int larger() {
    return (int) Math.min(MAX, size * 2L);
  }

  /** The numbers that inputs are. */
  static float[] numbers(Inputs inputs) {
    if (inputs instanceof Inputs.Numbers numbers) {
      return numbers.array();
    }
    byte[] pixels = ((Inputs.Pixels) inputs).array();
    float[] numbers = new float[pixels.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = pixels[i] & 0xff;
    }
    return numbers;
  }

  /** All of them: pixels where all may be. */
  Inputs inputs() {
    return areBytes
        ? new Inputs.Pixels(Arrays.copyOf(bytes, size))
        : new Inputs.Numbers(Arrays.copyOf(floats, size));
  }
}
