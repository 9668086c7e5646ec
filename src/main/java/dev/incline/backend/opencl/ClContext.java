package dev.incline.backend.opencl;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;

/**
 * A context on one device with its in-order queue, a second queue that uploads go by while the
 * first one computes, and the programs built so far.
 */
final class ClContext extends ClObject {
  private final KernelSources sources;
  private final cl_context context;
  private final cl_command_queue queue;
  private final cl_command_queue uploads;
  private volatile boolean building; // programs that did not yet run
  private final Map<String, ClProgram> programs = new LinkedHashMap<>();
  private final Set<ClObject> owned = new LinkedHashSet<>(); // in the order in which they were made

  ClContext(ClDevice device, KernelSources sources) {
    super(device, null);
    this.sources = sources;
    cl_device_id[] devices = {device.handle().device};
    cl_context_properties properties = new cl_context_properties();
    properties.addProperty(CL.CL_CONTEXT_PLATFORM, device.handle().platform);
    try {
      this.context =
          Cl.call(
              device,
              "clCreateContext",
              "",
              () -> CL.clCreateContext(properties, 1, devices, null, null, null));
    } catch (ClException e) {
      forget();
      throw e;
    }
    cl_command_queue first = null;
    try {
      first = newQueue(devices[0]);
      this.uploads = newQueue(devices[0]);
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

  /** A new kernel for a call alone; the program is built once for the same defines. */
  ClKernel kernel(Call call) {
    ClKernel kernel = kernel(call.name(), call.defines()).over(call.items(), call.groups());
    call.arguments().forEach(kernel::with);
    return kernel;
  }

  /** A new kernel of the file of its name; the program is built once for the same defines. */
  ClKernel kernel(String name, Defines defines) {
    String options = defines.options(device());
    String file = name + ".cl";
    ClProgram program =
        programs.computeIfAbsent(
            name + " " + options, key -> built(sources.place(file), sources.read(file), options));
    return new ClKernel(this, program, name);
  }

  /**
   * A new kernel for stages; the program is built once for the same source.
   *
   * @param clock zeros, for the workers where there are any
   */
  ClKernel kernel(Fusion fusion, ClBuffer clock) {
    String source = fusion.source(sources);
    String options = new Defines().options(device());
    ClProgram program =
        programs.computeIfAbsent(source, key -> built(fusion.name(), source, options));
    ClKernel kernel = new ClKernel(this, program, "fused");
    fusion.parameters().keySet().forEach(kernel::with);
    if (fusion.hasWorkers()) {
      kernel.withWorkers(Math.min(device().computeUnits(), fusion.mostTiles()));
      kernel.with(new Call.Argument.Memory(clock));
    } else {
      kernel.over(new long[] {fusion.mostTiles()}, new long[] {1});
    }
    return kernel.with(new Call.Argument.Cursor()).withSteps();
  }

  private ClProgram built(String file, String source, String options) {
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

  /** The programs built so far. */
  List<ClProgram> programs() {
    return List.copyOf(programs.values());
  }

  /** Waits until the queue is empty. */
  void finish() {
    Cl.run(device(), "clFinish", "", () -> CL.clFinish(queue));
    ran();
  }

  /**
   * Writes after all work queued so far.
   *
   * @param bytes how many, from the buffer's beginning
   */
  void write(ClBuffer buffer, Pointer from, long bytes) {
    write(queue, buffer, from, bytes);
  }

  /** Writes at once, beside the work queued so far, which must not use the buffer. */
  void upload(ClBuffer buffer, Pointer from, long bytes) {
    write(uploads, buffer, from, bytes);
  }

  private void write(cl_command_queue by, ClBuffer buffer, Pointer from, long bytes) {
    Cl.run(
        device(),
        "clEnqueueWriteBuffer",
        "",
        () -> CL.clEnqueueWriteBuffer(by, buffer.handle(), true, 0, bytes, from, 0, null, null));
  }

  void read(ClBuffer buffer, Pointer to) {
    Cl.run(
        device(),
        "clEnqueueReadBuffer",
        "",
        () ->
            CL.clEnqueueReadBuffer(
                queue, buffer.handle(), true, 0, buffer.bytes(), to, 0, null, null));
    ran();
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
