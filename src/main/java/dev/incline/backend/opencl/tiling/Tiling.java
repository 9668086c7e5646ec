package dev.incline.backend.opencl.tiling;

import dev.incline.backend.opencl.cl.ClDevice;
import java.util.regex.Pattern;

/** How a product is cut up for a device. The bits of the result do not depend on it. */
public sealed interface Tiling permits RegisterTiling, BlockedTiling, LocalTiling {
  /** Legal on every device that is worth the name: 64 work-items, 768 bytes of local memory. */
  LocalTiling SMALLEST = new LocalTiling(8, 8, 8, 1, 1, 1, 1, 1);

  /** Weights of so many floats stay in a core's cache while one row after the other passes by. */
  int CACHED = 1 << 17;

  /** Whether the device can run it. */
  boolean isLegal(ClDevice device);

  /** Name of the kernel, and of its file. */
  String kernel();

  /**
   * What {@code toString} wrote.
   *
   * @throws IllegalArgumentException quoting a text that is no tiling
   */
  static Tiling parse(String text) {
    String forms = "register #x#( turned)?|blocked #x#x# #x#|" + LocalTiling.FORM;
    if (!text.matches(forms.replace("#", "[1-9]\\d{0,3}"))) {
      throw new IllegalArgumentException("'" + text + "' is no tiling");
    }
    int[] sizes =
        Pattern.compile("\\d+")
            .matcher(text)
            .results()
            .mapToInt(r -> Integer.parseInt(r.group()))
            .toArray();
    if (text.startsWith("register")) {
      return new RegisterTiling(sizes[0], sizes[1], text.endsWith("turned"));
    }
    return text.startsWith("blocked")
        ? new BlockedTiling(sizes[0], sizes[1], sizes[2], sizes[3], sizes[4])
        : LocalTiling.parse(text, sizes);
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
    if (family == Family.REGISTER) {
      BlockedTiling blocked = BlockedTiling.standard(device, shape);
      boolean large = BlockedTiling.suits(shape) && blocked.isLegal(device);
      return large ? blocked : RegisterTiling.standard(device, shape);
    }
    Vendor vendor = Vendor.of(device.title());
    LocalTiling tiling = vendor.tile(shape, device.computeUnits());
    return tiling.isLegal(device) ? tiling : SMALLEST;
  }

  /** So many rows, fewer where the blocks of a small batch would not reach all cores. */
  public static int registerRows(ClDevice device, int m, int most) {
    int rows = most;
    while (rows > 1 && m < 2 * rows * device.computeUnits()) {
      rows /= 2;
    }
    return rows;
  }
}
