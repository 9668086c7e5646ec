package dev.incline.backend.opencl.cl;

import dev.incline.wording.Phrase;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_mem;

/**
 * Device memory, zero-filled, with {@link #PADDING} bytes behind it: kernels load whole vectors
 * past the end of a row.
 */
public final class ClBuffer extends ClObject {
  /** What the kernels may read past the end. */
  public static final int PADDING = 1024;

  private final String type;
  private final long bytes;
  private final cl_mem buffer;

  /**
   * @param what it is for, such as {@code W1 [784 x 128]}
   * @param type of its elements, in OpenCL C
   * @throws ClException when the device does not have so many bytes
   */
  public ClBuffer(ClContext context, String what, String type, long bytes) {
    this(context, what, type, bytes, true);
  }

  /** Of any content: memory that is mostly not touched takes no time. */
  public static ClBuffer unfilled(ClContext context, String what, String type, long bytes) {
    return new ClBuffer(context, what, type, bytes, false);
  }

  private ClBuffer(ClContext context, String what, String type, long bytes, boolean filled) {
    super(context.device(), context);
    this.type = type;
    this.bytes = bytes;
    ClDevice device = context.device();
    if (bytes + PADDING > device.maxAllocation()) {
      forget();
      throw new ClException(
          Phrase.of(
              "%s takes %,d MiB, but %s allows at most %,d MiB in one buffer: take a smaller --batch, --hidden or --limit",
              what, bytes >> 20, device.title(), device.maxAllocation() >> 20));
    }
    try {
      this.buffer =
          Cl.call(
              device,
              "clCreateBuffer",
              Phrase.of(" of %,d bytes for %s", bytes, what),
              () ->
                  CL.clCreateBuffer(
                      context.handle(), CL.CL_MEM_READ_WRITE, bytes + PADDING, null, null));
    } catch (ClException e) {
      forget();
      throw e;
    }
    if (!filled) {
      return;
    }
    if (device.wantsWholeWrites()) {
      context.write(this, new byte[(int) (bytes + PADDING)]);
      return;
    }
    Pointer zero = Pointer.to(new byte[1]);
    try {
      Cl.run(
          device,
          "clEnqueueFillBuffer",
          " for " + what,
          () ->
              CL.clEnqueueFillBuffer(
                  context.queue(), buffer, zero, 1, 0, bytes + PADDING, 0, null, null));
    } catch (ClException e) {
      close();
      throw e;
    }
  }

  /** Of its elements, in OpenCL C. */
  public String type() {
    return type;
  }

  cl_mem handle() {
    return buffer;
  }

  /** Without the padding. */
  public long bytes() {
    return bytes;
  }

  @Override
  void release() {
    Cl.run(device(), "clReleaseMemObject", "", () -> CL.clReleaseMemObject(buffer));
  }
}
