package dev.incline.backend.cpu;

import dev.incline.plan.Slot;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * What the slots hold, from their first use on, zero-filled. Float matrices are arrays of rows: the
 * JIT compiles a loop over whole rows to vector instructions, one over slices of a single array it
 * does not.
 */
final class CpuMemory {
  private final Map<Slot<?>, Object> arrays =
      new HashMap<>(); // floats as rows, ints and bytes flat

  float[][] rows(Slot<float[]> slot) {
    return (float[][]) array(slot);
  }

  /** The rows {@code first} to before {@code first + count}: views, no copies. */
  float[][] rows(Slot<float[]> slot, int first, int count) {
    return Arrays.copyOfRange(rows(slot), first, first + count);
  }

  /** The only row. */
  float[] row(Slot<float[]> slot) {
    return rows(slot)[0];
  }

  /** Of ints or bytes. */
  <A> A flat(Slot<A> slot) {
    return slot.type().cast(array(slot));
  }

  <A> void write(Slot<A> slot, A array) {
    if (Array.getLength(array) != slot.size()) {
      throw new IllegalArgumentException(slot + " takes " + slot.size() + " elements");
    }
    Object held = array(slot);
    if (held instanceof float[][] rows) {
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(array, i * slot.cols(), rows[i], 0, slot.cols());
      }
    } else {
      System.arraycopy(array, 0, held, 0, slot.size());
    }
  }

  /** A copy. */
  <A> A read(Slot<A> slot) {
    Object held = array(slot);
    Object copy = Array.newInstance(slot.type().getComponentType(), slot.size());
    if (held instanceof float[][] rows) {
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(rows[i], 0, copy, i * slot.cols(), slot.cols());
      }
    } else {
      System.arraycopy(held, 0, copy, 0, slot.size());
    }
    return slot.type().cast(copy);
  }

  void clear() {
    arrays.clear();
  }

  void release(Collection<? extends Slot<?>> slots) {
    arrays.keySet().removeAll(slots);
  }

  /** Bytes that a slot takes. */
  static long bytes(Slot<?> slot) {
    return slot.type() == float[].class
        ? bytes(slot.rows(), slot.cols())
        : array((long) slot.elementBytes() * slot.size());
  }

  /** Bytes of rows of floats. */
  static long bytes(int rows, int cols) {
    return bytes(rows) + rows * bytes(cols);
  }

  /** Bytes of an array of floats, or of references in a heap below 32 GiB. */
  static long bytes(int length) {
    return array(4L * length);
  }

  /** With its header, rounded up as the JVM does. */
  private static long array(long content) {
    return (16 + content + 7) / 8 * 8;
  }

  private Object array(Slot<?> slot) {
    return arrays.computeIfAbsent(slot, CpuMemory::allocate);
  }

  private static Object allocate(Slot<?> slot) {
    if (slot.type() == float[].class) {
      return new float[slot.rows()][slot.cols()];
    }
    return Array.newInstance(slot.type().getComponentType(), slot.size());
  }
}
