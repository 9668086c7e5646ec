package dev.incline.tune;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.tiling.BlockedTiling;
import dev.incline.backend.opencl.tiling.LocalTiling;
import dev.incline.backend.opencl.tiling.ProductShape;
import dev.incline.backend.opencl.tiling.RegisterTiling;
import dev.incline.backend.opencl.tiling.Tiling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The tilings worth a trial for a product: legal ones, no larger than the product needs. */
final class Candidates {
  private static final int MAX_LOCAL = 60; // of hundreds, each of which takes a build
  private static final int MAX_LOCAL_QUICK = 16;

  private static final int MAX_PARTS = 2; // that turned blocks cut a row of the result into

  private Candidates() {}

  /**
   * The tilings to try for a product.
   *
   * @param quick fewer of them
   * @return the device's standard tiling, then others in an order of no meaning
   */
  static List<Tiling> of(Tiling.Family family, ClDevice device, ProductShape shape, boolean quick) {
    Set<Tiling> all = new LinkedHashSet<>();
    all.add(Tiling.standard(Tiling.Family.of(device), device, shape));
    all.add(Tiling.standard(family, device, shape));
    if (family == Tiling.Family.REGISTER) {
      all.addAll(blocks(shape, quick));
      all.addAll(registers(shape, quick));
    } else {
      all.addAll(locals(shape, quick, device));
    }
    return all.stream().filter(t -> t.isLegal(device)).toList();
  }

  /** Blocks for a product that is larger than a cache. */
  private static List<Tiling> blocks(ProductShape shape, boolean quick) {
    List<Tiling> tiles = new ArrayList<>();
    if (BlockedTiling.suits(shape)) {
      for (int vectors = 1; vectors <= 4; vectors++) {
        int rows = 24 / vectors / 2 * 2; // sums in 32 registers, beside the operands
        int strips = vectors > 2 ? 2 : 4; // sums of a row that skips, in registers too
        for (int blockK : quick ? new int[] {64} : new int[] {32, 64}) {
          tiles.add(new BlockedTiling(Math.min(rows, 12), vectors, strips, 512, blockK));
          tiles.add(new BlockedTiling(4, vectors, strips, 128, blockK));
        }
      }
    }
    return tiles;
  }

  /** A block of sums fits the 32 vector registers that the widest CPUs have. */
  private static List<Tiling> registers(ProductShape shape, boolean quick) {
    int[] heights =
        quick
            ? new int[] {4, 6, 8, 12, 14}
            : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16};
    List<Tiling> tiles = new ArrayList<>();
    for (int vectors = 1; vectors <= 4 && 16 * (vectors - 1) < shape.n(); vectors++) {
      for (int rows : heights) {
        boolean fits = rows * vectors <= 28 && rows < 2 * shape.m();
        boolean busy = rows * vectors >= 4 || shape.m() <= 16; // else nothing hides fma's latency
        if (fits && busy) {
          tiles.add(new RegisterTiling(rows, vectors));
        }
      }
    }
    for (int parts = 1; parts <= MAX_PARTS; parts++) {
      int columns = (shape.n() + parts - 1) / parts;
      for (int vectors = 1; vectors <= 4 && 16 * (vectors - 1) < shape.m(); vectors++) {
        if (columns <= 16 && columns * vectors <= 28) {
          tiles.add(new RegisterTiling(columns, vectors, true));
        }
      }
    }
    return tiles;
  }

  /**
   * The standard tile's variants in vectors, buffers and the loop over a piece, which any GPU may
   * like, then a seeded sample: as many as a minute's patience allows.
   */
  private static List<Tiling> locals(ProductShape shape, boolean quick, ClDevice device) {
    List<Tiling> sample = new ArrayList<>();
    for (int tileM : new int[] {8, 16, 32, 64, 128}) {
      for (int tileN : new int[] {8, 16, 32, 64, 128}) {
        for (int workM : new int[] {1, 2, 4, 8}) {
          for (int workN : new int[] {1, 2, 4, 8}) {
            for (int tileK : new int[] {8, 16, 32}) {
              sample.addAll(variants(tileM, tileN, tileK, workM, workN));
            }
          }
        }
      }
    }
    sample.removeIf(t -> !isPlausible((LocalTiling) t, shape) || !t.isLegal(device));
    Collections.shuffle(sample, new Random(1));
    List<Tiling> tiles = new ArrayList<>();
    if (Tiling.standard(Tiling.Family.LOCAL, device, shape) instanceof LocalTiling t) {
      tiles.addAll(variants(t.tileM(), t.tileN(), t.tileK(), t.workM(), t.workN()));
      loops(t).filter(other -> other.isLegal(device)).forEach(tiles::add);
    }
    tiles.addAll(sample);
    return tiles.stream().distinct().limit(quick ? MAX_LOCAL_QUICK : MAX_LOCAL).toList();
  }

  /** One piece or two in local memory; floats one by one, or in vectors as wide as can be. */
  private static List<Tiling> variants(int tileM, int tileN, int tileK, int workM, int workN) {
    int widestA = Math.min(workM, 4);
    int widestB = Math.min(workN, 4);
    return List.of(
        new LocalTiling(tileM, tileN, tileK, workM, workN, widestA, widestB, 1),
        new LocalTiling(tileM, tileN, tileK, workM, workN, widestA, widestB, 2),
        new LocalTiling(tileM, tileN, tileK, workM, workN, 1, 1, 1));
  }

  /**
   * The same tile: more and fewer steps of a piece written out, up to all of them; neighbours in
   * blocks of four, eight and sixteen columns; one step read at once, and four.
   */
  private static Stream<LocalTiling> loops(LocalTiling tile) {
    return Stream.of(
            IntStream.of(4, 16, 32).filter(u -> u <= tile.tileK()).mapToObj(tile::withUnroll),
            IntStream.of(4, 8, 16).mapToObj(tile::withLanesX),
            IntStream.of(1, 4).mapToObj(tile::withDepth))
        .flatMap(loops -> loops);
  }

  /** Groups of 32 to 256 work-items, and less than half of a tile hanging over the edge. */
  private static boolean isPlausible(LocalTiling t, ProductShape shape) {
    int items = t.itemsX() * t.itemsY();
    return items >= 32
        && items <= 256
        && (t.tileM() < 2 * shape.m() || t.tileM() == 8)
        && (t.tileN() < 2 * shape.n() || t.tileN() == 8);
  }
}
