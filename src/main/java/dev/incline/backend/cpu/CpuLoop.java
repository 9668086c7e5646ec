package dev.incline.backend.cpu;

import dev.incline.backend.Executable;
import dev.incline.backend.reference.ReferenceBackend;
import dev.incline.plan.Op;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;

/**
 * An op without fast Java: the reference's loop, on the calling thread, over copies of the slots
 * that the op touches.
 */
final class CpuLoop implements CpuOp {
  private final ReferenceBackend reference = new ReferenceBackend();
  private final CpuMemory memory;
  private final Plan plan;
  private final Executable loop;

  CpuLoop(Op op, CpuMemory memory) {
    this.memory = memory;
    this.plan = Plan.of(op);
    this.loop = reference.compile(plan);
  }

  /** Bytes that it takes beside its slots. */
  static long scratch(Op op) {
    return Plan.of(op).slots().stream().mapToLong(CpuMemory::bytes).sum();
  }

  @Override
  public void run(int cursor) {
    plan.slots().forEach(this::load);
    loop.run(cursor);
    plan.ops().get(0).writes().forEach(this::store);
  }

  private <A> void load(Slot<A> slot) {
    reference.write(slot, memory.read(slot));
  }

  private <A> void store(Slot<A> slot) {
    memory.write(slot, reference.read(slot));
  }
}
