package dev.incline.backend.opencl.compile;

import dev.incline.plan.AdamUpdate;
import dev.incline.plan.ColumnSums;
import dev.incline.plan.Epilogue;
import dev.incline.plan.MatMul;
import dev.incline.plan.MomentumUpdate;
import dev.incline.plan.Op;
import dev.incline.plan.Plan;
import dev.incline.plan.SgdUpdate;
import dev.incline.plan.Slot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An op that updates a parameter, as {@code kernels/update.clh} takes it.
 *
 * @param number of its optimizer there
 * @param mean of all but SGD; there any slot, which is not touched
 * @param squares of Adam; of others any slot
 * @param factors share, square share, epsilon, l2
 */
record ParameterUpdate(
    Op op,
    int number,
    Slot<float[]> gradient,
    Slot<float[]> parameter,
    Slot<float[]> mean,
    Slot<float[]> squares,
    Slot<float[]> scalars,
    float[] factors) {
  static ParameterUpdate of(SgdUpdate op) {
    return new ParameterUpdate(
        op,
        1,
        op.gradient(),
        op.parameter(),
        op.parameter(),
        op.parameter(),
        op.scalars(),
        new float[] {0, 0, 0, op.l2()});
  }

  static ParameterUpdate of(MomentumUpdate op) {
    return new ParameterUpdate(
        op,
        op.nesterov() ? 3 : 2,
        op.gradient(),
        op.parameter(),
        op.velocity(),
        op.velocity(),
        op.scalars(),
        new float[] {op.momentum(), 0, 0, op.l2()});
  }

  static ParameterUpdate of(AdamUpdate op) {
    return new ParameterUpdate(
        op,
        op.decoupled() ? 5 : 4,
        op.gradient(),
        op.parameter(),
        op.mean(),
        op.square(),
        op.scalars(),
        new float[] {op.meanShare(), op.squareShare(), op.epsilon(), op.l2()});
  }

  private static @Nullable ParameterUpdate of(Op op) {
    if (op instanceof SgdUpdate sgd) {
      return of(sgd);
    }
    return op instanceof MomentumUpdate momentum
        ? of(momentum)
        : op instanceof AdamUpdate adam ? of(adam) : null;
  }

  /**
   * The updates that the op which makes their gradient can do itself, while it has it in registers:
   * nothing else reads the gradient, and nothing between the two touches what is updated.
   *
   * @return by the op that makes the gradient
   */
  static Map<Op, ParameterUpdate> joined(Plan plan) {
    List<Op> ops = plan.ops();
    Map<Op, ParameterUpdate> joined = new LinkedHashMap<>();
    for (int i = 0; i < ops.size(); i++) {
      ParameterUpdate update = of(ops.get(i));
      int made = update == null ? -1 : maker(ops, i, update.gradient);
      if (update != null && made >= 0 && update.isAlone(ops, made, i)) {
        joined.put(ops.get(made), update);
      }
    }
    return joined;
  }

  /** The op before {@code end} that makes a gradient and nothing more; -1 where there is none. */
  private static int maker(List<Op> ops, int end, Slot<float[]> gradient) {
    for (int i = end - 1; i >= 0; i--) {
      Op op = ops.get(i);
      if (op.writes().contains(gradient)) {
        boolean plain =
            op instanceof MatMul product
                ? product.beta() == 0 && product.epilogue().equals(Epilogue.NONE)
                : op instanceof ColumnSums sums && sums.beta() == 0;
        return plain ? i : -1;
      }
    }
    return -1;
  }

  private boolean isAlone(List<Op> ops, int made, int updated) {
    boolean unread =
        ops.stream().filter(other -> other.reads().contains(gradient)).allMatch(op::equals);
    return unread
        && ops.subList(made, updated).stream()
            .allMatch(
                other ->
                    op.writes().stream()
                        .noneMatch(
                            slot -> other.reads().contains(slot) || other.writes().contains(slot)));
  }
}
