package dev.incline.backend.opencl.compile;

import dev.incline.backend.opencl.cl.ClBuffer;
import dev.incline.backend.opencl.cl.ClContext;
import dev.incline.backend.opencl.cl.ClKernel;
import dev.incline.backend.opencl.cl.ClProgram;
import dev.incline.plan.Slot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Makes the kernels of a context. Each program is built once. */
public final class Kernels {
  private final ClContext context;
  private final KernelSources sources;
  private final boolean optimise;
  private final Map<String, ClProgram> programs = new LinkedHashMap<>();

  /** As the driver builds them best. */
  public Kernels(ClContext context, KernelSources sources) {
    this(context, sources, true);
  }

  /**
   * @param optimise whether the driver optimises them, or builds them faster to run slower
   */
  public Kernels(ClContext context, KernelSources sources, boolean optimise) {
    this.context = context;
    this.sources = sources;
    this.optimise = optimise;
  }

  /** The programs built so far. */
  public List<ClProgram> programs() {
    return List.copyOf(programs.values());
  }

  /**
   * A new kernel for a launch, with its arguments and sizes.
   *
   * @param memory of a slot
   */
  public ClKernel of(Launch launch, Function<Slot<?>, ClBuffer> memory) {
    if (launch instanceof KernelCall call) {
      return of(call, memory);
    }
    return launch instanceof Fusion fusion ? of(fusion, memory) : of((GroupFusion) launch, memory);
  }

  private ClKernel of(KernelCall call, Function<Slot<?>, ClBuffer> memory) {
    ClKernel kernel = of(call.name(), call.defines()).over(call.items(), call.groups());
    call.arguments().forEach(argument -> give(kernel, argument, memory));
    return kernel;
  }

  /** A new kernel of the file of its name. */
  public ClKernel of(String name, Defines defines) {
    String options = options(defines);
    ClProgram program =
        programs.computeIfAbsent(
            name + " " + options, key -> build(ProgramText.of(name, sources, options)));
    return context.kernel(program, name);
  }

  private ClProgram build(ProgramText text) {
    return context.build(text.file(), text.source(), text.options());
  }

  private String options(Defines defines) {
    return defines.options(context.device()) + (optimise ? "" : " -cl-opt-disable");
  }

  private ClKernel of(Fusion fusion, Function<Slot<?>, ClBuffer> memory) {
    ClKernel kernel =
        fused(ProgramText.of(fusion, sources, generated()), fusion.parameters(), memory);
    if (fusion.hasWorkers()) {
      kernel.withWorkers(Math.min(context.device().computeUnits(), fusion.maxTiles()));
      kernel.with(memory.apply(Fusion.CLOCK));
    } else {
      kernel.over(new long[] {fusion.maxTiles()}, new long[] {1});
    }
    return kernel.withCursor().withSteps();
  }

  private ClKernel of(GroupFusion fusion, Function<Slot<?>, ClBuffer> memory) {
    ClKernel kernel =
        fused(ProgramText.of(fusion, sources, generated()), fusion.parameters(), memory);
    long items = (long) fusion.group() * fusion.tiles();
    return kernel.over(new long[] {items}, new long[] {fusion.group()}).withCursor();
  }

  private String generated() {
    return options(new Defines());
  }

  /** The kernel of generated source, with the first of its arguments. */
  private ClKernel fused(
      ProgramText text, List<Argument> parameters, Function<Slot<?>, ClBuffer> memory) {
    ClProgram program = programs.computeIfAbsent(text.source(), key -> build(text));
    ClKernel kernel = context.kernel(program, text.kernel());
    parameters.forEach(argument -> give(kernel, argument, memory));
    return kernel;
  }

  private static void give(ClKernel kernel, Argument argument, Function<Slot<?>, ClBuffer> memory) {
    if (argument instanceof Argument.Memory one) {
      kernel.with(memory.apply(one.slot()));
    } else if (argument instanceof Argument.Whole size) {
      kernel.with(size.value());
    } else if (argument instanceof Argument.Real factor) {
      kernel.with(factor.value());
    } else if (argument instanceof Argument.Cursor) {
      kernel.withCursor();
    } // local memory a kernel has of its own
  }
}
