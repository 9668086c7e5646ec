package dev.incline.backend.opencl;

import dev.incline.backend.Backend;
import dev.incline.backend.Capacity;
import dev.incline.backend.Demand;
import dev.incline.backend.Executable;
import dev.incline.backend.WorkerCount;
import dev.incline.backend.opencl.cl.ClContext;
import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.cl.ClKernel;
import dev.incline.backend.opencl.cl.ClProgram;
import dev.incline.backend.opencl.compile.Fusion;
import dev.incline.backend.opencl.compile.GpuDevice;
import dev.incline.backend.opencl.compile.Kernels;
import dev.incline.backend.opencl.compile.Launch;
import dev.incline.backend.opencl.compile.LaunchPolicy;
import dev.incline.backend.opencl.compile.Lowering;
import dev.incline.backend.opencl.compile.StepModel;
import dev.incline.backend.opencl.coverage.KernelCoverage;
import dev.incline.plan.MatMul;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * An OpenCL device that runs plans. Compiling a plan makes one kernel object per launch and sets
 * its arguments; running it queues the launches. An in-order queue keeps them in order, so nothing
 * is waited for until something is read, or written that the last work uses.
 */
public final class OpenClBackend implements Backend {
  private final ClContext context;
  private final OpenClOptions options;
  private final Kernels kernels;
  private final LaunchPolicy policy;
  private final Lowering launches;
  private final SlotMemory memory;
  private final Map<Slot<byte[]>, Double> density = new HashMap<>();
  private final Set<Replay> compiled = new HashSet<>();
  private final QueuedWork queued;
  private boolean closed;

  /**
   * @throws ClException when the device gives no context
   */
  public OpenClBackend(ClDevice device, OpenClOptions options) {
    this.context = new ClContext(device);
    this.kernels = new Kernels(context, options.kernels(), options.optimise());
    this.options = options;
    this.policy = options.policy(device);
    this.launches = new Lowering(policy);
    this.queued = new QueuedWork(context);
    this.memory = new SlotMemory(context, policy, queued);
  }

  @Override
  public String name() {
    return context.device().title();
  }

  /** The programs built so far: source as the compiler got it, by file and options. */
  public Map<String, String> builds() {
    Map<String, String> builds = new LinkedHashMap<>();
    for (ClProgram program : kernels.programs()) {
      String title = program.title(); // one launch of several files may be built for other shapes
      for (int n = 2; builds.containsKey(title); n++) {
        title = program.title() + " (" + n + ")";
      }
      builds.put(title, program.source());
    }
    return builds;
  }

  /** The same, without names. */
  public List<KernelCoverage.Build> programs() {
    return kernels.programs().stream()
        .map(program -> new KernelCoverage.Build(program.options(), program.source()))
        .toList();
  }

  @Override
  public Capacity capacity() {
    ClDevice device = context.device();
    return new Capacity(device.globalMemory(), device.maxAllocation());
  }

  @Override
  public <A> void write(Slot<A> slot, A array) {
    memory.write(slot, array);
    if (array instanceof byte[] pixels) {
      Slot<byte[]> images = Slot.bytes(slot.name(), slot.rows(), slot.cols());
      density.computeIfAbsent(images, first -> density(first, pixels));
    }
  }

  @Override
  public <A> A read(Slot<A> slot) {
    return memory.read(slot);
  }

  /**
   * Share of pixels that are not zero, over up to 256 rows spread over the images: it is asked for
   * once, before the loop is compiled.
   */
  private static double density(Slot<byte[]> images, byte[] pixels) {
    int cols = images.cols();
    int rows = Math.min(images.rows(), 256);
    int nonZero = 0;
    for (int i = 0; i < rows; i++) {
      int start = (int) ((long) images.rows() * i / rows) * cols;
      for (int d = start; d < start + cols; d++) {
        nonZero += pixels[d] == 0 ? 0 : 1;
      }
    }
    return (double) nonZero / ((long) rows * cols);
  }

  /** Where it is not known yet whether products will skip zeros, what either form takes. */
  @Override
  public Demand demand(Collection<Plan> plans) {
    Map<Slot<?>, Long> slots = new LinkedHashMap<>();
    for (Plan plan : plans) {
      for (double supposed : new double[] {0, 1}) {
        for (Launch launch : launches(plan, supposed)) {
          launch.memory().forEach(slot -> slots.put(slot, memory.bytes(slot)));
        }
      }
    }
    return new Demand(slots, 0);
  }

  /** A model, or the user, chooses how a GPU is handed a plan; on a CPU device the ops decide. */
  @Override
  public SortedSet<String> kernels(Collection<Plan> plans) {
    SortedSet<String> names = new TreeSet<>();
    if (policy instanceof GpuDevice) {
      plans.forEach(plan -> launches(plan, 0).forEach(launch -> names.addAll(launch.kernels())));
    }
    return names;
  }

  /** Bytes that are taken. */
  long taken() {
    return memory.taken();
  }

  @Override
  public void release(Collection<? extends Slot<?>> slots) {
    memory.release(slots);
    density.keySet().removeAll(slots);
  }

  /**
   * Takes the memory, which is zero-filled, and builds the programs, which the context keeps. Where
   * no launch can be empty, a step of zeros makes the driver compile the rest.
   */
  @Override
  public void prepare(Plan plan) {
    try (Replay replay = compile(plan, 0)) { // images of this kind mostly are sparse
      if (!replay.countsSteps()) {
        replay.run(0);
        context.finish();
      }
    }
  }

  @Override
  public Executable compile(Plan plan) {
    return compile(plan, 1);
  }

  /**
   * @param supposed the density of images that were not written yet
   */
  private Replay compile(Plan plan, double supposed) {
    List<Launch> sequence = launches(plan, supposed);
    sequence.forEach(launch -> launch.memory().forEach(memory::buffer)); // a lack is told at once
    Set<Slot<?>> scratch = new HashSet<>();
    sequence.forEach(launch -> scratch.addAll(launch.memory()));
    scratch.removeAll(plan.slots());
    return new Replay(
        plan,
        sequence.stream().map(launch -> kernels.of(launch, memory::buffer)).toList(),
        scratch,
        StepModel.of(policy, sequence));
  }

  private List<Launch> launches(Plan plan, double supposed) {
    return launches.of(plan, images -> skipsZeros(density.getOrDefault(images, supposed)));
  }

  private boolean skipsZeros(double share) {
    return switch (options.input()) {
      case DENSE -> false;
      case SPARSE -> true;
      case AUTO -> policy.skipsZeros(share);
    };
  }

  /** A compiled plan: its launches, one of which may take many steps. */
  private final class Replay implements Executable {
    private final Plan plan;
    private final List<ClKernel> sequence;
    private final Set<Slot<?>> slots;
    private final Set<Slot<?>> scratch; // beside the plan's slots
    private final OptionalDouble modelSeconds;
    private final int stretch; // steps in one launch
    private final WorkerCount workerCount;

    Replay(Plan plan, List<ClKernel> sequence, Set<Slot<?>> scratch, OptionalDouble modelSeconds) {
      this.modelSeconds = modelSeconds;
      this.plan = plan;
      this.sequence = sequence;
      this.slots = Set.copyOf(plan.slots());
      this.scratch = scratch;
      compiled.add(this);
      this.stretch = countsSteps() ? Fusion.steps(products(plan)) : 1;
      int mostWorkers = Math.max(1, sequence.get(0).maxWorkers());
      this.workerCount = new WorkerCount(mostWorkers);
      if (countsSteps()) { // PoCL compiles a kernel when it is first launched
        launch(mostWorkers, 0, 0, 0);
        context.finish();
      }
    }

    /** Whether it is one launch, of any number of steps. */
    boolean countsSteps() {
      return sequence.size() == 1 && sequence.get(0).countsSteps();
    }

    private static long products(Plan plan) {
      return plan.ops().stream()
          .mapToLong(op -> op instanceof MatMul p ? (long) p.m() * p.n() * p.k() : 0)
          .sum();
    }

    @Override
    public void run(int cursor) {
      run(cursor, 1, 0);
    }

    @Override
    public void run(int cursor, int steps, int stride) {
      plan.requireCursor(cursor);
      plan.requireCursor(cursor + (steps - 1) * stride);
      queued.run(slots);
      for (int step = 0; step < steps; step += stretch) {
        int position = cursor + step * stride;
        int count = Math.min(stretch, steps - step);
        workerCount.share(
            count, workers -> launch(workers, position, count, stride), context::finish);
      }
    }

    private void launch(int workers, int position, int count, int stride) {
      for (ClKernel kernel : sequence) {
        kernel.launch(workers, position, count, stride);
      }
    }

    /** Plans may share what they hold beside their slots: the last one gives it back. */
    @Override
    public void close() {
      if (compiled.remove(this)) {
        sequence.forEach(ClKernel::close);
        Set<Slot<?>> unused = new HashSet<>(scratch);
        compiled.forEach(other -> unused.removeAll(other.scratch));
        release(unused);
      }
    }

    @Override
    public OptionalDouble modelSeconds() {
      return modelSeconds;
    }

    @Override
    public int launches(int steps) {
      return sequence.size() * ((steps + stretch - 1) / stretch);
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    context.close();
  }
}
