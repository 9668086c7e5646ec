package dev.incline.backend.opencl.compile;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.tiling.LocalTiling;
import dev.incline.backend.opencl.tiling.ProductShape;
import dev.incline.backend.opencl.tiling.Vendor;
import dev.incline.plan.ColumnSums;
import dev.incline.plan.MatMul;
import dev.incline.plan.Op;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A model of the time that a GPU takes for the launches of a step: by what each costs the host, by
 * rounds of work-groups over the cores, by how long a work-group waits for memory and for its
 * chains, and by the bytes that a core reads. The host queues a launch while the device computes
 * the one before, so a launch takes the longer of the two times.
 *
 * <p>The costs were measured on an NVIDIA H200. Those of a core are taken to follow from its clock
 * and its lanes, the others to be the same everywhere: on other GPUs that is a guess, good enough
 * to order forms that differ in the number of launches. No bit of a result depends on it.
 *
 * @param gigahertz the clock of a core
 * @param lanes multiply-adds that a core may begin in a cycle
 */
public record StepModel(GpuDevice policy, double gigahertz, int lanes) {
  /** What the model takes for granted, for people. */
  public static final String ASSUMPTIONS =
      """
      Costs that were measured on an NVIDIA H200, and are a guess elsewhere: a launch costs the host 5.4 µs with one
      argument and 0.24 µs more with each further one; 1 µs passes from one kernel's end to the next one's work, 0.3 µs
      until memory answers, 4.75 cycles until an fma's result is there; a core reads 20 bytes a cycle, uses 40 % of its
      lanes and holds 1,024 work-items; a quarter of the pixels are not 0. A launch takes the longest of these: the host's
      time; 1 µs and its latency in all rounds; 1 µs and a core's reads; 1 µs and its fmas. All times in µs.""";

  private static final double H200_GIGAHERTZ = 1.98;
  private static final double LAUNCH = 5.4; // microseconds of the host, with one argument
  private static final double ARGUMENT = 0.24; // more for each further one: 8.0 with twelve
  private static final double START = 1.0; // microseconds from one kernel's end to the next's work
  private static final double MEMORY =
      0.3; // microseconds until data from outside the core is there
  private static final double FMA = 4.75; // cycles until its result can be used
  private static final double BYTES = 20.2; // that a core reads in a cycle, from the cache of all
  private static final double USED = 0.395; // of the lanes, beside their loads
  private static final double HALF_CYCLE = 0.6; // cycles, of which LocalTiling counts
  static final int RESIDENT = 1024; // work-items that a core has at a time
  private static final double DENSITY = 0.25; // of images, which are not known yet

  /**
   * By what the driver says: the clock, or an H200's where that cannot be one; lanes by the vendor.
   */
  static StepModel of(GpuDevice policy) {
    int megahertz = policy.device().megahertz();
    boolean isClock = megahertz >= 100 && megahertz <= 10_000;
    int lanes = Vendor.of(policy.device().title()).lanes();
    return new StepModel(policy, isClock ? megahertz / 1000.0 : H200_GIGAHERTZ, lanes);
  }

  /** Seconds of a plan's launches; empty for a device that is no GPU. */
  public static OptionalDouble of(LaunchPolicy policy, List<Launch> launches) {
    return policy instanceof GpuDevice gpu && gpu.device().type() == ClDevice.Type.GPU
        ? OptionalDouble.of(of(gpu).microseconds(launches) / 1e6)
        : OptionalDouble.empty();
  }

  /**
   * What a launch takes, in microseconds.
   *
   * @param name of its kernel file, or of several
   * @param groups work-groups
   * @param rounds in which the cores take them
   * @param host until it is queued
   * @param latency waiting for memory and for chains, in all rounds
   * @param reads of a core
   * @param arithmetic of a core
   */
  public record Part(
      String name,
      long groups,
      double rounds,
      double host,
      double latency,
      double reads,
      double arithmetic) {
    /** On the device. */
    public double device() {
      return START + Math.max(latency, Math.max(reads, arithmetic));
    }

    public double microseconds() {
      return Math.max(host, device());
    }
  }

  /** What each launch takes. */
  public List<Part> parts(List<Launch> launches) {
    return launches.stream().map(this::part).toList();
  }

  /** Microseconds of a step. */
  public double microseconds(List<Launch> launches) {
    return parts(launches).stream().mapToDouble(Part::microseconds).sum();
  }

  private Part part(Launch launch) {
    if (launch instanceof Fusion fusion) { // of one call: see KernelCall.alone
      return alone(fusion.stages().get(0).calls().get(0));
    }
    return launch instanceof KernelCall call ? alone(call) : fused((GroupFusion) launch);
  }

  private static double host(int arguments) {
    return LAUNCH + ARGUMENT * (arguments - 1);
  }

  private Part fused(GroupFusion fusion) {
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
    return new Part(
        fusion.byRows() ? "rows" : "gradients and updates",
        fusion.tiles(),
        rounds,
        host(fusion.parameters().size() + 1),
        rounds * latency,
        perCore * read(bytes),
        perCore * multiplied(fmas));
  }

  private double chained(double fmas) {
    return fmas * FMA / (1000 * gigahertz);
  }

  private double read(double bytes) {
    return bytes / (BYTES * 1000 * gigahertz);
  }

  private double multiplied(double fmas) {
    return fmas / (USED * lanes * 1000 * gigahertz);
  }

  /** What a work-group does for a call. */
  private record Work(double latency, double bytes, double fmas) {}

  private Work row(KernelCall call, int group) {
    if (!call.name().equals("row_product")) {
      return new Work(MEMORY, 4.0 * written(call.op(), call.rows()), 0);
    }
    MatMul product = (MatMul) call.op();
    double k = product.k() * (call.defines().get("PIXELS") == 1 ? DENSITY : 1);
    double turns = Math.ceil((double) product.n() / group);
    double fmas = k * product.n();
    double waits = Math.ceil(k / call.defines().get("AHEAD"));
    return new Work(turns * (chained(k) + waits * MEMORY), 4 * fmas, fmas);
  }

  /** Floats of a row of what an op makes for each row of the batch. */
  private static int written(Op op, int batch) {
    return op.writes().stream()
        .filter(slot -> slot.rows() == batch)
        .mapToInt(slot -> slot.cols())
        .sum();
  }

  /** A tile of kernels/matmul_gradient.cl. */
  private Work tile(KernelCall call, int group) {
    int rows = call.defines().get("ROWS");
    int columns = call.defines().get("COLUMNS");
    double k = call.op() instanceof MatMul p ? p.k() : ((ColumnSums) call.op()).rows();
    int ahead = call.defines().get("AHEAD");
    double latency = Math.ceil(k / ahead) * (MEMORY + chained(ahead));
    return new Work(latency, 4 * k * (columns + group / columns * rows), k * group * rows);
  }

  private Part alone(KernelCall call) {
    Op op = call.op();
    double latency = MEMORY;
    double reads = 0;
    double arithmetic = 0;
    if (op instanceof MatMul product) {
      ProductShape shape = ProductShape.of(product);
      if (policy.tiles().of(policy.device(), shape) instanceof LocalTiling tile) {
        double cycles = shape.k() * HALF_CYCLE * tile.time(shape, policy.cores(), lanes);
        latency = cycles / (1000 * gigahertz);
      } else {
        arithmetic = multiplied(shape.flops() / 2 / policy.cores());
      }
    } else {
      long bytes = op.writes().stream().mapToLong(slot -> 4L * slot.size()).sum();
      reads = read(2.0 * bytes / policy.cores());
    }
    long groups = call.workGroups();
    double rounds = Math.ceil((double) groups / policy.cores());
    double host = host(call.arguments().size());
    return new Part(call.name(), groups, rounds, host, latency, reads, arithmetic);
  }
}
