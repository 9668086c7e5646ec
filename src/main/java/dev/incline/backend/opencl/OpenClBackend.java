package dev.incline.backend.opencl;

import dev.incline.backend.Backend;
import dev.incline.backend.Capacity;
import dev.incline.backend.Crew;
import dev.incline.backend.Executable;
import dev.incline.backend.opencl.cl.ClBuffer;
import dev.incline.backend.opencl.cl.ClContext;
import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.cl.ClKernel;
import dev.incline.backend.opencl.cl.ClProgram;
import dev.incline.backend.opencl.compile.Fusion;
import dev.incline.backend.opencl.compile.KernelCoverage;
import dev.incline.backend.opencl.compile.Kernels;
import dev.incline.backend.opencl.compile.Launch;
import dev.incline.backend.opencl.compile.LaunchPolicy;
import dev.incline.backend.opencl.compile.Launches;
import dev.incline.plan.MatMul;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import java.lang.reflect.Array;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
  private final Launches launches;
  private final Map<Slot<?>, ClBuffer> buffers = new HashMap<>();
  private final Map<Slot<byte[]>, Double> density = new HashMap<>();
  private final QueuedWork queued;
  private boolean closed;

  /**
   * @throws ClException when the device gives no context
   */
  public OpenClBackend(ClDevice device, OpenClOptions options) {
    this.context = new ClContext(device);
    this.kernels = new Kernels(context, options.kernels());
    this.options = options;
    this.policy = options.policy(device);
    this.launches = new Launches(policy);
    this.queued = new QueuedWork(context);
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
    return new Capacity(device.globalMemory(), device.maxAllocation() - ClBuffer.PADDING);
  }

  @Override
  public <A> void write(Slot<A> slot, A array) {
    if (Array.getLength(array) != slot.size()) {
      throw new IllegalArgumentException(slot + " takes " + slot.size() + " elements");
    }
    ClBuffer buffer = buffer(slot);
    Object data = spread(slot, array);
    if (queued.free(slot)) {
      context.upload(buffer, data);
    } else {
      context.write(buffer, data);
      queued.done();
    }
    if (array instanceof byte[] pixels) {
      Slot<byte[]> images = Slot.bytes(slot.name(), slot.rows(), slot.cols());
      density.computeIfAbsent(images, first -> density(first, pixels));
    }
  }

  @Override
  public <A> A read(Slot<A> slot) {
    int pitch = policy.pitch(slot);
    A copy = array(slot, slot.rows() * pitch);
    context.read(buffer(slot), copy);
    queued.done();
    if (pitch == slot.cols()) {
      return copy;
    }
    A dense = array(slot, slot.size());
    copyRows(slot, copy, pitch, dense, slot.cols());
    return dense;
  }

  /** The array as it lies on the device, with gaps between its rows where that has them. */
  private <A> Object spread(Slot<A> slot, A array) {
    int pitch = policy.pitch(slot);
    boolean whole = context.device().wantsWholeWrites();
    if (pitch == slot.cols() && !whole) {
      return array;
    }
    int behind = whole ? ClBuffer.PADDING / slot.elementBytes() : 0;
    A spread = array(slot, slot.rows() * pitch + behind);
    copyRows(slot, array, slot.cols(), spread, pitch);
    return spread;
  }

  private static <A> A array(Slot<A> slot, int length) {
    return slot.type().cast(Array.newInstance(slot.type().getComponentType(), length));
  }

  private static void copyRows(Slot<?> slot, Object from, int fromPitch, Object to, int toPitch) {
    for (int row = 0; row < slot.rows(); row++) {
      System.arraycopy(from, row * fromPitch, to, row * toPitch, slot.cols());
    }
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

  /** Takes the memory, which is zero-filled, and builds the programs, which the context keeps. */
  @Override
  public void prepare(Plan plan) {
    compile(plan, 0); // images of this kind mostly are sparse
  }

  @Override
  public Executable compile(Plan plan) {
    return compile(plan, 1);
  }

  /**
   * @param supposed the density of images that were not written yet
   */
  private Executable compile(Plan plan, double supposed) {
    List<Launch> sequence =
        launches.of(plan, images -> skipsZeros(density.getOrDefault(images, supposed)));
    sequence.forEach(launch -> launch.memory().forEach(this::buffer)); // a lack is told at once
    return new Replay(
        plan, sequence.stream().map(launch -> kernels.of(launch, this::buffer)).toList());
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
    private final int stretch; // steps in one launch
    private final Crew crew;

    Replay(Plan plan, List<ClKernel> sequence) {
      this.plan = plan;
      this.sequence = sequence;
      this.slots = Set.copyOf(plan.slots());
      boolean counts = sequence.size() == 1 && sequence.get(0).countsSteps();
      this.stretch = counts ? Fusion.steps(products(plan)) : 1;
      this.crew = new Crew(Math.max(1, sequence.get(0).mostWorkers()));
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
        crew.share(count, workers -> launch(workers, position, count, stride), context::finish);
      }
    }

    private void launch(int workers, int position, int count, int stride) {
      for (ClKernel kernel : sequence) {
        kernel.launch(workers, position, count, stride);
      }
    }

    @Override
    public int launches(int steps) {
      return sequence.size() * ((steps + stretch - 1) / stretch);
    }
  }

  private ClBuffer buffer(Slot<?> slot) {
    return buffers.computeIfAbsent(slot, this::allocate);
  }

  private ClBuffer allocate(Slot<?> slot) {
    queued.use(slot); // the zeros it starts with are on their way
    return new ClBuffer(
        context,
        slot.toString(),
        elementType(slot),
        (long) slot.rows() * policy.pitch(slot) * slot.elementBytes());
  }

  private static String elementType(Slot<?> slot) {
    return slot.type() == float[].class ? "float" : slot.type() == int[].class ? "int" : "uchar";
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
