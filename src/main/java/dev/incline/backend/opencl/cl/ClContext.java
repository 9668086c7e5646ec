package dev.incline.backend.opencl.cl;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_device_id;

/**
 * A context on one device with its in-order queue, and a second queue that uploads go by while the
 * first one computes.
 */
public final class ClContext extends ClObject {
  private final cl_context context;
  private final cl_command_queue queue;
  private final cl_command_queue uploads;
  private volatile boolean building; // programs that did not yet run
  private final Set<ClObject> owned = new LinkedHashSet<>(); // in the order in which they were made

  /**
   * @throws ClException when the device gives no context
   */
  public ClContext(ClDevice device) {
    super(device, null);
    try {
      this.context = Cl.call(device, "clCreateContext", "", () -> DriverContext.open(device));
    } catch (ClException e) {
      forget();
      throw e;
    }
    cl_command_queue first = null;
    try {
      first = newQueue(device.handle().device);
      this.uploads = newQueue(device.handle().device);
      this.queue = first;
    } catch (ClException e) {
      forget();
      if (first != null) {
        CL.clReleaseCommandQueue(first);
      }
      CL.clReleaseContext(context);
      throw e;
    }
  }

  private cl_command_queue newQueue(cl_device_id id) {
    return Cl.call(
        device(), "clCreateCommandQueue", "", () -> CL.clCreateCommandQueue(context, id, 0, null));
  }

  /** Takes what is made in this context, to close it at last. */
  void own(ClObject object) {
    owned.add(object);
  }

  /** Forgets what was closed before. */
  void disown(ClObject object) {
    owned.remove(object);
  }

  cl_context handle() {
    return context;
  }

  cl_command_queue queue() {
    return queue;
  }

  /**
   * Builds a source.
   *
   * @param file where it lies, for people
   * @throws ClException with device, file, options and the compiler's log when it does not build
   */
  public ClProgram build(String file, String source, String options) {
    if (!building) {
      building = true;
      LastWords.begin(device());
    }
    return new ClProgram(this, file, source, options);
  }

  /** All that was queued has run. */
  private void ran() {
    if (building) {
      building = false;
      LastWords.end();
    }
  }

  /** A new kernel of a program. */
  public ClKernel kernel(ClProgram program, String name) {
    return new ClKernel(this, program, name);
  }

  /** Waits until the queue is empty. */
  public void finish() {
    Cl.run(device(), "clFinish", "", () -> CL.clFinish(queue));
    ran();
  }

  /**
   * Writes from the buffer's beginning, after all work queued so far.
   *
   * @param array of floats, ints or bytes
   */
  public void write(ClBuffer buffer, Object array) {
    write(queue, buffer, array);
  }

  /** Writes at once, beside the work queued so far, which must not use the buffer. */
  public void upload(ClBuffer buffer, Object array) {
    write(uploads, buffer, array);
  }

  private void write(cl_command_queue by, ClBuffer buffer, Object array) {
    Pointer from = pointer(array);
    long bytes = (long) Array.getLength(array) * (array instanceof byte[] ? 1 : 4);
    Cl.run(
        device(),
        "clEnqueueWriteBuffer",
        "",
        () -> CL.clEnqueueWriteBuffer(by, buffer.handle(), true, 0, bytes, from, 0, null, null));
  }

  /**
   * Reads the whole buffer, after all work queued so far.
   *
   * @param array of floats, ints or bytes, as long as the buffer
   */
  public void read(ClBuffer buffer, Object array) {
    Pointer to = pointer(array);
    Cl.run(
        device(),
        "clEnqueueReadBuffer",
        "",
        () ->
            CL.clEnqueueReadBuffer(
                queue, buffer.handle(), true, 0, buffer.bytes(), to, 0, null, null));
    ran();
  }

  private static Pointer pointer(Object array) {
    if (array instanceof float[] floats) {
      return Pointer.to(floats);
    }
    return array instanceof int[] ints ? Pointer.to(ints) : Pointer.to((byte[]) array);
  }

  /** Whatever fails on the way, all that was made in the context is closed, the latest first. */
  @Override
  void release() {
    List<Runnable> steps = new ArrayList<>();
    steps.add(this::finish);
    List<ClObject> latestFirst = new ArrayList<>(owned);
    Collections.reverse(latestFirst);
    latestFirst.forEach(object -> steps.add(object::close));
    steps.add(() -> release("clReleaseCommandQueue", () -> CL.clReleaseCommandQueue(uploads)));
    steps.add(() -> release("clReleaseCommandQueue", () -> CL.clReleaseCommandQueue(queue)));
    steps.add(() -> release("clReleaseContext", () -> CL.clReleaseContext(context)));
    ClException failure = null;
    for (Runnable step : steps) {
      try {
        step.run();
      } catch (ClException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void release(String name, Supplier<Integer> function) {
    Cl.run(device(), name, "", function);
  }
}
