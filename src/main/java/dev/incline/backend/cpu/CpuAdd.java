package dev.incline.backend.cpu;

import dev.incline.plan.Add;

/** {@link Add}. */
final class CpuAdd implements CpuOp {
  private final Team team;
  private final float[][] addend;
  private final float[][] sum;

  CpuAdd(Add op, CpuMemory memory, Team team) {
    this.team = team;
    this.addend = memory.rows(op.addend());
    this.sum = memory.rows(op.sum());
  }

  @Override
  public void run(int cursor) {
    team.share(
        sum.length,
        (thread, from, to) -> {
          for (int i = from; i < to; i++) {
            add(addend[i], sum[i]);
          }
        });
  }

  private static void add(float[] addend, float[] sum) {
    for (int j = 0; j < sum.length; j++) {
      sum[j] += addend[j];
    }
  }
}
