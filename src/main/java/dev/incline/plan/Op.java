package dev.incline.plan;

import java.util.List;

/**
 * One operation of a plan, defined down to the bit (every float operation below is one IEEE
 * binary32 operation, rounded to nearest even; {@code fma} rounds once). Backends differ in speed,
 * never in bits.
 *
 * <p>A <b>chain</b> is the only way anything is summed: c = +0; for k ascending c = fma(a[k], b[k],
 * c); at the end c + 0. That last addition turns -0 into +0, so that a factor that is exactly 0 may
 * be skipped without changing a bit.
 */
public sealed interface Op
    permits GatherRows,
        GatherValues,
        MatMul,
        ColumnSums,
        DropoutMask,
        Multiply,
        Add,
        SoftmaxCrossEntropy,
        SgdUpdate,
        MomentumUpdate,
        AdamUpdate {
  /** Slots this op reads, in no particular order. */
  List<Slot<?>> reads();

  /** Slots this op writes. */
  List<Slot<?>> writes();

  /** Length of the order this op takes its samples from; 0 for an op that takes none. */
  default int samples() {
    return 0;
  }

  /** Samples it takes in one run; 0 for an op that takes none. */
  default int batch() {
    return 0;
  }

  /**
   * Which op it is and in which form: what a device that computes other ops and forms right may
   * still compute wrong. No slot, size or number is in it.
   */
  default String kind() {
    return getClass().getSimpleName();
  }

  /** One line of mathematics for the printed plan. */
  String formula();

  /**
   * How far each element of a float slot that this op writes may be from the defined bits on a
   * device that cannot give them.
   */
  double[] errorBound(ErrorTerms terms);

  /**
   * What has a way of its own to handle each op. A new op is a method here, so that whatever lacks
   * it does not compile.
   *
   * @param <R> what comes of an op
   */
  interface Visitor<R> {
    R visit(GatherRows op);

    R visit(GatherValues op);

    R visit(MatMul op);

    R visit(ColumnSums op);

    R visit(DropoutMask op);

    R visit(Multiply op);

    R visit(Add op);

    R visit(SoftmaxCrossEntropy op);

    R visit(SgdUpdate op);

    R visit(MomentumUpdate op);

    R visit(AdamUpdate op);
  }

  /** The visitor's method for this op. */
  <R> R accept(Visitor<R> visitor);
}
