package dev.incline.backend.cpu;

import dev.incline.plan.GatherValues;

/** {@link GatherValues}. */
final class CpuGatherValues implements CpuOp {
  private final float[][] values;
  private final int[] order;
  private final float[][] out;
  private final Team team;

  CpuGatherValues(GatherValues op, CpuMemory memory, Team team) {
    this.values = memory.rows(op.values());
    this.order = memory.flat(op.order());
    this.out = memory.rows(op.out());
    this.team = team;
  }

  @Override
  public void run(int cursor) {
    team.share(
        out.length,
        (thread, from, to) -> {
          for (int i = from; i < to; i++) {
            System.arraycopy(values[order[cursor + i]], 0, out[i], 0, out[i].length);
          }
        });
  }
}
