package dev.incline.backend.opencl.cl;

import dev.incline.wording.Phrase;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_kernel;

/**
 * One launch site: a kernel object of its own, so that its arguments are set once and stay, and the
 * sizes it is launched with.
 */
public final class ClKernel extends ClObject {
  private static final int MISSING = CL.CL_INVALID_PROGRAM_EXECUTABLE; // then the kernel's name
  private static final int DIFFERENT = CL.CL_INVALID_KERNEL_DEFINITION;

  private final ClContext context;
  private final String name;
  private final cl_kernel kernel;
  private final int[] cursor = new int[1];
  private final Pointer cursorPointer = Pointer.to(cursor);
  private final int[] steps = new int[1];
  private final Pointer stepsPointer = Pointer.to(steps);
  private final int[] stride = new int[1];
  private final Pointer stridePointer = Pointer.to(stride);
  private int arguments;
  private int cursorArgument = -1;
  private int stepsArgument = -1;
  private int workers;
  private long[] global = {1};
  private long[] local = {1};

  ClKernel(ClContext context, ClProgram program, String name) {
    super(context.device(), context);
    this.context = context;
    this.name = name;
    try {
      this.kernel =
          Cl.call(
              device(),
              "clCreateKernel",
              " " + name,
              () -> CL.clCreateKernel(program.handle(), name, null));
    } catch (ClException e) {
      forget();
      boolean missing = e.status() <= MISSING && e.status() >= DIFFERENT;
      throw missing ? new ClBuildException(e, device().cacheAdvice()) : e;
    }
  }

  /** Makes this the next argument. */
  public ClKernel with(ClBuffer buffer) {
    return with(Sizeof.cl_mem, Pointer.to(buffer.handle()));
  }

  /** Makes this the next argument. */
  public ClKernel with(int value) {
    return with(Sizeof.cl_int, Pointer.to(new int[] {value}));
  }

  /** Makes this the next argument. */
  public ClKernel with(float value) {
    return with(Sizeof.cl_float, Pointer.to(new float[] {value}));
  }

  /** Makes the next argument the cursor, set by each launch. */
  public ClKernel withCursor() {
    cursorArgument = arguments;
    return with(Sizeof.cl_int, cursorPointer);
  }

  /**
   * Makes the next two arguments the number of steps and the cursor's stride, set by each launch.
   */
  public ClKernel withSteps() {
    stepsArgument = arguments;
    return with(Sizeof.cl_int, stepsPointer).with(Sizeof.cl_int, stridePointer);
  }

  /** Launched as so many workers, or fewer. */
  public ClKernel withWorkers(int most) {
    workers = most;
    return over(new long[] {most}, new long[] {1});
  }

  /** How many workers may share a launch; 0 where its work-items are fixed. */
  public int maxWorkers() {
    return workers;
  }

  /** Launch sizes: global sizes, rounded up to whole work-groups of the local sizes. */
  public ClKernel over(long[] items, long[] groups) {
    global = new long[items.length];
    for (int d = 0; d < items.length; d++) {
      global[d] = (items[d] + groups[d] - 1) / groups[d] * groups[d];
    }
    local = groups.clone();
    return this;
  }

  private ClKernel with(int size, Pointer value) {
    Cl.run(
        device(),
        "clSetKernelArg",
        Phrase.of(" %d of %s", arguments, name),
        () -> CL.clSetKernelArg(kernel, arguments, size, value));
    arguments++;
    return this;
  }

  /** Whether one launch takes any number of steps. */
  public boolean countsSteps() {
    return stepsArgument >= 0;
  }

  /**
   * Queues one launch and waits for nothing.
   *
   * @param sharers where the kernel has workers, so many of them
   * @param count of steps, where the kernel counts them
   * @param move of the cursor with each step
   */
  public void launch(int sharers, int position, int count, int move) {
    if (workers > 0) {
      global[0] = sharers;
    }
    Cl.run(device(), "clEnqueueNDRangeKernel", " " + name, () -> enqueue(position, count, move));
  }

  private int enqueue(int position, int count, int move) {
    if (cursorArgument >= 0) {
      cursor[0] = position;
      CL.clSetKernelArg(kernel, cursorArgument, Sizeof.cl_int, cursorPointer);
    }
    if (stepsArgument >= 0) {
      steps[0] = count;
      stride[0] = move;
      CL.clSetKernelArg(kernel, stepsArgument, Sizeof.cl_int, stepsPointer);
      CL.clSetKernelArg(kernel, stepsArgument + 1, Sizeof.cl_int, stridePointer);
    }
    return CL.clEnqueueNDRangeKernel(
        context.queue(), kernel, global.length, null, global, local, 0, null, null);
  }

  @Override
  void release() {
    Cl.run(device(), "clReleaseKernel", "", () -> CL.clReleaseKernel(kernel));
  }
}
