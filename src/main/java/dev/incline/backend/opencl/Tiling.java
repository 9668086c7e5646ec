package dev.incline.backend.opencl;

import java.util.regex.Pattern;

/** How a product is cut up for a device. The bits of the result do not depend on it. */
public sealed interface Tiling {
  /** Whether the device can run it. */
  boolean isLegal(ClDevice device);

  /** Name of the kernel, and of its file. */
  String kernel();

  /** Registers only: for CPU devices. See {@code kernels/matmul_register.cl}. */
  record Register(int rows, int vectors) implements Tiling {
    @Override
    public boolean isLegal(ClDevice device) {
      return rows >= 1 && rows <= 16 && vectors >= 1 && vectors <= 4;
    }

    @Override
    public String kernel() {
      return "matmul_register";
    }

    /** Such as {@code register 8x2}. */
    @Override
    public String toString() {
      return "register %dx%d".formatted(rows, vectors);
    }
  }

  /** Local memory: for GPUs. See {@code kernels/matmul_local.cl}. */
  record Local(int tileM, int tileN, int tileK, int workM, int workN) implements Tiling {
    @Override
    public boolean isLegal(ClDevice device) {
      return tileM % workM == 0
          && tileN % workN == 0
          && (tileM / workM) * (tileN / workN) <= device.maxWorkGroup()
          && 4L * tileK * (tileM + tileN + 2) <= device.localMemory();
    }

    @Override
    public String kernel() {
      return "matmul_local";
    }

    /** Such as {@code local 64x64x16 4x4}. */
    @Override
    public String toString() {
      return "local %dx%dx%d %dx%d".formatted(tileM, tileN, tileK, workM, workN);
    }
  }

  /**
   * What {@code toString} wrote.
   *
   * @throws IllegalArgumentException quoting a text that is no tiling
   */
  static Tiling parse(String text) {
    if (!text.matches(
        "register [1-9]\\d{0,3}x[1-9]\\d{0,3}|local [1-9]\\d{0,3}(x[1-9]\\d{0,3}){2} [1-9]\\d{0,3}x[1-9]\\d{0,3}")) {
      throw new IllegalArgumentException("'" + text + "' is no tiling");
    }
    int[] sizes =
        Pattern.compile("\\d+")
            .matcher(text)
            .results()
            .mapToInt(r -> Integer.parseInt(r.group()))
            .toArray();
    return text.startsWith("register")
        ? new Register(sizes[0], sizes[1])
        : new Local(sizes[0], sizes[1], sizes[2], sizes[3], sizes[4]);
  }

  /** The two families. */
  public enum Family {
    REGISTER,
    LOCAL;

    /** Registers for CPU devices, local memory for everything else. */
    public static Family of(ClDevice device) {
      return device.type() == ClDevice.Type.CPU ? REGISTER : LOCAL;
    }
  }

  /** The tiling of a product unless a better one is known. */
  static Tiling standard(Family family, ClDevice device, ProductShape shape) {
    int m = shape.m();
    int n = shape.n();
    if (family == Family.REGISTER) {
      return new Register(registerRows(device, m), n > 16 ? 2 : 1);
    }
    Local tiling =
        new Local(m > 32 ? 64 : 16, n > 32 ? 64 : 16, 16, m > 32 ? 4 : 1, n > 32 ? 4 : 1);
    return tiling.isLegal(device) ? tiling : new Local(8, 8, 8, 1, 1);
  }

  /** Eight rows, fewer where the blocks of a small batch would not reach all cores. */
  private static int registerRows(ClDevice device, int m) {
    int rows = 8;
    while (rows > 1 && m < 4 * rows * device.computeUnits() / 2) {
      rows /= 2;
    }
    return rows;
  }
}
