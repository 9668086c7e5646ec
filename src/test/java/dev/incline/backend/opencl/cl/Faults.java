package dev.incline.backend.opencl.cl;

import java.util.Map;
import java.util.TreeMap;
import org.jocl.CL;
import org.jocl.CLException;

/** Makes calls to OpenCL fail, from the one that a test chooses. */
public final class Faults implements AutoCloseable {
  /** The device is gone. */
  public static final int LOST = CL.CL_DEVICE_NOT_AVAILABLE;

  /** The device has no memory left. */
  public static final int OUT_OF_MEMORY = CL.CL_MEM_OBJECT_ALLOCATION_FAILURE;

  private final Map<String, Integer> calls = new TreeMap<>();

  /** Counts calls, and lets none fail. */
  public static Faults none() {
    return new Faults("", 0, 0, 0);
  }

  /**
   * Lets one call fail.
   *
   * @param call such as {@code clCreateBuffer}
   * @param number of it, from 1
   * @param status OpenCL's error code
   */
  public static Faults at(String call, int number, int status) {
    return new Faults(call, number, number, status);
  }

  /** As {@link #at}, and every later one too. */
  public static Faults from(String call, int number, int status) {
    return new Faults(call, number, Integer.MAX_VALUE, status);
  }

  private Faults(String call, int first, int last, int status) {
    Cl.plant(
        name -> {
          int count = calls.merge(name, 1, Integer::sum);
          if (name.equals(call) && count >= first && count <= last) {
            throw new CLException(CL.stringFor_errorCode(status), status);
          }
        });
  }

  /** How often each function was called. */
  public Map<String, Integer> calls() {
    return calls;
  }

  @Override
  public void close() {
    Cl.plant(null);
  }
}
