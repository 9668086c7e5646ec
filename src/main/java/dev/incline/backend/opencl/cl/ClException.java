package dev.incline.backend.opencl.cl;

import org.jocl.CLException;

/**
 * An OpenCL call failed: names the call, the error, the device, and what to do where that is known.
 */
public sealed class ClException extends RuntimeException permits ClBuildException {
  public ClException(String message) {
    super(message);
  }

  ClException(String call, String device, CLException cause) {
    super(
        "%s failed on %s: %s%s".formatted(call, device, cause.getMessage(), advice(cause)), cause);
  }

  /** The same failure of another kind, with a sentence behind it where there is one. */
  ClException(ClException failure, String advice) {
    super(failure.getMessage() + (advice.isEmpty() ? "" : ". " + advice), failure.getCause());
  }

  /** OpenCL's error code; 0 where the failure is not one of OpenCL's. */
  int status() {
    return getCause() instanceof CLException failure ? failure.getStatus() : 0;
  }

  private static String advice(CLException cause) {
    return switch (cause.getStatus()) {
      case org.jocl.CL.CL_MEM_OBJECT_ALLOCATION_FAILURE,
          org.jocl.CL.CL_OUT_OF_RESOURCES,
          org.jocl.CL.CL_OUT_OF_HOST_MEMORY,
          org.jocl.CL.CL_INVALID_BUFFER_SIZE ->
          " (the device is out of memory: take a smaller --batch, --hidden or --limit, or --device cpu)";
      case org.jocl.CL.CL_DEVICE_NOT_AVAILABLE ->
          " (the device was lost: reset it or take --device cpu)";
      default -> "";
    };
  }
}
