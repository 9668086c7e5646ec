package dev.incline.backend.reference;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import java.lang.reflect.Array;
import java.util.Collection;
import java.util.List;
import java.util.function.IntConsumer;

/** Runs a plan's ops as {@link Loops} states them, one after the other, on the calling thread. */
public final class ReferenceBackend implements Backend {
  private final Memory memory = new Memory();

  @Override
  public String name() {
    return "the reference's loops";
  }

  @Override
  public <A> void write(Slot<A> slot, A array) {
    if (Array.getLength(array) != slot.size()) {
      throw new IllegalArgumentException(slot + " takes " + slot.size() + " elements");
    }
    System.arraycopy(array, 0, memory.of(slot), 0, slot.size());
  }

  @Override
  public <A> A read(Slot<A> slot) {
    Object copy = Array.newInstance(slot.type().getComponentType(), slot.size());
    System.arraycopy(memory.of(slot), 0, copy, 0, slot.size());
    return slot.type().cast(copy);
  }

  @Override
  public void release(Collection<? extends Slot<?>> slots) {
    memory.release(slots);
  }

  @Override
  public Executable compile(Plan plan) {
    Loops loops = new Loops(memory);
    List<IntConsumer> ops = plan.ops().stream().map(op -> op.accept(loops)).toList();
    return cursor -> {
      plan.requireCursor(cursor);
      ops.forEach(op -> op.accept(cursor));
    };
  }

  @Override
  public void close() {
    memory.clear();
  }
}
