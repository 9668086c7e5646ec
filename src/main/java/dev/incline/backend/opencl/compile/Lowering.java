package dev.incline.backend.opencl.compile;

import dev.incline.model.Activation;
import dev.incline.plan.AdamUpdate;
import dev.incline.plan.Add;
import dev.incline.plan.ColumnSums;
import dev.incline.plan.DropoutMask;
import dev.incline.plan.GatherRows;
import dev.incline.plan.GatherValues;
import dev.incline.plan.MatMul;
import dev.incline.plan.MomentumUpdate;
import dev.incline.plan.Multiply;
import dev.incline.plan.Op;
import dev.incline.plan.Plan;
import dev.incline.plan.SgdUpdate;
import dev.incline.plan.Slot;
import dev.incline.plan.SoftmaxCrossEntropy;
import dev.incline.plan.SparseInput;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Turns a plan into launches: each op into the call of a kernel, with defines, arguments and sizes.
 */
public final class Lowering implements Op.Visitor<KernelCall> {
  private final LaunchPolicy policy;
  private final ProductCalls products;

  public Lowering(LaunchPolicy policy) {
    this.policy = policy;
    this.products = new ProductCalls(policy);
  }

  /**
   * The launches of a plan, in order.
   *
   * @param isSparse whether products over a batch of these images skip zero pixels
   */
  public List<Launch> of(Plan plan, Predicate<Slot<byte[]>> isSparse) {
    return policy.launches(plan, this, () -> updated(plan, calls(plan, isSparse)));
  }

  private List<KernelCall> calls(Plan plan, Predicate<Slot<byte[]>> isSparse) {
    SparseInput sparse = SparseInput.of(plan);
    return sparse != null && isSparse.test(sparse.gather().images())
        ? sparseCalls(plan, sparse)
        : plan.ops().stream().map(op -> op.accept(this)).toList();
  }

  /** With updates done by the calls that make their gradients, where those can. */
  private List<KernelCall> updated(Plan plan, List<KernelCall> calls) {
    Map<Op, ParameterUpdate> joined = ParameterUpdate.joined(plan);
    Set<Op> done = new HashSet<>();
    List<KernelCall> all = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      KernelCall call = calls.get(i); // of the plan's op of this number
      ParameterUpdate update = joined.get(plan.ops().get(i));
      if (update != null && policy.updatesIn(call)) {
        call.updating(update, policy.pitch(update.scalars()));
        done.add(update.op());
      }
      if (!done.contains(plan.ops().get(i))) {
        all.add(call);
      }
    }
    return all;
  }

  private List<KernelCall> sparseCalls(Plan plan, SparseInput sparse) {
    SparseLaunches input = new SparseLaunches(policy, sparse);
    List<KernelCall> calls = new ArrayList<>();
    for (Op op : plan.ops()) {
      if (op.equals(sparse.gather())) {
        calls.add(input.occupiedColumns());
      } else if (op instanceof MatMul product && sparse.products().contains(product)) {
        calls.add(input.of(product));
      } else {
        calls.add(op.accept(this));
      }
    }
    return calls;
  }

  @Override
  public KernelCall visit(GatherRows op) {
    return gathered(op, op.images(), op.order(), op.out());
  }

  @Override
  public KernelCall visit(GatherValues op) {
    KernelCall call = gathered(op, op.values(), op.order(), op.out());
    call.defines().set("VALUES", 1).set("LDA", policy.pitch(op.values()));
    return call;
  }

  private KernelCall gathered(Op op, Slot<?> inputs, Slot<int[]> order, Slot<float[]> out) {
    LaunchPolicy.RowCopy copy = policy.rowCopy(out.cols());
    Defines defines =
        new Defines()
            .set("WIDTH", copy.width())
            .set("LANES", copy.lanes())
            .set("LDC", policy.pitch(out))
            .set("ALIGNED", copy.aligned());
    return new KernelCall(op, "gather_rows", defines)
        .with(inputs, order, out)
        .with(out.rows(), out.cols())
        .withCursor()
        .over(copy.lanes(), out.rows(), copy.lanes(), 1)
        .tiles(1, out.rows())
        .rowByRow(1);
  }

  @Override
  public KernelCall visit(MatMul op) {
    return products.call(op);
  }

  @Override
  public KernelCall visit(ColumnSums op) {
    LaunchPolicy.ColumnBlock block = policy.columnBlock(op.a().cols());
    long blocks = ceil(op.a().cols(), block.width() * block.vectors());
    Defines defines =
        new Defines()
            .set("BETA", op.beta() != 0)
            .set("WIDTH", block.width())
            .set("VECTORS", block.vectors())
            .set("LDA", policy.pitch(op.a()));
    return new KernelCall(op, "column_sums", defines)
        .withRows(op.a(), op.first(), policy.pitch(op.a()))
        .with(op.c())
        .with(op.rows(), op.a().cols())
        .with(op.alpha(), op.beta())
        .over(blocks, policy.groupSize())
        .tiles(blocks, 1);
  }

  @Override
  public KernelCall visit(DropoutMask op) {
    Slot<float[]> mask = op.mask();
    LaunchPolicy.ColumnBlock block = policy.columnBlock(mask.cols());
    int width = Math.max(4, block.width()); // of the words of a counter, none is wasted
    long blocks = ceil(mask.cols(), width * block.vectors());
    Defines defines = new Defines().set("WIDTH", width).set("VECTORS", block.vectors());
    return new KernelCall(op, "dropout_mask", defines)
        .with(op.draw(), mask)
        .with(mask.rows(), mask.cols(), policy.pitch(mask), op.layer(), op.threshold())
        .with(op.scale())
        .withCursor()
        .over(blocks, mask.rows(), policy.groupSize(), 1)
        .tiles(blocks, mask.rows())
        .rowByRow(1);
  }

  @Override
  public KernelCall visit(Multiply op) {
    Slot<float[]> c = op.c();
    LaunchPolicy.ColumnBlock block = policy.columnBlock(c.cols());
    long blocks = ceil(c.cols(), block.width() * block.vectors());
    Defines defines = new Defines().set("WIDTH", block.width()).set("VECTORS", block.vectors());
    return new KernelCall(op, "multiply", defines)
        .with(op.a(), op.factor(), c)
        .with(c.rows(), c.cols(), policy.pitch(c))
        .over(blocks, c.rows(), policy.groupSize(), 1)
        .tiles(blocks, c.rows())
        .rowByRow(1);
  }

  @Override
  public KernelCall visit(Add op) {
    int size = size(op.sum());
    LaunchPolicy.ColumnBlock block = policy.columnBlock(size);
    long blocks = ceil(size, block.width() * block.vectors());
    Defines defines = new Defines().set("WIDTH", block.width()).set("VECTORS", block.vectors());
    return new KernelCall(op, "add", defines)
        .with(op.addend(), op.sum())
        .with(size)
        .over(blocks, policy.groupSize())
        .tiles(blocks, 1);
  }

  @Override
  public KernelCall visit(SoftmaxCrossEntropy op) {
    Slot<float[]> weights = op.weights();
    Slot<float[]> gradient = op.gradient();
    return new KernelCall(
            op,
            "softmax_cross_entropy",
            new Defines()
                .set("WITH_GRADIENT", gradient != null)
                .set("GATE", op.gate() == Activation.RELU)
                .set("WEIGHTED", weights != null))
        .with(
            op.logits(),
            op.labels(),
            op.order(),
            weights == null ? op.logits() : weights,
            gradient == null ? op.loss() : gradient,
            op.loss(),
            op.prediction())
        .with(op.logits().rows(), op.logits().cols())
        .with(op.scale())
        .withCursor()
        .over(op.logits().rows(), policy.groupSize())
        .tiles(1, op.logits().rows())
        .rowByRow(1);
  }

  @Override
  public KernelCall visit(SgdUpdate op) {
    return update(ParameterUpdate.of(op));
  }

  @Override
  public KernelCall visit(MomentumUpdate op) {
    return update(ParameterUpdate.of(op));
  }

  @Override
  public KernelCall visit(AdamUpdate op) {
    return update(ParameterUpdate.of(op));
  }

  private KernelCall update(ParameterUpdate update) {
    int size = size(update.parameter());
    LaunchPolicy.ColumnBlock block = policy.columnBlock(size);
    long blocks = ceil(size, block.width() * block.vectors());
    Defines defines = new Defines().set("WIDTH", block.width()).set("VECTORS", block.vectors());
    return new KernelCall(update.op(), "update", defines)
        .with(update.gradient())
        .with(size)
        .updating(update, policy.pitch(update.scalars()))
        .over(blocks, policy.groupSize())
        .tiles(blocks, 1);
  }

  /** Elements of a slot, the gaps behind its rows among them. */
  private int size(Slot<float[]> slot) {
    return (slot.rows() - 1) * policy.pitch(slot) + slot.cols();
  }

  static long ceil(int size, int part) {
    return ((long) size + part - 1) / part;
  }
}
