package dev.incline.verify;

import dev.incline.plan.Add;
import dev.incline.plan.ColumnSums;
import dev.incline.plan.Epilogue;
import dev.incline.plan.MatMul;
import dev.incline.plan.Slot;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What a step with shards has beside the others: sums over some rows, into memory and onto what is
 * there, and sums added. The rows that are left out hold NaN.
 */
final class ShardCases {
  private static final int[] FIRST = {0, 1, 8, 13};
  private static final int REST = 3; // rows behind those that are taken

  private ShardCases() {}

  /**
   * Cases over these sizes.
   *
   * @param thin whether to take few for which a device compiles kernels
   */
  static void addAll(RandomGenerator random, int[] sizes, boolean thin, List<OpCase> cases) {
    for (int i = 0; i < sizes.length; i += thin ? 3 : 1) {
      int size = sizes[i];
      int other = sizes[(5 * i + 2) % sizes.length];
      int first = FIRST[(thin ? i / 3 : i) % FIRST.length];
      float beta = (thin ? i / 3 : i) % 3 == 0 ? 0 : 1;
      cases.add(product(random, size, other, first, 1 + random.nextInt(70), beta));
      cases.add(columnSums(random, size, first, 1 + random.nextInt(70), beta));
      cases.add(add(random, 3, size));
    }
    cases.add(product(random, 7, OpCases.WIDE, 5, 19, 1));
    cases.add(columnSums(random, OpCases.WIDE, 5, 19, 1));
    cases.add(add(random, 7, OpCases.WIDE));
  }

  private static OpCase product(
      RandomGenerator random, int m, int n, int first, int k, float beta) {
    Slot<float[]> a = Slot.floats("a", first + k + REST, m);
    Slot<float[]> b = Slot.floats("b", first + k + REST, n);
    Slot<float[]> c = Slot.floats("c", m, n);
    return new OpCase(
        "MatMul aᵀ b of rows" + (beta == 0 ? "" : ", added to c"),
        new MatMul(a, b, c, true, false, first, k, 1, beta, Epilogue.NONE),
        Map.of(
            a, rows(random, a, first, k),
            b, rows(random, b, first, k),
            c, before(random, c, beta)));
  }

  private static OpCase columnSums(RandomGenerator random, int n, int first, int rows, float beta) {
    Slot<float[]> a = Slot.floats("rows", first + rows + REST, n);
    Slot<float[]> c = Slot.floats("sums", 1, n);
    return new OpCase(
        "ColumnSums of rows" + (beta == 0 ? "" : ", added to c"),
        new ColumnSums(a, c, first, rows, 1, beta),
        Map.of(a, rows(random, a, first, rows), c, before(random, c, beta)));
  }

  private static OpCase add(RandomGenerator random, int rows, int cols) {
    Slot<float[]> addend = Slot.floats("addend", rows, cols);
    Slot<float[]> sum = Slot.floats("sum", rows, cols);
    return new OpCase(
        "Add",
        new Add(addend, sum),
        Map.of(
            addend, Operands.numbers(random, sum.size()),
            sum, Operands.numbers(random, sum.size())));
  }

  private static float[] before(RandomGenerator random, Slot<float[]> c, float beta) {
    return beta == 0 ? Operands.filled(c.size(), Float.NaN) : Operands.numbers(random, c.size());
  }

  /** Numbers in the rows that are taken. */
  private static float[] rows(RandomGenerator random, Slot<float[]> slot, int first, int count) {
    float[] all = Operands.filled(slot.size(), Float.NaN);
    int cols = slot.cols();
    System.arraycopy(Operands.numbers(random, count * cols), 0, all, first * cols, count * cols);
    return all;
  }
}
