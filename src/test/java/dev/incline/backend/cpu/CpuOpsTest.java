package dev.incline.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.backend.reference.ReferenceBackend;
import dev.incline.model.Activation;
import dev.incline.plan.ColumnSums;
import dev.incline.plan.Epilogue;
import dev.incline.plan.MatMul;
import dev.incline.plan.Op;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import dev.incline.plan.SoftmaxCrossEntropy;
import dev.incline.testing.BackendInBetween;
import dev.incline.verify.OpCases;
import dev.incline.verify.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fast ops in plain Java against the reference's loops, bit for bit. */
class CpuOpsTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void haveTheReferencesBits(int threads) {
    Verification found = ofOps(new CpuBackend(threads), OpCases.MANY);
    assertThat(found.verdict()).isEqualTo(Verification.Verdict.BIT_EQUAL);
    assertThat(found.cases()).isGreaterThan(500);
  }

  /** An op without fast Java is named here, so that its single thread surprises nobody. */
  @Test
  void allAreFast() {
    assertThat(ops().filter(op -> !CpuOps.FAST.containsKey(op))).isEmpty();
  }

  /** Fast Java is optional: without any, the reference's loops give the bits. */
  @Test
  void anOpWithoutFastJavaIsRight() {
    Verification found = ofOps(new CpuBackend(3, Map.of()), OpCases.TINY);
    assertThat(found.verdict()).isEqualTo(Verification.Verdict.BIT_EQUAL);
  }

  @Test
  void anOpWithoutFastJavaKeepsWhatItDoesNotWrite() {
    Slot<float[]> logits = Slot.floats("Z", 1, 2);
    Slot<byte[]> labels = Slot.bytes("labels", 3, 1);
    Slot<int[]> order = Slot.ints("order", 1, 3);
    Slot<float[]> loss = Slot.floats("loss", 1, 3);
    Slot<int[]> prediction = Slot.ints("prediction", 1, 3);
    try (CpuBackend backend = new CpuBackend(1, Map.of())) {
      backend.write(loss, new float[] {5f, 5f, 5f});
      Op op =
          new SoftmaxCrossEntropy(
              logits, labels, order, null, Activation.IDENTITY, 1f, loss, prediction);
      backend.compile(Plan.of(op)).run(1);
      assertThat(backend.read(loss)).containsExactly(new float[] {5f, 0.6931472f, 5f});
    }
  }

  /** An op without cases would be believed unseen. */
  @ParameterizedTest
  @MethodSource("ops")
  void eachOpHasCases(Class<?> op) {
    OpCases its = OpCases.TINY.only(op.getSimpleName());
    assertThat(ofOps(new CpuBackend(1), its).cases()).isPositive();
  }

  static Stream<Class<?>> ops() {
    return Stream.of(Op.class.getPermittedSubclasses());
  }

  @Test
  void aWrongOpIsSeen() {
    UnaryOperator<Op> halved =
        op ->
            op instanceof ColumnSums sums
                ? new ColumnSums(sums.a(), sums.c(), sums.alpha(), sums.beta() / 2)
                : op;
    Verification found = ofOps(new Wrong(new CpuBackend(1), halved), OpCases.TINY);
    assertThat(found.verdict()).isEqualTo(Verification.Verdict.WRONG);
  }

  /** More columns than a part of b has, and more rows than one: no case is so wide. */
  @Test
  void aWideProductIsRight() {
    Slot<float[]> a = Slot.floats("a", 35, 70);
    Slot<float[]> b = Slot.floats("b", 70, 2100);
    Slot<float[]> c = Slot.floats("c", 35, 2100);
    Plan plan = Plan.of(new MatMul(a, b, c, false, false, 1, 0, Epilogue.NONE));
    List<float[]> results = new ArrayList<>();
    for (Backend backend : List.of(new CpuBackend(2), new ReferenceBackend())) {
      try (backend) {
        Random random = new Random(1);
        for (Slot<float[]> slot : List.of(a, b)) {
          float[] values = new float[slot.size()];
          for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(3) == 0 ? 0f : random.nextFloat() - 0.5f;
          }
          backend.write(slot, values);
        }
        backend.compile(plan).run(0);
        results.add(backend.read(c));
      }
    }
    assertThat(results.get(0)).isEqualTo(results.get(1));
  }

  /** Skipping a factor that is zero must not show: without the last addition of 0 it would. */
  @Test
  void aSumThatUnderflowsToNegativeZeroIsPositiveZero() {
    Slot<float[]> a = Slot.floats("a", 1, 2);
    Slot<float[]> b = Slot.floats("b", 2, 1);
    Slot<float[]> c = Slot.floats("c", 1, 1);
    try (CpuBackend backend = new CpuBackend(1)) {
      backend.write(a, new float[] {1e-30f, 0f});
      backend.write(b, new float[] {-1e-30f, 1f});
      backend.compile(Plan.of(new MatMul(a, b, c, false, false, 1, 0, Epilogue.NONE))).run(0);
      assertThat(Float.floatToRawIntBits(backend.read(c)[0])).isZero();
    }
  }

  private static Verification ofOps(Backend backend, OpCases cases) {
    return Verification.ofOps(() -> backend, cases, finding -> {});
  }

  /** Compiles other ops than it is asked for. */
  private static final class Wrong extends BackendInBetween {
    private final UnaryOperator<Op> change;

    Wrong(Backend right, UnaryOperator<Op> change) {
      super(right);
      this.change = change;
    }

    @Override
    public Executable compile(Plan plan) {
      return super.compile(Plan.of(change.apply(plan.ops().get(0))));
    }
  }
}
