package dev.incline.backend.cpu;

import dev.incline.plan.GatherRows;

/** {@link GatherRows}. */
final class CpuGatherRows implements CpuOp {
  private static final float[] PIXEL = new float[256]; // pixel / 255

  static {
    for (int i = 0; i < PIXEL.length; i++) {
      PIXEL[i] = i / 255f;
    }
  }

  private final byte[] images;
  private final int[] order;
  private final float[][] out;
  private final Team team;

  CpuGatherRows(GatherRows op, CpuMemory memory, Team team) {
    this.images = memory.flat(op.images());
    this.order = memory.flat(op.order());
    this.out = memory.rows(op.out());
    this.team = team;
  }

  @Override
  public void run(int cursor) {
    team.share(out.length, (thread, from, to) -> gather(images, order, cursor, out, from, to));
  }

  private static void gather(
      byte[] images, int[] order, int cursor, float[][] out, int from, int to) {
    for (int i = from; i < to; i++) {
      float[] row = out[i];
      int start = order[cursor + i] * row.length;
      for (int d = 0; d < row.length; d++) {
        row[d] = PIXEL[images[start + d] & 0xff];
      }
    }
  }
}
