package dev.incline.backend.opencl.forecast;

import dev.incline.backend.opencl.cl.ClDevice;
import java.util.Map;
import java.util.TreeMap;

/**
 * A GPU as its data sheet describes it.
 *
 * @param name as its driver would say it; the vendor's name in it decides the tiles
 * @param computeUnits as its driver counts them: multiprocessors, compute units, or Intel's
 *     execution units
 * @param gigahertz the clock of a core
 * @param lanes multiply-adds in single precision that a core may begin in a cycle; of Intel's GPUs
 *     16 execution units are a core
 * @param localKibibytes local memory of a work-group
 * @param maxWorkGroup work-items of the largest work-group
 */
public record GpuDescription(
    String name,
    int computeUnits,
    double gigahertz,
    int lanes,
    int localKibibytes,
    int maxWorkGroup) {
  /** By the names that the command line takes. Numbers of the makers' data sheets. */
  public static final Map<String, GpuDescription> KNOWN =
      new TreeMap<>(
          Map.of(
              "h200", new GpuDescription("NVIDIA H200", 132, 1.98, 128, 48, 1024),
              "h100", new GpuDescription("NVIDIA H100 SXM", 132, 1.98, 128, 48, 1024),
              "a100", new GpuDescription("NVIDIA A100", 108, 1.41, 64, 48, 1024),
              "rtx3060", new GpuDescription("NVIDIA GeForce RTX 3060", 28, 1.78, 128, 48, 1024),
              "mi210", new GpuDescription("AMD Instinct MI210", 104, 1.7, 64, 64, 256),
              "arc770", new GpuDescription("Intel Arc A770", 512, 2.1, 128, 64, 1024)));

  /** Checks that there may be such a GPU. */
  public GpuDescription {
    require("computeUnits", computeUnits, 1, 100_000);
    require("gigahertz", gigahertz, 0.01, 100);
    require("lanes", lanes, 1, 10_000);
    require("localKibibytes", localKibibytes, 1, 100_000);
    require("maxWorkGroup", maxWorkGroup, 1, 100_000);
  }

  private static void require(String what, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "%s must be from %s to %s".formatted(what, text(least), text(most)));
    }
  }

  private static String text(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }

  /** What its driver would say. */
  ClDevice device() {
    return ClDevice.absent(
        name,
        "a model",
        ClDevice.Type.GPU,
        computeUnits,
        (int) Math.round(1000 * gigahertz),
        (long) localKibibytes << 10,
        maxWorkGroup);
  }
}
