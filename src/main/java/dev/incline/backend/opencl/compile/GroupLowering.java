package dev.incline.backend.opencl.compile;

import dev.incline.backend.opencl.compile.GroupFusion.GradientTile;
import dev.incline.backend.opencl.tiling.Vendor;
import dev.incline.model.Activation;
import dev.incline.plan.ColumnSums;
import dev.incline.plan.DropoutMask;
import dev.incline.plan.Epilogue;
import dev.incline.plan.GatherRows;
import dev.incline.plan.MatMul;
import dev.incline.plan.Multiply;
import dev.incline.plan.Op;
import dev.incline.plan.Plan;
import dev.incline.plan.Slot;
import dev.incline.plan.SoftmaxCrossEntropy;
import dev.incline.plan.SparseInput;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Turns a plan into few launches, for GPUs: a work-group takes a row of the batch from its bytes
 * through every layer and back, then work-groups side by side take the gradients of all parameters
 * and their steps. What fits neither is launched by itself, as {@link Lowering} has it.
 */
final class GroupLowering {
  private static final int WHOLE = 32; // pixels that row_product.cl takes at a time
  private static final int LONG = 256; // chains that wait more for memory than for themselves
  private static final int MAX_RUN = 32; // pixels of a row that a work-item holds in registers
  private static final int LARGE = 1 << 15; // floats of a weight: read for each row, it is slow

  private final Lowering ops;
  private final GpuDevice policy;
  private final ProductCalls products;
  private final Plan plan;
  private final LaunchChoice.Form form;
  private final int group;
  private final Map<Op, ParameterUpdate> joined;
  private final @Nullable SparseInput input; // read row by row, by its non-zero pixels
  private final @Nullable SparseInput tiled; // read by a product in tiles
  private final Set<Op> done = new HashSet<>();
  private final List<Launch> launches = new ArrayList<>();
  private final Set<Slot<?>> held = new HashSet<>(); // rows in local memory
  private List<KernelCall> open = new ArrayList<>();
  private boolean openIsByRows;

  /**
   * @param form rows, or tiled
   * @param group work-items of a work-group, a multiple of 16
   */
  GroupLowering(Lowering ops, GpuDevice policy, Plan plan, LaunchChoice.Form form, int group) {
    this.ops = ops;
    this.policy = policy;
    this.products = new ProductCalls(policy);
    this.plan = plan;
    this.form = form;
    this.group = group;
    this.joined = ParameterUpdate.joined(plan);
    SparseInput pixels = SparseInput.of(plan);
    this.input = pixels != null && policy.skipsPixels() && isByRows(pixels) ? pixels : null;
    this.tiled = pixels != null && isInTiles(pixels) ? pixels : null;
  }

  private boolean isByRows(SparseInput pixels) {
    return run(pixels.gather()) <= MAX_RUN && allGo(pixels, this::isRow);
  }

  private boolean isInTiles(SparseInput pixels) {
    boolean first = !pixels.products().get(0).transA(); // makes the batch for those behind
    return first && allGo(pixels, product -> !isRow(product) && products.isLocal(product));
  }

  private static boolean allGo(SparseInput pixels, Predicate<MatMul> forward) {
    return pixels.products().stream()
        .allMatch(p -> p.transA() ? GradientTile.makes(p) : forward.test(p));
  }

  private int run(GatherRows gather) {
    return (int) Lowering.ceil(gather.images().cols(), group);
  }

  private boolean isRow(MatMul product) {
    boolean small = form != LaunchChoice.Form.TILED || product.b().size() <= LARGE;
    return small && !product.transA() && product.beta() == 0;
  }

  /** The launches, in order: a stage each, or a single call. */
  List<Launch> launches() {
    for (Op op : plan.ops()) {
      if (!done.contains(op) && !took(op)) {
        close();
        launches.add(op.accept(ops));
      }
    }
    close();
    return launches;
  }

  /** Whether the op went into an open launch; where not, it is launched by itself. */
  private boolean took(Op op) {
    return (op instanceof GatherRows gather && take(gather))
        || (op instanceof MatMul product && take(product))
        || (op instanceof SoftmaxCrossEntropy loss && take(loss))
        || (op instanceof DropoutMask mask && take(mask))
        || (op instanceof Multiply product && take(product))
        || (op instanceof ColumnSums sums && take(sums));
  }

  private void close() {
    if (!open.isEmpty()) {
      launches.add(new GroupFusion(open, openIsByRows, group));
      open = new ArrayList<>();
    }
    held.clear();
  }

  /**
   * Begins a call of an op that takes the batch row by row, after those rows that it needs are in
   * local memory.
   *
   * @param shared what it reads whole
   */
  private KernelCall row(Op op, String name, int batch, List<Slot<?>> shared, Slot<?>... rows) {
    if (!openIsByRows || open.stream().anyMatch(call -> shared.stream().anyMatch(call::writes))) {
      close();
    }
    openIsByRows = true;
    for (Slot<?> slot : rows) {
      if (held.add(slot)) {
        KernelCall load = call(op, "row_load").tiles(1, batch).with(slot);
        open.add(load.withRow(slot).with(slot.cols()));
      }
    }
    KernelCall call = call(op, name).tiles(1, batch);
    open.add(call);
    op.writes().stream().filter(slot -> slot.rows() == batch).forEach(held::add);
    return call;
  }

  private KernelCall call(Op op, String name) {
    return new KernelCall(op, name, new Defines().set("GROUP", group).set("VECTORS", 0));
  }

  /** The non-zero pixels of a row: their factors, and where they stand. */
  private static KernelCall withPixels(KernelCall call, int features) {
    int most = (int) Lowering.ceil(features, WHOLE) * WHOLE;
    return call.withLocal("pixels", most).withLocal("places of pixels", most + 1);
  }

  private boolean take(GatherRows op) {
    if (input == null || !op.equals(input.gather())) {
      return tiled != null && op.equals(tiled.gather());
    }
    KernelCall call =
        row(op, "row_pixels", op.batch(), List.of()).with(op.images(), op.order(), op.out());
    call.defines().set("RUN", run(op));
    int features = op.images().cols();
    withPixels(call, features).withLocal("counts", group + group / 16).with(features).withCursor();
    return true;
  }

  private boolean take(MatMul op) {
    if (GradientTile.makes(op)) {
      gradient(op);
      return true;
    }
    if (!isRow(op)) {
      if (tiled == null || !tiled.products().contains(op)) {
        return false;
      }
      close();
      launches.add(products.overImages(op, tiled.gather()));
      return true;
    }
    boolean pixels = input != null && input.products().contains(op);
    Defines defines = new Defines();
    Slot<float[]> extra = ProductCalls.epilogue(op, defines);
    boolean hasGradient = op.epilogue() instanceof Epilogue.Gradient;
    List<Slot<?>> rows = new ArrayList<>();
    List<Slot<?>> shared = new ArrayList<>(List.of(op.b()));
    if (!pixels) {
      rows.add(op.a());
    }
    (hasGradient ? rows : shared).add(extra);
    KernelCall call = row(op, "row_product", op.m(), shared, rows.toArray(Slot<?>[]::new));
    call.defines().set("PIXELS", pixels).set("TRANS_B", op.transB()).setAll(defines);
    int ahead = 8 * Vendor.of(policy.device().title()).gradientRows();
    call.defines().set("AHEAD", !pixels && op.k() >= LONG ? ahead : WHOLE);
    if (pixels) {
      withPixels(call, op.k());
    } else {
      call.withRow(op.a());
    }
    call.with(op.b()).withRow(op.c()).with(op.c());
    if (hasGradient) {
      call.withRow(extra);
    } else {
      call.with(extra);
    }
    call.with(op.n(), op.k()).with(op.alpha());
    return true;
  }

  private boolean take(SoftmaxCrossEntropy op) {
    Slot<float[]> weights = op.weights();
    Slot<float[]> gradient = op.gradient();
    Slot<float[]> logits = op.logits();
    KernelCall call = row(op, "row_loss", logits.rows(), List.of(), logits);
    call.defines()
        .set("WITH_GRADIENT", gradient != null)
        .set("GATE", op.gate() == Activation.RELU)
        .set("WEIGHTED", weights != null);
    call.withRow(logits).withLocal("exponentials", logits.cols());
    call.withRow(gradient == null ? logits : gradient)
        .with(op.labels(), op.order())
        .with(
            weights == null ? logits : weights,
            gradient == null ? op.loss() : gradient,
            op.loss(),
            op.prediction())
        .with(logits.cols())
        .with(op.scale())
        .withCursor();
    return true;
  }

  private boolean take(DropoutMask op) {
    Slot<float[]> mask = op.mask();
    KernelCall call = row(op, "row_mask", mask.rows(), List.of()).with(op.draw());
    call.withRow(mask)
        .with(mask)
        .with(mask.cols(), op.layer(), op.threshold())
        .with(op.scale())
        .withCursor();
    return true;
  }

  private boolean take(Multiply op) {
    Slot<float[]> c = op.c();
    KernelCall call = row(op, "row_multiply", c.rows(), List.of(), op.a(), op.factor());
    call.withRow(op.a()).withRow(op.factor()).withRow(c).with(c).with(c.cols());
    return true;
  }

  private void gradient(MatMul op) {
    KernelCall call = gradientCall(op, op.m(), op.n(), op.k());
    ProductCalls.epilogue(op, call.defines());
    call.defines().set("ALIGNED", op.m() % 4 == 0 && call.defines().get("ROWS") % 4 == 0);
    call.withRows(op.a(), op.first(), policy.pitch(op.a()))
        .withRows(op.b(), op.first(), policy.pitch(op.b()))
        .with(op.c())
        .with(op.m(), op.n(), op.k())
        .with(op.alpha(), op.beta());
    add(op, call);
  }

  private boolean take(ColumnSums op) {
    KernelCall call = gradientCall(op, 1, op.a().cols(), op.rows());
    call.defines().set("ONES", 1).set("BETA", op.beta() != 0);
    call.withRows(op.a(), op.first(), policy.pitch(op.a()))
        .with(op.c())
        .with(1, op.a().cols(), op.rows())
        .with(op.alpha(), op.beta());
    add(op, call);
    return true;
  }

  private KernelCall gradientCall(Op op, int m, int n, int k) {
    return GradientTile.of(policy, group, m, n, k).cut(call(op, "matmul_gradient"), m, n, k);
  }

  /** Adds a call to a stage of calls side by side, with the update that its gradient is for. */
  private void add(Op op, KernelCall call) {
    ParameterUpdate update = joined.get(op);
    if (update != null) {
      call.updating(update, policy.pitch(update.scalars()));
      done.add(update.op());
    }
    if (openIsByRows || !open.stream().allMatch(call::isIndependentOf)) {
      close();
    }
    openIsByRows = false;
    open.add(call);
  }
}
