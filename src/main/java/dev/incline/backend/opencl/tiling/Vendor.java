package dev.incline.backend.opencl.tiling;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A maker of GPUs, with the tile that its GPUs start from. These are facts of CLBlast's tuning
 * database, best found for single precision: {@code src/database/kernels/xgemm/xgemm_32.hpp} of
 * github.com/CNugteren/CLBlast, commit 7084311, and for the newer cards the same file of its fork
 * github.com/softcookiepp/CLBlast, commit 17160ab. CLBlast's columns are contiguous and our rows
 * are, so its M is our n:
 *
 * <pre>
 *   tileM  NWG            tileN  MWG            tileK  KWG
 *   workM  NWG / NDIMC    workN  MWG / MDIMC
 *   vectorA  VWN          vectorB  VWM          buffers  1
 * </pre>
 *
 * @param words that tell its devices, as a pattern
 * @param tile that its GPUs start from, before it is fitted to a product
 */
public record Vendor(String name, String words, LocalTiling tile) {
  private static final Vendor OTHER =
      new Vendor("other", "", new LocalTiling(32, 32, 32, 2, 4, 2, 4, 1));

  private static final List<Vendor> KNOWN =
      List.of(
          // Listed for RTX 2070 Super, 3050 Ti, 3090, 5080 and RTX A6000.
          new Vendor("NVIDIA", "nvidia", new LocalTiling(64, 64, 32, 8, 4, 4, 4, 1)),
          // The default of this vendor's GPUs; so are those of ARM and Apple.
          new Vendor("AMD", "amd|radeon", new LocalTiling(64, 64, 32, 8, 4, 4, 4, 1)),
          // Half of its default 64x64x32 8x4, of which its compiler keeps private arrays in memory.
          // Of this one it takes 16 work-items into a thread.
          new Vendor("Intel", "intel", new LocalTiling(32, 64, 16, 4, 4, 2, 4, 1)),
          new Vendor("ARM", "arm|mali", new LocalTiling(32, 64, 32, 4, 4, 2, 4, 1)),
          new Vendor("Apple", "apple", new LocalTiling(32, 32, 32, 4, 2, 2, 2, 1)));

  /**
   * Told by the names of device and platform: the first whose words stand there, or "other".
   *
   * @param title of a device
   */
  public static Vendor of(String title) {
    return KNOWN.stream().filter(v -> v.isIn(title)).findFirst().orElse(OTHER);
  }

  /**
   * Cores that share a local memory. Intel's drivers count execution units: 16 to a core.
   *
   * @param computeUnits as the driver counts them
   */
  public int cores(int computeUnits) {
    return name.equals("Intel") ? Math.max(1, computeUnits / 16) : computeUnits;
  }

  /** Multiply-adds that a core may begin in a cycle: what its newer GPUs have. */
  public int lanes() {
    return name.equals("AMD") ? 64 : 128;
  }

  /**
   * Rows of a gradient that a work-item holds in registers, each with 8 elements on their way:
   * Intel's have room for fewer, where 16 work-items share a thread.
   */
  public int gradientRows() {
    return name.equals("Intel") ? 4 : 8;
  }

  /** What its GPUs start from, fitted to a product on one of so many compute units. */
  public LocalTiling tile(ProductShape shape, int computeUnits) {
    return tile.fit(shape, cores(computeUnits), lanes());
  }

  private boolean isIn(String title) {
    return Pattern.compile("\\b(" + words + ")\\b", Pattern.CASE_INSENSITIVE).matcher(title).find();
  }
}
