package dev.incline.backend.cpu;

import dev.incline.backend.Backend;
import dev.incline.backend.Capacity;
import dev.incline.backend.Demand;
import dev.incline.backend.Executable;
import dev.incline.backend.WorkerCount;
import dev.incline.plan.MatMul;
import dev.incline.plan.Op;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Plain Java on all cores: the fallback, and the bits every other backend is held to. */
public final class CpuBackend implements Backend {
  private final Team team;
  private final CpuMemory memory = new CpuMemory();

  /**
   * @param threads at least 1; the result does not depend on it
   */
  public CpuBackend(int threads) {
    this.team = new Team(threads);
  }

  @Override
  public String name() {
    return "plain Java, " + team.threads() + (team.threads() == 1 ? " thread" : " threads");
  }

  /** What the heap has left. */
  @Override
  public Capacity capacity() {
    Runtime jvm = Runtime.getRuntime();
    long used = jvm.totalMemory() - jvm.freeMemory();
    return new Capacity(jvm.maxMemory() - used, Integer.MAX_VALUE);
  }

  @Override
  public <A> void write(Slot<A> slot, A array) {
    memory.write(slot, array);
  }

  @Override
  public <A> A read(Slot<A> slot) {
    return memory.read(slot);
  }

  @Override
  public Demand demand(Collection<Plan> plans) {
    long scratch =
        plans.stream()
            .flatMap(plan -> plan.ops().stream())
            .mapToLong(op -> op instanceof MatMul p ? CpuMatMul.scratch(p, team.threads()) : 0)
            .sum();
    return Demand.of(plans, CpuMemory::bytes, scratch);
  }

  @Override
  public void release(Collection<? extends Slot<?>> slots) {
    memory.release(slots);
  }

  @Override
  public Executable compile(Plan plan) {
    CpuOps bind = new CpuOps(memory, team);
    List<CpuOp> ops = new ArrayList<>();
    for (Op op : plan.ops()) {
      ops.add(op.accept(bind));
    }
    WorkerCount workerCount = new WorkerCount(team.threads());
    return new Executable() {
      @Override
      public void run(int cursor) {
        plan.requireCursor(cursor);
        workerCount.share(1, threads -> run(threads, cursor), () -> {});
      }

      private void run(int threads, int cursor) {
        team.limit(threads);
        for (CpuOp op : ops) {
          op.run(cursor);
        }
      }

      @Override
      public int launches(int steps) {
        return steps * ops.size();
      }
    };
  }

  @Override
  public void close() {
    team.close();
    memory.clear();
  }
}
