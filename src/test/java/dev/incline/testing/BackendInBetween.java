package dev.incline.testing;

import dev.incline.backend.Backend;
import dev.incline.backend.Capacity;
import dev.incline.backend.Demand;
import dev.incline.backend.Executable;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import java.util.Collection;

/** Hands all calls on to another backend; a test overrides those it is about. */
public class BackendInBetween implements Backend {
  private final Backend inner;

  /** Closes {@code inner} when it is closed. */
  public BackendInBetween(Backend inner) {
    this.inner = inner;
  }

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public Capacity capacity() {
    return inner.capacity();
  }

  @Override
  public <A> void write(Slot<A> slot, A array) {
    inner.write(slot, array);
  }

  @Override
  public <A> A read(Slot<A> slot) {
    return inner.read(slot);
  }

  @Override
  public Demand demand(Collection<Plan> plans) {
    return inner.demand(plans);
  }

  @Override
  public void release(Collection<? extends Slot<?>> slots) {
    inner.release(slots);
  }

  @Override
  public Executable compile(Plan plan) {
    return inner.compile(plan);
  }

  @Override
  public void close() {
    inner.close();
  }
}
