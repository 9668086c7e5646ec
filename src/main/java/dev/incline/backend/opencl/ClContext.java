package dev.incline.backend.opencl;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jocl.CL;
import org.jocl.CLException;
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
  private final ClDevice device;
  private final KernelSources sources;
  private final cl_context context;
  private final cl_command_queue queue;
  private final cl_command_queue uploads;
  private final Map<String, ClProgram> programs = new LinkedHashMap<>();

  ClContext(ClDevice device, KernelSources sources) {
    this.device = device;
    this.sources = sources;
    try {
      cl_context_properties properties = new cl_context_properties();
      properties.addProperty(CL.CL_CONTEXT_PLATFORM, device.handle().platform);
      cl_device_id[] devices = {device.handle().device};
      this.context = CL.clCreateContext(properties, 1, devices, null, null, null);
    } catch (CLException e) {
      super.forget();
      throw new ClException("clCreateContext", device.title(), e);
    }
    cl_command_queue first = null;
    try {
      first = CL.clCreateCommandQueue(context, device.handle().device, 0, null);
      this.uploads = CL.clCreateCommandQueue(context, device.handle().device, 0, null);
      this.queue = first;
    } catch (CLException e) {
      super.forget();
      if (first != null) {
        CL.clReleaseCommandQueue(first);
      }
      CL.clReleaseContext(context);
      throw new ClException("clCreateCommandQueue", device.title(), e);
    }
  }

  ClDevice device() {
    return device;
  }

  cl_context handle() {
    return context;
  }

  cl_command_queue queue() {
    return queue;
  }

  /** A new kernel for a call alone; the program is built once for the same defines. */
  ClKernel kernel(Call call) {
    String options = call.defines().options(device);
    String name = call.name();
    String file = name + ".cl";
    ClProgram program =
        programs.computeIfAbsent(
            name + " " + options,
            key -> new ClProgram(this, sources.place(file), sources.read(file), options));
    ClKernel kernel = new ClKernel(device, program, name).over(call.items(), call.groups());
    call.arguments().forEach(kernel::with);
    return kernel;
  }

  /**
   * A new kernel for stages; the program is built once for the same source.
   *
   * @param clock zeros, for the workers where there are any
   */
  ClKernel kernel(Fusion fusion, ClBuffer clock) {
    String source = fusion.source(sources);
    String options = new Defines().options(device);
    ClProgram program =
        programs.computeIfAbsent(
            source, key -> new ClProgram(this, fusion.name(), source, options));
    ClKernel kernel =
        new ClKernel(device, program, "fused")
            .over(new long[] {fusion.items(device.computeUnits())}, new long[] {1});
    fusion.parameters().keySet().forEach(kernel::with);
    if (fusion.hasWorkers()) {
      kernel.with(new Call.Argument.Memory(clock));
    }
    return kernel.with(new Call.Argument.Cursor()).withSteps();
  }

  /** The programs built so far: options, and source as the compiler got it. */
  Map<String, String> builds() {
    Map<String, String> builds = new LinkedHashMap<>();
    programs.values().forEach(program -> builds.put(program.title(), program.source()));
    return builds;
  }

  /** Waits until the queue is empty. */
  void finish() {
    try {
      CL.clFinish(queue);
    } catch (CLException e) {
      throw new ClException("clFinish", device.title(), e);
    }
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
    try {
      CL.clEnqueueWriteBuffer(by, buffer.handle(), true, 0, bytes, from, 0, null, null);
    } catch (CLException e) {
      throw new ClException("clEnqueueWriteBuffer", device.title(), e);
    }
  }

  void read(ClBuffer buffer, Pointer to) {
    try {
      CL.clEnqueueReadBuffer(queue, buffer.handle(), true, 0, buffer.bytes(), to, 0, null, null);
    } catch (CLException e) {
      throw new ClException("clEnqueueReadBuffer", device.title(), e);
    }
  }

  @Override
  void release() {
    CL.clFinish(queue);
    programs.values().forEach(ClProgram::close);
    CL.clReleaseCommandQueue(uploads);
    CL.clReleaseCommandQueue(queue);
    CL.clReleaseContext(context);
  }
}
