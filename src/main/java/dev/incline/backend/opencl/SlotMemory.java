package dev.incline.backend.opencl;

import dev.incline.backend.opencl.cl.ClBuffer;
import dev.incline.backend.opencl.cl.ClContext;
import dev.incline.backend.opencl.compile.LaunchPolicy;
import dev.incline.plan.Slot;
import java.lang.reflect.Array;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The buffers of slots, zero-filled from their first use on. Rows may have gaps behind them, as the
 * policy says.
 */
final class SlotMemory {
  private final ClContext context;
  private final LaunchPolicy policy;
  private final QueuedWork queued;
  private final Map<Slot<?>, ClBuffer> buffers = new HashMap<>();

  SlotMemory(ClContext context, LaunchPolicy policy, QueuedWork queued) {
    this.context = context;
    this.policy = policy;
    this.queued = queued;
  }

  ClBuffer buffer(Slot<?> slot) {
    return buffers.computeIfAbsent(slot, this::allocate);
  }

  private ClBuffer allocate(Slot<?> slot) {
    queued.use(slot); // the zeros it starts with are on their way
    return new ClBuffer(context, slot.toString(), elementType(slot), content(slot));
  }

  private static String elementType(Slot<?> slot) {
    return slot.type() == float[].class ? "float" : slot.type() == int[].class ? "int" : "uchar";
  }

  private long content(Slot<?> slot) {
    return (long) slot.rows() * policy.pitch(slot) * slot.elementBytes();
  }

  /** Bytes that a slot takes, or would. */
  long bytes(Slot<?> slot) {
    return content(slot) + ClBuffer.PADDING;
  }

  /** Bytes of all buffers there are. */
  long taken() {
    return buffers.values().stream().mapToLong(buffer -> buffer.bytes() + ClBuffer.PADDING).sum();
  }

  /** Work that is queued may still use them. */
  void release(Collection<? extends Slot<?>> slots) {
    for (Slot<?> slot : slots) {
      ClBuffer buffer = buffers.remove(slot);
      if (buffer != null) {
        buffer.close();
      }
    }
  }

  <A> void write(Slot<A> slot, A array) {
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
  }

  <A> A read(Slot<A> slot) {
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
}
