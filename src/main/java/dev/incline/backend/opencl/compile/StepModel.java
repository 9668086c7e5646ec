package dev.incline.backend.opencl.compile;

import dev.incline.plan.MatMul;
import dev.incline.plan.Op;

/**
 * A model of the time that a GPU takes for the launches of a step: by what each costs the host, by
 * rounds of work-groups over the cores, by how long a work-group waits for memory and for its
 * chains, and by the bytes that a core reads. The host queues a launch while the device computes
 * the one before, so a launch takes the longer of the two times.
 *
 * <p>The costs were measured on an NVIDIA H200. On other GPUs they are a guess, good enough to
 * order forms that differ in the number of launches; no bit of a result depends on it.
 */
record StepModel(GpuDevice policy) {
  private static final double LAUNCH = 5.4; // microseconds of the host, with one argument
  private static final double ARGUMENT = 0.24; // more for each further one: 8.0 with twelve
  private static final double START = 1.0; // microseconds from one kernel's end to the next's work
  private static final double FMA = 0.0024; // microseconds until its result can be used
  private static final double MEMORY =
      0.3; // microseconds until data from outside the core is there
  private static final double CORE_BYTES = 40_000; // per microsecond, from the cache of all cores
  private static final double CORE_FMAS = 100_000; // per microsecond, beside their loads
  private static final double HALF_CYCLE = 0.0003; // microseconds, of which Tiling.Local counts
  private static final int RESIDENT = 1024; // work-items that a core has at a time
  private static final double DENSITY = 0.25; // of images, which are not known yet

  /** Microseconds of a step. */
  double microseconds(Iterable<Launch> launches) {
    double sum = 0;
    for (Launch launch : launches) {
      sum += Math.max(LAUNCH + ARGUMENT * (arguments(launch) - 1), START + device(launch));
    }
    return sum;
  }

  private static int arguments(Launch launch) {
    return launch instanceof KernelCall call
        ? call.arguments().size()
        : ((GroupFusion) launch).parameters().size() + 1;
  }

  private double device(Launch launch) {
    if (launch instanceof KernelCall call) {
      return alone(call);
    }
    GroupFusion fusion = (GroupFusion) launch;
    double perCore = Math.ceil((double) fusion.tiles() / policy.cores());
    double rounds = Math.ceil(perCore * fusion.group() / RESIDENT);
    double latency = 0; // of a work-group
    double bytes = 0;
    double fmas = 0;
    for (KernelCall call : fusion.calls()) {
      Work work = fusion.byRows() ? row(call, fusion.group()) : tile(call, fusion.group());
      latency = fusion.byRows() ? latency + work.latency : Math.max(latency, work.latency);
      double share = fusion.byRows() ? 1 : (double) call.columns() * call.rows() / fusion.tiles();
      bytes += share * work.bytes;
      fmas += share * work.fmas;
    }
    return Math.max(
        rounds * latency, Math.max(perCore * bytes / CORE_BYTES, perCore * fmas / CORE_FMAS));
  }

  /** What a work-group does for a call. */
  private record Work(double latency, double bytes, double fmas) {}

  private static Work row(KernelCall call, int group) {
    if (!call.name().equals("row_product")) {
      return new Work(MEMORY, 4.0 * written(call.op(), call.rows()), 0);
    }
    MatMul product = (MatMul) call.op();
    double k = product.k() * (call.defines().get("PIXELS") == 1 ? DENSITY : 1);
    double turns = Math.ceil((double) product.n() / group);
    double fmas = k * product.n();
    return new Work(turns * (k * FMA + Math.ceil(k / 32) * MEMORY), 4 * fmas, fmas);
  }

  /** Floats of a row of what an op makes for each row of the batch. */
  private static int written(Op op, int batch) {
    return op.writes().stream()
        .filter(slot -> slot.rows() == batch)
        .mapToInt(slot -> slot.cols())
        .sum();
  }

  /** A tile of kernels/matmul_gradient.cl. */
  private static Work tile(KernelCall call, int group) {
    int rows = call.defines().get("ROWS");
    int columns = call.defines().get("COLUMNS");
    double k = call.op().reads().get(0).rows();
    double latency = Math.ceil(k / 8) * (MEMORY + 8 * FMA);
    return new Work(latency, 4 * k * (columns + group / columns * rows), k * group * rows);
  }

  private double alone(KernelCall call) {
    Op op = call.op();
    if (op instanceof MatMul product) {
      ProductShape shape = ProductShape.of(product);
      if (policy.tiles().of(policy.device(), shape) instanceof Tiling.Local tile) {
        return shape.k() * HALF_CYCLE * tile.time(shape, policy.cores());
      }
      return shape.flops() / 2 / CORE_FMAS / policy.cores();
    }
    long bytes = op.writes().stream().mapToLong(slot -> 4L * slot.size()).sum();
    return MEMORY + 2.0 * bytes / CORE_BYTES / policy.cores();
  }
}
