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
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Plain Java on all cores: the fallback, and the bits every other backend is held to. */
public final class CpuBackend implements Backend {
  private final Team team;
  private final Map<Class<?>, CpuOps.Maker<Op>> fast;
  private final CpuMemory memory = new CpuMemory();

  /**
   * @param threads at least 1; the result does not depend on it
   */
  public CpuBackend(int threads) {
    this(threads, CpuOps.FAST);
  }

  CpuBackend(int threads, Map<Class<?>, CpuOps.Maker<Op>> fast) {
    this.team = new Team(threads);
    this.fast = fast;
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
        plans.stream().flatMap(plan -> plan.ops().stream()).mapToLong(this::scratch).sum();
    return Demand.of(plans, CpuMemory::bytes, scratch);
  }

  private long scratch(Op op) {
    if (!fast.containsKey(op.getClass())) {
      return CpuLoop.scratch(op);
    }
    return op instanceof MatMul product ? CpuMatMul.scratch(product, team.threads()) : 0;
  }

  @Override
  public void release(Collection<? extends Slot<?>> slots) {
    memory.release(slots);
  }

  private CpuOp bind(Op op) {
    CpuOps.Maker<Op> maker = fast.get(op.getClass());
    return maker == null ? new CpuLoop(op, memory) : maker.make(op, memory, team);
  }

  @Override
  public Executable compile(Plan plan) {
    List<CpuOp> ops = plan.ops().stream().map(this::bind).toList();
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
