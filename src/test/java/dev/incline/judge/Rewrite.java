package dev.incline.judge;

import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.model.Activation;
import dev.incline.plan.ColumnSums;
import dev.incline.plan.Epilogue;
import dev.incline.plan.MatMul;
import dev.incline.plan.Op;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import dev.incline.plan.SoftmaxCrossEntropy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Changes to plans, op by op. */
final class Rewrite {
  private Rewrite() {}

  /** The plan with its ops changed. */
  static Plan plan(Plan plan, UnaryOperator<List<Op>> change) {
    return new Plan(plan.name(), plan.given(), change.apply(plan.ops()));
  }

  static UnaryOperator<List<Op>> products(UnaryOperator<MatMul> change) {
    return ops -> ops.stream().map(op -> op instanceof MatMul p ? change.apply(p) : op).toList();
  }

  static UnaryOperator<List<Op>> columnSums(UnaryOperator<ColumnSums> change) {
    return ops ->
        ops.stream().map(op -> op instanceof ColumnSums s ? change.apply(s) : op).toList();
  }

  static UnaryOperator<List<Op>> losses(UnaryOperator<SoftmaxCrossEntropy> change) {
    return ops ->
        ops.stream().map(op -> op instanceof SoftmaxCrossEntropy s ? change.apply(s) : op).toList();
  }

  /** Every product that makes a dH moves behind the update of the weights that it reads. */
  static List<Op> inputGradientsLast(List<Op> ops) {
    List<Op> late = new ArrayList<>(ops);
    for (int i = 0; i + 1 < late.size(); i++) {
      if (late.get(i) instanceof MatMul p
          && p.transB()
          && late.get(i + 1).writes().contains(p.b())) {
        late.add(i + 1, late.remove(i));
        i++;
      }
    }
    return late;
  }

  static MatMul withTransposes(MatMul p, boolean transA, boolean transB) {
    return new MatMul(p.a(), p.b(), p.c(), transA, transB, p.alpha(), p.beta(), p.epilogue());
  }

  static MatMul withOperands(MatMul p, Slot<float[]> a, Slot<float[]> b) {
    return new MatMul(a, b, p.c(), p.transA(), p.transB(), p.alpha(), p.beta(), p.epilogue());
  }

  static MatMul withScalars(MatMul p, float alpha, float beta) {
    return new MatMul(p.a(), p.b(), p.c(), p.transA(), p.transB(), alpha, beta, p.epilogue());
  }

  static MatMul withEpilogue(MatMul p, Epilogue epilogue) {
    return new MatMul(p.a(), p.b(), p.c(), p.transA(), p.transB(), p.alpha(), p.beta(), epilogue);
  }

  static MatMul into(MatMul p, Slot<float[]> c) {
    return new MatMul(p.a(), p.b(), c, p.transA(), p.transB(), p.alpha(), p.beta(), p.epilogue());
  }

  static SoftmaxCrossEntropy withScale(SoftmaxCrossEntropy s, float scale) {
    return new SoftmaxCrossEntropy(
        s.logits(), s.labels(), s.order(), s.gradient(), s.gate(), scale, s.loss(), s.prediction());
  }

  static SoftmaxCrossEntropy withGate(SoftmaxCrossEntropy s, Activation gate) {
    return new SoftmaxCrossEntropy(
        s.logits(), s.labels(), s.order(), s.gradient(), gate, s.scale(), s.loss(), s.prediction());
  }

  /**
   * Each op on its own, so that some can run as {@code other} has it; null leaves an op as it is.
   */
  static Executable opByOp(Backend backend, Plan plan, Function<Op, @Nullable Executable> other) {
    List<Executable> steps = new ArrayList<>();
    for (Op op : plan.ops()) {
      Executable step = other.apply(op);
      steps.add(step == null ? backend.compile(Plan.of(op)) : step);
    }
    return cursor -> steps.forEach(step -> step.run(cursor));
  }
}
