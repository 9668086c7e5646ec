package dev.incline.backend.opencl.compile;

import dev.incline.backend.opencl.cl.ClBuffer;
import dev.incline.backend.opencl.cl.ClContext;
import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.cl.ClKernel;
import dev.incline.backend.opencl.cl.ClProgram;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the kernels of a context. Each program is built once. */
public final class Kernels {
  private final ClContext context;
  private final KernelSources sources;
  private final Map<String, ClProgram> programs = new LinkedHashMap<>();

  public Kernels(ClContext context, KernelSources sources) {
    this.context = context;
    this.sources = sources;
  }

  /** The programs built so far. */
  public List<ClProgram> programs() {
    return List.copyOf(programs.values());
  }

  /** A new kernel for a call alone. */
  public ClKernel of(Call call) {
    ClKernel kernel = of(call.name(), call.defines()).over(call.items(), call.groups());
    call.arguments().forEach(argument -> argument.giveTo(kernel));
    return kernel;
  }

  /** A new kernel of the file of its name. */
  public ClKernel of(String name, Defines defines) {
    String options = defines.options(context.device());
    String file = name + ".cl";
    ClProgram program =
        programs.computeIfAbsent(
            name + " " + options,
            key -> context.build(sources.place(file), sources.read(file), options));
    return context.kernel(program, name);
  }

  /**
   * A new kernel for stages.
   *
   * @param clock zeros, for the workers where there are any
   */
  public ClKernel of(Fusion fusion, ClBuffer clock) {
    ClDevice device = context.device();
    String source = fusion.source(sources);
    String options = new Defines().options(device);
    ClProgram program =
        programs.computeIfAbsent(source, key -> context.build(fusion.name(), source, options));
    ClKernel kernel = context.kernel(program, "fused");
    fusion.parameters().keySet().forEach(argument -> argument.giveTo(kernel));
    if (fusion.hasWorkers()) {
      kernel.withWorkers(Math.min(device.computeUnits(), fusion.mostTiles())).with(clock);
    } else {
      kernel.over(new long[] {fusion.mostTiles()}, new long[] {1});
    }
    return kernel.withCursor().withSteps();
  }
}
