package dev.incline.backend.cpu;

import dev.incline.backend.reference.Philox;
import dev.incline.plan.DropoutMask;

/** {@link DropoutMask}. */
final class CpuDropoutMask implements CpuOp {
  private final DropoutMask op;
  private final Team team;
  private final int[] draw;
  private final float[][] mask;

  CpuDropoutMask(DropoutMask op, CpuMemory memory, Team team) {
    this.op = op;
    this.team = team;
    this.draw = memory.flat(op.draw());
    this.mask = memory.rows(op.mask());
  }

  @Override
  public void run(int cursor) {
    team.share(
        mask.length,
        (thread, from, to) -> {
          int[] words = new int[4];
          for (int i = from; i < to; i++) {
            drop(op, draw, draw[3] + cursor + i, mask[i], words);
          }
        });
  }

  /** Four neighbouring units take the words of one counter. */
  private static void drop(DropoutMask op, int[] draw, int position, float[] row, int[] words) {
    float scale = op.scale();
    int least = op.threshold() + Integer.MIN_VALUE; // unsigned words in the order of signed ones
    for (int j = 0; j < row.length; j += 4) {
      Philox.draw(draw[0], draw[1], draw[2], position, op.layer(), j / 4, words);
      for (int k = 0; k < Math.min(4, row.length - j); k++) {
        row[j + k] = words[k] + Integer.MIN_VALUE < least ? 0f : scale;
      }
    }
  }
}
