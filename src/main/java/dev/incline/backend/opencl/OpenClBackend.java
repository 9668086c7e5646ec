package dev.incline.backend.opencl;

import dev.incline.backend.Backend;
import dev.incline.backend.Capacity;
import dev.incline.backend.Executable;
import dev.incline.plan.Op;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jocl.Pointer;

/**
 * An OpenCL device that runs plans. Compiling a plan makes one kernel object per launch and sets
 * its arguments; running it queues the launches. An in-order queue keeps them in order, so nothing
 * is waited for until something is read, or written that the last work uses.
 */
public final class OpenClBackend implements Backend {
  private final ClContext context;
  private final OpenClOptions options;
  private final Launches launches;
  private final Map<Slot<?>, ClBuffer> buffers = new HashMap<>();
  private final List<ClKernel> kernels = new ArrayList<>();
  private final List<SparseBatch> batches = new ArrayList<>();
  private final Map<Slot<byte[]>, Double> density = new HashMap<>();
  private final Map<Slot<byte[]>, Occupancy> occupancies = new HashMap<>();
  private final QueuedWork queued;
  private boolean closed;

  /**
   * @throws ClException when the device gives no context
   */
  public OpenClBackend(ClDevice device, OpenClOptions options) {
    this.context = new ClContext(device, options.kernels());
    this.options = options;
    this.queued = new QueuedWork(context);
    this.launches = new Launches(context, this::buffer, options);
  }

  @Override
  public String name() {
    return context.device().title();
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
    if (queued.free(slot)) {
      context.upload(buffer, pointer(array));
    } else {
      context.write(buffer, pointer(array));
      queued.done();
    }
    if (array instanceof byte[] pixels) {
      Slot<byte[]> images = Slot.bytes(slot.name(), slot.rows(), slot.cols());
      density.computeIfAbsent(images, first -> SparseInput.density(first, pixels));
      Occupancy stale = occupancies.get(images);
      if (stale != null) {
        launch(stale, images);
      }
    }
  }

  @Override
  public <A> A read(Slot<A> slot) {
    A copy = slot.type().cast(Array.newInstance(slot.type().getComponentType(), slot.size()));
    context.read(buffer(slot), pointer(copy));
    queued.done();
    return copy;
  }

  @Override
  public Executable compile(Plan plan) {
    SparseInput sparse = SparseInput.of(plan);
    List<Call> calls =
        sparse != null && takesSparse(sparse.gather().images())
            ? sparseCalls(plan, sparse)
            : plan.ops().stream().map(launches::of).toList();
    List<ClKernel> sequence = new ArrayList<>();
    for (List<Call> launch : Fusion.cut(calls)) {
      ClKernel kernel =
          launch.size() == 1 ? context.kernel(launch.get(0)) : context.kernel(Fusion.of(launch));
      kernels.add(kernel);
      sequence.add(kernel);
    }
    Set<Slot<?>> slots = Set.copyOf(plan.slots());
    return new Executable() {
      @Override
      public void run(int cursor) {
        plan.requireCursor(cursor);
        queued.run(slots);
        for (ClKernel kernel : sequence) {
          kernel.launch(context.queue(), cursor);
        }
      }

      @Override
      public int launches() {
        return sequence.size();
      }
    };
  }

  private boolean takesSparse(Slot<byte[]> images) {
    return switch (options.input()) {
      case DENSE -> false;
      case SPARSE -> true;
      case AUTO ->
          context.device().type() == ClDevice.Type.CPU
              && density.getOrDefault(images, 1.0) < SparseInput.DENSITY;
    };
  }

  private List<Call> sparseCalls(Plan plan, SparseInput sparse) {
    SparseBatch batch = launches.sparseBatch(sparse.gather());
    batches.add(batch);
    List<Call> calls = new ArrayList<>();
    for (Op op : plan.ops()) {
      if (op instanceof Op.GatherRows gather) {
        calls.add(launches.gatherSparse(gather, occupancy(gather.images()), batch));
      } else if (op instanceof Op.MatMul product && sparse.products().contains(product)) {
        calls.add(launches.sparse(product, batch));
      } else {
        calls.add(launches.of(op));
      }
    }
    return calls;
  }

  /**
   * The occupancy of images, brought up to date by this launch and again whenever they are written.
   */
  private ClBuffer occupancy(Slot<byte[]> images) {
    Occupancy known = occupancies.get(images);
    if (known == null) {
      known = launches.occupancy(images);
      occupancies.put(images, known);
      launch(known, images);
    }
    return known.buffer();
  }

  private void launch(Occupancy occupancy, Slot<byte[]> images) {
    occupancy.kernel().launch(context.queue(), 0);
    queued.use(images);
  }

  /** Which pixels of a set of images are not zero, and the kernel that finds out. */
  record Occupancy(ClBuffer buffer, ClKernel kernel) {}

  private ClBuffer buffer(Slot<?> slot) {
    return buffers.computeIfAbsent(slot, this::allocate);
  }

  private ClBuffer allocate(Slot<?> slot) {
    queued.use(slot); // the zeros it starts with are on their way
    return new ClBuffer(
        context, slot.toString(), elementType(slot), (long) slot.size() * slot.elementBytes());
  }

  private static String elementType(Slot<?> slot) {
    return slot.type() == float[].class ? "float" : slot.type() == int[].class ? "int" : "uchar";
  }

  private static Pointer pointer(Object array) {
    if (array instanceof float[] floats) {
      return Pointer.to(floats);
    }
    return array instanceof int[] ints ? Pointer.to(ints) : Pointer.to((byte[]) array);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    queued.close();
    kernels.forEach(ClKernel::close);
    for (Occupancy occupancy : occupancies.values()) {
      occupancy.kernel().close();
      occupancy.buffer().close();
    }
    batches.forEach(SparseBatch::close);
    buffers.values().forEach(ClBuffer::close);
    context.close();
  }
}
