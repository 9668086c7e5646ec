package dev.incline.backend.opencl.vendor;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.testing.UnrealDevices;
import java.util.List;

/**
 * Kinds of GPU, each as its driver describes it: what tiles are fitted to. What a class compiles is
 * compiled for its own GPU; what the standard training compiles, also for others of the vendor.
 */
enum GpuClass {
  H100("NVIDIA H100", "NVIDIA CUDA", 132, 48, 1024, Nvidia.COMPILER, "sm_90"),
  RTX_3060(
      "NVIDIA GeForce RTX 3060", "NVIDIA CUDA", 28, 48, 1024, Nvidia.COMPILER, "sm_86", "sm_75"),
  MI210(
      "AMD Instinct MI210",
      "AMD Accelerated Parallel Processing",
      104,
      64,
      256,
      Amd.COMPILER,
      "gfx90a",
      "gfx906",
      "gfx1030"),
  ARC_A770(
      "Intel(R) Arc(TM) A770",
      "Intel(R) OpenCL Graphics",
      512,
      64,
      1024,
      Intel.COMPILER,
      "acm-g10",
      "skl");

  private final ClDevice device;
  private final VendorCompiler compiler;
  private final List<String> targets;

  GpuClass(
      String name,
      String platform,
      int computeUnits,
      int localKibibytes,
      int maxWorkGroup,
      VendorCompiler compiler,
      String... targets) {
    this.device =
        UnrealDevices.gpu(name, platform, computeUnits, localKibibytes << 10, maxWorkGroup);
    this.compiler = compiler;
    this.targets = List.of(targets);
  }

  /** A description: it cannot be opened. */
  ClDevice device() {
    return device;
  }

  /** That of its vendor. */
  VendorCompiler compiler() {
    return compiler;
  }

  /** By the compiler's names: its own, then others of the vendor. */
  List<String> targets() {
    return targets;
  }
}
