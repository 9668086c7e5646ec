package dev.incline.backend.opencl.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.plan.AdamUpdate;
import dev.incline.plan.ColumnSums;
import dev.incline.plan.Epilogue;
import dev.incline.plan.MatMul;
import dev.incline.plan.MomentumUpdate;
import dev.incline.plan.Op;
import dev.incline.plan.Plan;
import dev.incline.plan.SgdUpdate;
import dev.incline.plan.Slot;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which updates are left to the op that makes their gradient. */
class ParameterUpdateTest {
  private static final Slot<float[]> X = Slot.floats("X", 7, 4);
  private static final Slot<float[]> DZ = Slot.floats("dZ", 7, 3);
  private static final Slot<float[]> DW = Slot.floats("dW", 4, 3);
  private static final Slot<float[]> W = Slot.floats("W", 4, 3);
  private static final Slot<float[]> V = Slot.floats("V", 4, 3);
  private static final Slot<float[]> S = Slot.floats("S", 4, 3);
  private static final Slot<float[]> OTHER = Slot.floats("other", 1, 3);
  private static final Slot<float[]> SCALARS = Slot.floats("scalars", 3, 7);
  private static final MatMul PRODUCT = product(0);
  private static final Op MOMENTUM = new MomentumUpdate(DW, V, W, SCALARS, 0.5f, 0, false);

  private static MatMul product(float beta) {
    return new MatMul(X, DZ, DW, true, false, 1, beta, Epilogue.NONE);
  }

  private static Set<Op> joined(Op... ops) {
    Set<Slot<?>> given = new HashSet<>(List.of(X, DZ, DW, W, V, S, SCALARS));
    return ParameterUpdate.joined(new Plan("a plan", given, Arrays.asList(ops))).keySet();
  }

  @Test
  void theOpThatMakesAGradientUpdates() {
    assertThat(joined(PRODUCT, MOMENTUM)).containsExactly(PRODUCT);
    assertThat(joined(PRODUCT, new SgdUpdate(DW, W, SCALARS, 0))).containsExactly(PRODUCT);
    assertThat(joined(PRODUCT, new AdamUpdate(DW, V, S, W, SCALARS, 0.5f, 0.5f, 1f, 0, true)))
        .containsExactly(PRODUCT);
    Slot<float[]> bias = Slot.floats("dW", 1, 3);
    Op sums = new ColumnSums(DZ, bias, 1, 0);
    Op update = new SgdUpdate(bias, OTHER, SCALARS, 0);
    Set<Slot<?>> given = Set.of(DZ, OTHER, SCALARS);
    assertThat(ParameterUpdate.joined(new Plan("sums", given, List.of(sums, update))).keySet())
        .containsExactly(sums);
  }

  /** Each of these would change a result. */
  @Test
  void notWhereSomethingElseNeedsTheGradientOrTheParameter() {
    Op reads = new ColumnSums(DW, OTHER, 1, 0);
    Op readsParameter = new ColumnSums(W, OTHER, 1, 0);
    Op writesVelocity = new MatMul(X, DZ, V, true, false, 1, 0, Epilogue.NONE);
    assertThat(joined(MOMENTUM)).isEmpty();
    assertThat(joined(product(0.5f), MOMENTUM)).isEmpty();
    assertThat(joined(PRODUCT, reads, MOMENTUM)).isEmpty();
    assertThat(joined(PRODUCT, MOMENTUM, reads)).isEmpty();
    assertThat(joined(PRODUCT, readsParameter, MOMENTUM)).isEmpty();
    assertThat(joined(PRODUCT, writesVelocity, MOMENTUM)).isEmpty();
    assertThat(joined(readsParameter, PRODUCT, MOMENTUM)).containsExactly(PRODUCT);
  }
}
