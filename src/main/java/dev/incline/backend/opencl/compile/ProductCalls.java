package dev.incline.backend.opencl.compile;

import dev.incline.backend.opencl.tiling.BlockedTiling;
import dev.incline.backend.opencl.tiling.LocalTiling;
import dev.incline.backend.opencl.tiling.ProductShape;
import dev.incline.backend.opencl.tiling.RegisterTiling;
import dev.incline.backend.opencl.tiling.Tiling;
import dev.incline.model.Activation;
import dev.incline.plan.Epilogue;
import dev.incline.plan.GatherRows;
import dev.incline.plan.MatMul;
import dev.incline.plan.Slot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The calls of products that are launched by themselves, or share a launch on a CPU device. */
record ProductCalls(LaunchPolicy policy) {
  KernelCall call(MatMul op) {
    return product(op, null);
  }

  /** Whether a product goes through local memory: then it can read images. */
  boolean isLocal(MatMul op) {
    return tile(op) instanceof LocalTiling;
  }

  /**
   * A product through local memory, whose left operand it takes from images by itself.
   *
   * @param gather that makes this operand
   */
  KernelCall overImages(MatMul op, GatherRows gather) {
    return product(op, gather);
  }

  /** Of rows from within its operands, one that has a tile function. */
  private Tiling tile(MatMul op) {
    Tiling tile = policy.tiles().of(policy.device(), ProductShape.of(op));
    return op.first() > 0 && tile instanceof LocalTiling ? new RegisterTiling(8, 1) : tile;
  }

  private KernelCall product(MatMul op, @Nullable GatherRows gather) {
    Tiling tile = tile(op);
    Defines defines = new Defines().set("TRANS_A", op.transA()).set("TRANS_B", op.transB());
    Slot<float[]> extra = epilogue(op, defines);
    if (policy.specialises()) {
      defines
          .set("LDA", policy.pitch(op.a()))
          .set("LDB", policy.pitch(op.b()))
          .set("LDC", policy.pitch(op.c()));
    }
    KernelCall call = new KernelCall(op, tile.kernel(), defines);
    if (gather != null) {
      defines.set("IMAGES", 1);
      call.with(gather.images(), gather.order());
    }
    call.withRows(op.a(), op.first(), policy.pitch(op.a()))
        .withRows(op.b(), op.first(), policy.pitch(op.b()))
        .with(op.c(), extra)
        .with(op.m(), op.n(), op.k())
        .with(op.alpha(), op.beta());
    if (gather != null) {
      call.withCursor();
    }
    if (tile instanceof RegisterTiling register) {
      return inRegisters(call, op, register);
    }
    return tile instanceof BlockedTiling blocked
        ? inBlocks(call, op, blocked)
        : inLocalMemory(call, op, (LocalTiling) tile);
  }

  private static KernelCall inRegisters(KernelCall call, MatMul op, RegisterTiling tile) {
    call.defines()
        .set("ROWS", tile.rows())
        .set("VECTORS", tile.vectors())
        .set("TURNED", tile.turned());
    long rows = Lowering.ceil(op.m(), tile.height());
    long columns = Lowering.ceil(op.n(), tile.width());
    boolean wide = op.b().size() > Tiling.CACHED;
    // A turned block loads four neighbours at a time from a's rows: past the end of its last one
    // lie those of a row that another tile may be writing.
    boolean reachesOver = tile.turned() && op.k() % 4 != 0;
    return call.over(rows, columns, 1, 1)
        .tiles(columns, rows)
        .rowByRow(op.transA() || wide || reachesOver ? 0 : tile.height());
  }

  private static KernelCall inBlocks(KernelCall call, MatMul op, BlockedTiling tile) {
    call.defines()
        .set("ROWS", tile.rows())
        .set("VECTORS", tile.vectors())
        .set("STRIPS", tile.strips())
        .set("BLOCK_M", tile.blockM())
        .set("BLOCK_K", tile.blockK());
    long rows = Lowering.ceil(op.m(), tile.blockM());
    long columns = Lowering.ceil(op.n(), tile.width());
    return call.withLocal("blocks", tile.floats()).over(rows, columns, 1, 1).tiles(columns, rows);
  }

  private static KernelCall inLocalMemory(KernelCall call, MatMul op, LocalTiling tile) {
    call.defines()
        .set("TILE_M", tile.tileM())
        .set("TILE_N", tile.tileN())
        .set("TILE_K", tile.tileK())
        .set("WORK_M", tile.workM())
        .set("WORK_N", tile.workN())
        .set("VECTOR_A", tile.vectorA())
        .set("VECTOR_B", tile.vectorB())
        .set("DEPTH", tile.depth())
        .set("BUFFERS", tile.buffers());
    if (tile.unroll() != LocalTiling.UNROLL) {
      call.defines().set("UNROLL", tile.unroll());
    }
    if (tile.lanesX() != tile.itemsX()) {
      call.defines().set("LANES_X", tile.lanesX());
    }
    long columns = Lowering.ceil(op.n(), tile.tileN()) * tile.itemsX();
    long rows = Lowering.ceil(op.m(), tile.tileM()) * tile.itemsY();
    return call.over(columns, rows, tile.itemsX(), tile.itemsY());
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

  /** By which activations.clh knows it: its place among all. */
  private static int number(Activation activation) {
    return List.of(Activation.values()).indexOf(activation);
  }
}
