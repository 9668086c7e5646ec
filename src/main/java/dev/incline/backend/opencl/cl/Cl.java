package dev.incline.backend.opencl.cl;

import java.util.function.Supplier;
import org.jocl.CLException;
import org.jspecify.annotations.Nullable;

/** The one way to OpenCL for everything that holds a handle: what fails there says where. */
final class Cl {
  /** Fails in the place of a call, or does nothing; only tests have one. */
  interface Fault {
    /**
     * Comes before a call.
     *
     * @param call such as {@code clCreateBuffer}
     */
    void at(String call);
  }

  private static volatile @Nullable Fault fault;

  private Cl() {}

  /** From now on this comes before every call; null: nothing. */
  static void plant(@Nullable Fault planted) {
    fault = planted;
  }

  /**
   * @param name of the function, for messages first
   * @param what it is for, such as {@code for W1 [784 x 128]}; may be empty
   * @throws ClException naming the function, the device and the error
   */
  static <T> T call(ClDevice device, String name, String what, Supplier<T> function) {
    try {
      Fault planted = fault;
      if (planted != null) {
        planted.at(name);
      }
      return function.get();
    } catch (CLException e) {
      throw new ClException(name + what, device.title(), e);
    }
  }

  /** As {@link #call}, of a function whose result is an error code that JOCL throws. */
  static void run(ClDevice device, String name, String what, Supplier<Integer> function) {
    call(device, name, what, function);
  }
}
