package dev.incline.backend.opencl;

import dev.incline.wording.Phrase;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_kernel;

/**
 * One launch site: a kernel object of its own, so that its arguments are set once and stay, and the
 * sizes it is launched with.
 */
final class ClKernel extends ClObject {
  private static final int MISSING = CL.CL_INVALID_PROGRAM_EXECUTABLE; // then the kernel's name
  private static final int DIFFERENT = CL.CL_INVALID_KERNEL_DEFINITION;

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

  /** Sets the next argument; the cursor is set by each launch. */
  ClKernel with(Call.Argument argument) {
    if (argument instanceof Call.Argument.Memory memory) {
      set(Sizeof.cl_mem, Pointer.to(memory.buffer().handle()));
    } else if (argument instanceof Call.Argument.Real real) {
      set(Sizeof.cl_float, Pointer.to(new float[] {real.value()}));
    } else if (argument instanceof Call.Argument.Whole whole) {
      set(Sizeof.cl_int, Pointer.to(new int[] {whole.value()}));
    } else {
      cursorArgument = arguments;
      set(Sizeof.cl_int, cursorPointer);
    }
    return this;
  }

  /**
   * Makes the next two arguments the number of steps and the cursor's stride, set by each launch.
   */
  ClKernel withSteps() {
    stepsArgument = arguments;
    set(Sizeof.cl_int, stepsPointer);
    set(Sizeof.cl_int, stridePointer);
    return this;
  }

  /** Launched as so many workers, or fewer. */
  ClKernel withWorkers(int most) {
    workers = most;
    return over(new long[] {most}, new long[] {1});
  }

  /** How many workers may share a launch; 0 where its work-items are fixed. */
  int mostWorkers() {
    return workers;
  }

  /** Launch sizes: global sizes, rounded up to whole work-groups of the local sizes. */
  ClKernel over(long[] items, long[] groups) {
    global = new long[items.length];
    for (int d = 0; d < items.length; d++) {
      global[d] = (items[d] + groups[d] - 1) / groups[d] * groups[d];
    }
    local = groups.clone();
    return this;
  }

  private void set(int size, Pointer value) {
    Cl.run(
        device(),
        "clSetKernelArg",
        Phrase.of(" %d of %s", arguments, name),
        () -> CL.clSetKernelArg(kernel, arguments, size, value));
    arguments++;
  }

  /** Whether one launch takes any number of steps. */
  boolean countsSteps() {
    return stepsArgument >= 0;
  }

  /**
   * Queues one launch and waits for nothing.
   *
   * @param sharers where the kernel has workers, so many of them
   * @param count of steps, where the kernel counts them
   * @param move of the cursor with each step
   */
  void launch(cl_command_queue queue, int sharers, int position, int count, int move) {
    if (workers > 0) {
      global[0] = sharers;
    }
    Cl.run(
        device(),
        "clEnqueueNDRangeKernel",
        " " + name,
        () -> enqueue(queue, position, count, move));
  }

  private int enqueue(cl_command_queue queue, int position, int count, int move) {
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
        queue, kernel, global.length, null, global, local, 0, null, null);
  }

  @Override
  void release() {
    Cl.run(device(), "clReleaseKernel", "", () -> CL.clReleaseKernel(kernel));
  }
}
