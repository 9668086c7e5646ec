package dev.incline.backend.opencl.compile;

import dev.incline.backend.opencl.OpenClOptions;
import dev.incline.backend.opencl.cl.ClBuffer;
import dev.incline.backend.opencl.cl.ClContext;
import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.model.Activation;
import dev.incline.plan.ColumnSums;
import dev.incline.plan.Epilogue;
import dev.incline.plan.GatherRows;
import dev.incline.plan.MatMul;
import dev.incline.plan.Op;
import dev.incline.plan.Slot;
import dev.incline.plan.SoftmaxCrossEntropy;
import java.util.function.Function;

/** Turns an op into the call of a kernel with its defines, arguments and sizes. */
public final class Launches implements Op.Visitor<Call> {
  /** Weights of so many floats stay in a core's cache while one row after the other passes by. */
  static final int CACHED = 1 << 17;

  /**
   * Local tiles on a CPU device bring the GPU's form of the other kernels with them, to be tested.
   */
  private static final ProductShape ANY = new ProductShape(64, 64, 64, false, false);

  final ClContext context;
  private final Function<Slot<?>, ClBuffer> buffers;
  final OpenClOptions options;
  final boolean cpu;

  public Launches(ClContext context, Function<Slot<?>, ClBuffer> buffers, OpenClOptions options) {
    ClDevice device = context.device();
    this.context = context;
    this.buffers = buffers;
    this.options = options;
    this.cpu =
        device.type() == ClDevice.Type.CPU
            && options.tiling(device, ANY) instanceof Tiling.Register;
  }

  public Call of(Op op) {
    return op.accept(this);
  }

  @Override
  public Call visit(GatherRows op) {
    int width = cpu ? 16 : 4;
    int features = op.out().cols();
    int lanes = cpu ? 1 : lanes(ceil(features, width));
    Defines defines =
        new Defines()
            .set("WIDTH", width)
            .set("LANES", lanes)
            .set("LDC", pitch(op.out()))
            .set("ALIGNED", !cpu && features % width == 0);
    return new Call(op, "gather_rows", defines)
        .with(buffer(op.images()))
        .with(buffer(op.order()))
        .with(buffer(op.out()))
        .with(op.out().rows())
        .with(features)
        .withCursor()
        .over(new long[] {lanes, op.out().rows()}, new long[] {lanes, 1})
        .tiles(cpu ? 1 : 0, op.out().rows())
        .rowByRow(1);
  }

  /** A work-item for each vector of a row, in whole groups of 32, as far as a work-group goes. */
  private int lanes(long vectors) {
    int most = Math.min(256, context.device().maxWorkGroup());
    return (int) Math.min(most, 32 * ceil((int) vectors, 32));
  }

  @Override
  public Call visit(MatMul op) {
    Tiling tile = options.tiling(context.device(), ProductShape.of(op));
    Defines defines = new Defines().set("TRANS_A", op.transA()).set("TRANS_B", op.transB());
    Slot<float[]> extra = epilogue(op, defines);
    if (options.specialise()) {
      defines.set("LDA", pitch(op.a())).set("LDB", pitch(op.b())).set("LDC", pitch(op.c()));
    }
    long[] items;
    long[] groups;
    if (tile instanceof Tiling.Register register) {
      defines
          .set("ROWS", register.rows())
          .set("VECTORS", register.vectors())
          .set("TURNED", register.turned());
      items = new long[] {ceil(op.m(), register.height()), ceil(op.n(), register.width())};
      groups = new long[] {1, 1};
    } else {
      Tiling.Local local = (Tiling.Local) tile;
      defines
          .set("TILE_M", local.tileM())
          .set("TILE_N", local.tileN())
          .set("TILE_K", local.tileK())
          .set("WORK_M", local.workM())
          .set("WORK_N", local.workN())
          .set("VECTOR_A", local.vectorA())
          .set("VECTOR_B", local.vectorB())
          .set("BUFFERS", local.buffers());
      groups = new long[] {local.itemsX(), local.itemsY()};
      items =
          new long[] {
            ceil(op.n(), local.tileN()) * groups[0], ceil(op.m(), local.tileM()) * groups[1]
          };
    }
    Call call =
        new Call(op, tile.kernel(), defines)
            .with(buffer(op.a()))
            .with(buffer(op.b()))
            .with(buffer(op.c()))
            .with(buffer(extra))
            .with(op.m())
            .with(op.n())
            .with(op.k())
            .with(op.alpha())
            .with(op.beta())
            .over(items, groups);
    if (cpu && tile instanceof Tiling.Register register) {
      boolean wide = op.b().size() > CACHED;
      // A turned block loads four neighbours at a time from a's rows: past the end of its last one
      // lie those of a row that another tile may be writing.
      boolean reachesOver = register.turned() && op.k() % 4 != 0;
      call.tiles(items[1], items[0])
          .rowByRow(op.transA() || wide || reachesOver ? 0 : register.height());
    }
    return call;
  }

  /**
   * Vectors of a row that a CPU's work-item takes: of 64 rows they fill a first-level cache of 32
   * KiB.
   */
  static int vectors(int columns) {
    return (int) Math.min(ceil(columns, 16), 8);
  }

  /**
   * Sets the epilogue's defines and returns the slot of the kernel's {@code extra}; b where there
   * is none.
   */
  static Slot<float[]> epilogue(MatMul op, Defines defines) {
    if (op.beta() != 0) {
      defines.set("BETA", 1);
    }
    if (op.epilogue() instanceof Epilogue.Gradient gradient) {
      defines.set("GRADIENT", 1).set("ACTIVATION", number(gradient.activation()));
      return gradient.output();
    }
    Epilogue.Forward forward = (Epilogue.Forward) op.epilogue();
    defines.set("ACTIVATION", number(forward.activation()));
    Slot<float[]> bias = forward.bias();
    if (bias == null) {
      return op.b();
    }
    defines.set("BIAS", 1);
    return bias;
  }

  private static int number(Activation activation) {
    return switch (activation) {
      case IDENTITY -> 0;
      case RELU -> 1;
      case SIGMOID -> 2;
    };
  }

  @Override
  public Call visit(ColumnSums op) {
    int width = cpu ? 16 : 1;
    int vectors = cpu ? vectors(op.a().cols()) : 1;
    long columns = ceil(op.a().cols(), width * vectors);
    Defines defines =
        new Defines()
            .set("BETA", op.beta() != 0)
            .set("WIDTH", width)
            .set("VECTORS", vectors)
            .set("LDA", pitch(op.a()));
    return new Call(op, "column_sums", defines)
        .with(buffer(op.a()))
        .with(buffer(op.c()))
        .with(op.a().rows())
        .with(op.a().cols())
        .with(op.alpha())
        .with(op.beta())
        .over(new long[] {columns}, new long[] {cpu ? 1 : 32})
        .tiles(cpu ? columns : 0, 1);
  }

  @Override
  public Call visit(SoftmaxCrossEntropy op) {
    Slot<float[]> gradient = op.gradient();
    return new Call(
            op,
            "softmax_cross_entropy",
            new Defines()
                .set("WITH_GRADIENT", gradient != null)
                .set("GATE", op.gate() == Activation.RELU))
        .with(buffer(op.logits()))
        .with(buffer(op.labels()))
        .with(buffer(op.order()))
        .with(buffer(gradient == null ? op.loss() : gradient))
        .with(buffer(op.loss()))
        .with(buffer(op.prediction()))
        .with(op.logits().rows())
        .with(op.logits().cols())
        .with(op.scale())
        .withCursor()
        .over(new long[] {op.logits().rows()}, new long[] {cpu ? 1 : 32})
        .tiles(cpu ? 1 : 0, op.logits().rows())
        .rowByRow(1);
  }

  ClBuffer buffer(Slot<?> slot) {
    return buffers.apply(slot);
  }

  int pitch(Slot<?> slot) {
    return options.pitch(context.device(), slot);
  }

  static long ceil(int size, int part) {
    return ((long) size + part - 1) / part;
  }
}
