package dev.incline.backend.opencl.cl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/**
 * An OpenCL device and what matters of it. Which of its properties decide whether it can conform to
 * the bit stands in {@link #deviations()}.
 *
 * @param index {@code platform:device} as {@code incline devices} prints it
 * @param computeUnits cores of a CPU, multiprocessors of a GPU
 * @param megahertz its highest clock, as the driver says it; 0 where that says nothing
 * @param globalMemory bytes
 * @param maxAllocation bytes of the largest single buffer
 * @param localMemory bytes per work-group
 * @param vectorFloats floats in a register that it computes with
 * @param denormals whether it keeps them
 * @param correctDivision whether its division can be asked to round correctly
 * @param fma whether fma rounds once in hardware or software
 */
public record ClDevice(
    String index,
    String platform,
    String name,
    Type type,
    String version,
    String driver,
    int computeUnits,
    int megahertz,
    long globalMemory,
    long maxAllocation,
    long localMemory,
    int maxWorkGroup,
    int vectorFloats,
    boolean denormals,
    boolean correctDivision,
    boolean fma,
    Handle handle) {

  /** Kinds of device, the preferred first. */
  public enum Type {
    GPU,
    ACCELERATOR,
    CPU,
    OTHER
  }

  /** What only this package may look into. */
  public static final class Handle {
    final cl_platform_id platform;
    final cl_device_id device;

    Handle(cl_platform_id platform, cl_device_id device) {
      this.platform = platform;
      this.device = device;
    }
  }

  private static final long ALL_TYPES =
      0xFFFFFFFFL; // CL.CL_DEVICE_TYPE_ALL is -1, which some refuse

  /** One that is not here: it can be planned for, and not opened. */
  @SuppressWarnings("NullAway") // there is no handle
  public static ClDevice absent(
      String name,
      String platform,
      Type type,
      int computeUnits,
      int megahertz,
      long localMemory,
      int workGroup) {
    return new ClDevice(
        "0:0",
        platform,
        name,
        type,
        "OpenCL 1.2",
        "1",
        computeUnits,
        megahertz,
        8L << 30,
        2L << 30,
        localMemory,
        workGroup,
        1,
        true,
        true,
        true,
        null);
  }

  /** What keeps the device from giving the contract's bits; empty for a device that conforms. */
  public List<String> deviations() {
    List<String> found = new ArrayList<>();
    if (!denormals) {
      found.add("flushes denormals to zero");
    }
    if (!fma) {
      found.add("has no fused multiply-add");
    }
    return found;
  }

  /**
   * Whether work-items that wait for each other in one launch all go on. OpenCL does not say so;
   * PoCL runs each work-group to its end on a thread of its own, and its atomics order memory.
   */
  public boolean keepsWorkersGoing() {
    return type == Type.CPU && platform.equals("Portable Computing Language");
  }

  /**
   * Whether it has 32 registers of 16 floats, as AVX-512 has. Where not, it is worked as one that
   * has a quarter of that: AVX2 has 16 of 8, NEON 32 of 4.
   */
  public boolean hasWideRegisters() {
    return vectorFloats >= 16;
  }

  /**
   * Whether the host writes a buffer whole or not at all: Oclgrind takes for uninitialised whatever
   * of a buffer the latest write left out, and would report every load of its padding.
   */
  public boolean wantsWholeWrites() {
    return platform.equals("Oclgrind");
  }

  /**
   * What to do where a build fails or dies on it and the kernels are not to blame: a sentence that
   * names the folder of compiled kernels; empty where none is known.
   */
  public String cacheAdvice() {
    return KernelCache.advice(platform, System.getenv());
  }

  /** Such as {@code NVIDIA H100 (NVIDIA CUDA)}. */
  public String title() {
    return name + " (" + platform + ")";
  }

  /**
   * All devices of all platforms; empty where there is no OpenCL.
   *
   * @see #whyNone()
   */
  public static List<ClDevice> all() {
    List<ClDevice> devices = new ArrayList<>();
    if (ClLibrary.problem() != null || Drivers.here().areFatal()) {
      return devices;
    }
    List<cl_platform_id> platforms = platforms();
    for (int p = 0; p < platforms.size(); p++) {
      List<cl_device_id> ids = devices(platforms.get(p));
      for (int d = 0; d < ids.size(); d++) {
        devices.add(describe(p + ":" + d, platforms.get(p), ids.get(d)));
      }
    }
    devices.removeIf(ClDevice::cannotLoad);
    return devices;
  }

  /** Whether it would end the process when it loads the first kernel that it compiled. */
  private static boolean cannotLoad(ClDevice device) {
    return device.type() == Type.CPU
        && device.platform().equals("Portable Computing Language")
        && new DriverNeeds(Path.of("/"), System.getenv()).cache().isPresent();
  }

  /** Why {@link #all()} is empty, and what to do about it. */
  public static String whyNone() {
    String problem = ClLibrary.problem();
    return problem != null
        ? problem
        : (Drivers.here().areFatal()
                ? "the OpenCL loader is not called: a driver's library is cut short, and would end the program:"
                : "the OpenCL loader finds no device:")
            + Drivers.here().whyNone();
  }

  private static List<cl_platform_id> platforms() {
    try {
      int[] count = new int[1];
      CL.clGetPlatformIDs(0, null, count);
      cl_platform_id[] ids = new cl_platform_id[count[0]];
      CL.clGetPlatformIDs(ids.length, ids, null);
      return List.of(ids);
    } catch (CLException e) {
      return List.of(); // CL_PLATFORM_NOT_FOUND_KHR: a loader without a driver
    }
  }

  private static List<cl_device_id> devices(cl_platform_id platform) {
    try {
      int[] count = new int[1];
      CL.clGetDeviceIDs(platform, ALL_TYPES, 0, null, count);
      cl_device_id[] ids = new cl_device_id[count[0]];
      CL.clGetDeviceIDs(platform, ALL_TYPES, ids.length, ids, null);
      return List.of(ids);
    } catch (CLException e) {
      return List.of(); // CL_DEVICE_NOT_FOUND: a platform without devices
    }
  }

  private static ClDevice describe(String index, cl_platform_id platform, cl_device_id id) {
    long type = number(id, CL.CL_DEVICE_TYPE);
    long floats = number(id, CL.CL_DEVICE_SINGLE_FP_CONFIG);
    return new ClDevice(
        index,
        platformName(platform),
        text(id, CL.CL_DEVICE_NAME),
        (type & CL.CL_DEVICE_TYPE_GPU) != 0
            ? Type.GPU
            : (type & CL.CL_DEVICE_TYPE_ACCELERATOR) != 0
                ? Type.ACCELERATOR
                : (type & CL.CL_DEVICE_TYPE_CPU) != 0 ? Type.CPU : Type.OTHER,
        text(id, CL.CL_DEVICE_VERSION),
        text(id, CL.CL_DRIVER_VERSION),
        (int) number(id, CL.CL_DEVICE_MAX_COMPUTE_UNITS),
        (int) number(id, CL.CL_DEVICE_MAX_CLOCK_FREQUENCY),
        number(id, CL.CL_DEVICE_GLOBAL_MEM_SIZE),
        number(id, CL.CL_DEVICE_MAX_MEM_ALLOC_SIZE),
        number(id, CL.CL_DEVICE_LOCAL_MEM_SIZE),
        (int) number(id, CL.CL_DEVICE_MAX_WORK_GROUP_SIZE),
        (int) number(id, CL.CL_DEVICE_NATIVE_VECTOR_WIDTH_FLOAT),
        (floats & CL.CL_FP_DENORM) != 0,
        (floats & CL.CL_FP_CORRECTLY_ROUNDED_DIVIDE_SQRT) != 0,
        (floats & CL.CL_FP_FMA) != 0,
        new Handle(platform, id));
  }

  private static long number(cl_device_id id, int what) {
    ByteBuffer value = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder());
    CL.clGetDeviceInfo(id, what, 8, Pointer.to(value), null);
    return value.getLong(0); // shorter values leave the upper bytes zero on little-endian machines
  }

  static String text(cl_device_id id, int what) {
    long[] size = new long[1];
    CL.clGetDeviceInfo(id, what, 0, null, size);
    byte[] bytes = new byte[(int) size[0]];
    CL.clGetDeviceInfo(id, what, bytes.length, Pointer.to(bytes), null);
    return clean(bytes);
  }

  private static String platformName(cl_platform_id platform) {
    long[] size = new long[1];
    CL.clGetPlatformInfo(platform, CL.CL_PLATFORM_NAME, 0, null, size);
    byte[] bytes = new byte[(int) size[0]];
    CL.clGetPlatformInfo(platform, CL.CL_PLATFORM_NAME, bytes.length, Pointer.to(bytes), null);
    return clean(bytes);
  }

  static String clean(byte[] zeroTerminated) {
    return new String(zeroTerminated, StandardCharsets.UTF_8).replace("\0", "").strip();
  }
}
