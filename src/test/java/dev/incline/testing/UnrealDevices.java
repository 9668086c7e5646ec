package dev.incline.testing;

import dev.incline.backend.opencl.cl.ClDevice;

/** Devices that are not there, the same on every machine; and real ones, worked as others. */
public final class UnrealDevices {
  private UnrealDevices() {}

  /** PoCL's on so many cores, whose vector registers hold so many floats; it cannot be opened. */
  public static ClDevice cpu(int cores, int vectorFloats) {
    String platform = "Portable Computing Language";
    return withVectorFloats(
        vectorFloats,
        ClDevice.absent("CPU", platform, ClDevice.Type.CPU, cores, 2000, 48 << 10, 1024));
  }

  /** One that cannot be opened. */
  public static ClDevice gpu(int multiprocessors) {
    return gpu("NVIDIA GPU", "NVIDIA CUDA", multiprocessors, 48 << 10, 1024);
  }

  /**
   * One that cannot be opened.
   *
   * @param computeUnits as its driver counts them
   * @param localMemory bytes
   */
  public static ClDevice gpu(
      String name, String platform, int computeUnits, int localMemory, int maxWorkGroup) {
    return ClDevice.absent(
        name, platform, ClDevice.Type.GPU, computeUnits, 1980, localMemory, maxWorkGroup);
  }

  /**
   * One that cannot be opened.
   *
   * @param megahertz as its driver says it
   */
  public static ClDevice gpu(String name, int computeUnits, int megahertz) {
    return ClDevice.absent(
        name, "Driver", ClDevice.Type.GPU, computeUnits, megahertz, 48 << 10, 1024);
  }

  /** The same device, worked as one of another type. */
  public static ClDevice as(ClDevice.Type type, ClDevice d) {
    return like(d, type, d.maxAllocation(), d.vectorFloats(), d.correctDivision(), d.fma());
  }

  /** The same device, from which less is taken in one piece. */
  public static ClDevice withMaxAllocation(long bytes, ClDevice d) {
    return like(d, d.type(), bytes, d.vectorFloats(), d.correctDivision(), d.fma());
  }

  /** The same device, worked as one with other registers. */
  public static ClDevice withVectorFloats(int floats, ClDevice d) {
    return like(d, d.type(), d.maxAllocation(), floats, d.correctDivision(), d.fma());
  }

  /** The same device, as if its division or its fma were another. */
  public static ClDevice withArithmetic(boolean correctDivision, boolean fma, ClDevice d) {
    return like(d, d.type(), d.maxAllocation(), d.vectorFloats(), correctDivision, fma);
  }

  private static ClDevice like(
      ClDevice d,
      ClDevice.Type type,
      long maxAllocation,
      int vectorFloats,
      boolean correctDivision,
      boolean fma) {
    return new ClDevice(
        d.index(),
        d.platform(),
        d.name(),
        type,
        d.version(),
        d.driver(),
        d.computeUnits(),
        d.megahertz(),
        d.globalMemory(),
        maxAllocation,
        d.localMemory(),
        d.maxWorkGroup(),
        vectorFloats,
        d.denormals(),
        correctDivision,
        fma,
        d.handle());
  }
}
