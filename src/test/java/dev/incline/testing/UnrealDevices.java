package dev.incline.testing;

import dev.incline.backend.opencl.cl.ClDevice;

/** Devices for what needs no device: the same on every machine, and none can be opened. */
public final class UnrealDevices {
  private UnrealDevices() {}

  /** PoCL's on so many cores, whose vector registers hold so many floats. */
  public static ClDevice cpu(int cores, int vectorFloats) {
    return of("CPU", "Portable Computing Language", ClDevice.Type.CPU, cores, vectorFloats);
  }

  public static ClDevice gpu(int multiprocessors) {
    return of("NVIDIA GPU", "NVIDIA CUDA", ClDevice.Type.GPU, multiprocessors, 1);
  }

  @SuppressWarnings("NullAway") // there is no handle
  private static ClDevice of(
      String name, String platform, ClDevice.Type type, int computeUnits, int vectorFloats) {
    return new ClDevice(
        "0:0",
        platform,
        name,
        type,
        "OpenCL 1.2",
        "1",
        computeUnits,
        8L << 30,
        2L << 30,
        48 << 10,
        1024,
        vectorFloats,
        true,
        true,
        true,
        null);
  }
}
