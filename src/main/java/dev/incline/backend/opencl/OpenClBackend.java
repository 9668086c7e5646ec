package dev.incline.backend.opencl;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.plan.Op;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jocl.Pointer;

/**
 * An OpenCL device that runs plans. Compiling a plan makes one kernel object per launch and sets
 * its arguments; running it queues the launches. An in-order queue keeps them in order, so nothing
 * is waited for until something is read.
 */
public final class OpenClBackend implements Backend {
  private final ClContext context;
  private final Launches launches;
  private final Map<Slot<?>, ClBuffer> buffers = new HashMap<>();
  private final List<ClKernel> kernels = new ArrayList<>();
  private boolean closed;

  /**
   * @throws ClException when the device gives no context
   */
  public OpenClBackend(ClDevice device, OpenClOptions options) {
    this.context = new ClContext(device, options.kernels());
    this.launches = new Launches(context, this::buffer, options);
  }

  @Override
  public String name() {
    return context.device().title();
  }

  @Override
  public <A> void write(Slot<A> slot, A array) {
    if (Array.getLength(array) != slot.size()) {
      throw new IllegalArgumentException(slot + " takes " + slot.size() + " elements");
    }
    context.write(buffer(slot), pointer(array));
  }

  @Override
  public <A> A read(Slot<A> slot) {
    A copy = slot.type().cast(Array.newInstance(slot.type().getComponentType(), slot.size()));
    context.read(buffer(slot), pointer(copy));
    return copy;
  }

  @Override
  public Executable compile(Plan plan) {
    List<ClKernel> sequence = new ArrayList<>();
    for (Op op : plan.ops()) {
      ClKernel kernel = launches.of(op);
      kernels.add(kernel);
      sequence.add(kernel);
    }
    return cursor -> {
      plan.requireCursor(cursor);
      for (ClKernel kernel : sequence) {
        kernel.launch(context.queue(), cursor);
      }
    };
  }

  private ClBuffer buffer(Slot<?> slot) {
    return buffers.computeIfAbsent(
        slot, s -> new ClBuffer(context, s.toString(), (long) s.size() * s.elementBytes()));
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
    kernels.forEach(ClKernel::close);
    buffers.values().forEach(ClBuffer::close);
    context.close();
  }
}
