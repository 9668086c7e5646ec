package dev.incline.data.image;

import java.util.ArrayList;
import java.util.List;

/**
 * The connected shapes of ink in a picture: cells of a level or more that touch at a side or a
 * corner. A large picture is looked at in cells of several pixels, each their mean.
 */
final class InkShapes {
  private static final int MAX_CELLS = 800; // along the longer side

  /**
   * One shape, in cells.
   *
   * @param id its cells have this label
   * @param mass sum of its levels
   * @param atEdge whether it touches the edge of the picture
   */
  record Shape(int id, Box box, long mass, int cells, boolean atEdge) {}

  final int size; // of a cell, pixels
  final GreyImage cells;
  final int[] labels; // 0: no ink
  final List<Shape> all = new ArrayList<>();
  private final int level;

  private InkShapes(GreyImage ink, int level) {
    this.size = (Math.max(ink.width(), ink.height()) + MAX_CELLS - 1) / MAX_CELLS;
    this.cells = cells(ink, size);
    this.level = level;
    this.labels = new int[cells.pixels().length];
    int[] waiting = new int[labels.length];
    for (int cell = 0; cell < labels.length; cell++) {
      if (labels[cell] == 0 && isInk(cell)) {
        all.add(flooded(cell, all.size() + 1, waiting));
      }
    }
  }

  /**
   * Finds them.
   *
   * @param ink light on black
   * @param level from which on a cell is ink
   */
  static InkShapes of(GreyImage ink, int level) {
    return new InkShapes(ink, level);
  }

  private static GreyImage cells(GreyImage ink, int size) {
    if (size == 1) {
      return ink;
    }
    int width = (ink.width() + size - 1) / size;
    int height = (ink.height() + size - 1) / size;
    int[] sums = new int[width * height];
    int[] counts = new int[width * height];
    for (int y = 0; y < ink.height(); y++) {
      for (int x = 0; x < ink.width(); x++) {
        int cell = y / size * width + x / size;
        sums[cell] += ink.at(x, y);
        counts[cell]++;
      }
    }
    byte[] means = new byte[sums.length];
    for (int cell = 0; cell < means.length; cell++) {
      means[cell] = (byte) (sums[cell] / counts[cell]);
    }
    return new GreyImage(width, height, means, List.of());
  }

  private boolean isInk(int cell) {
    return (cells.pixels()[cell] & 0xff) >= level;
  }

  private Shape flooded(int start, int id, int[] waiting) {
    int width = cells.width();
    int height = cells.height();
    int left = width;
    int top = height;
    int right = 0;
    int bottom = 0;
    long mass = 0;
    int count = 0;
    int depth = 0;
    waiting[depth++] = start;
    labels[start] = id;
    while (depth > 0) {
      int cell = waiting[--depth];
      int x = cell % width;
      int y = cell / width;
      left = Math.min(left, x);
      top = Math.min(top, y);
      right = Math.max(right, x + 1);
      bottom = Math.max(bottom, y + 1);
      mass += cells.pixels()[cell] & 0xff;
      count++;
      for (int ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
        for (int nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          int next = ny * width + nx;
          if (labels[next] == 0 && isInk(next)) {
            labels[next] = id;
            waiting[depth++] = next;
          }
        }
      }
    }
    boolean atEdge = left == 0 || top == 0 || right == width || bottom == height;
    return new Shape(id, new Box(left, top, right, bottom), mass, count, atEdge);
  }

  /** Share of a box's outermost cells that are ink. */
  double ring(Box box) {
    int ink = 0;
    int all = 0;
    for (int x = box.left(); x < box.right(); x++) {
      for (int y : new int[] {box.top(), box.bottom() - 1}) {
        ink += isInk(y * cells.width() + x) ? 1 : 0;
        all++;
      }
    }
    for (int y = box.top(); y < box.bottom(); y++) {
      for (int x : new int[] {box.left(), box.right() - 1}) {
        ink += isInk(y * cells.width() + x) ? 1 : 0;
        all++;
      }
    }
    return (double) ink / all;
  }

  /**
   * The picture with everything gone but some shapes and their soft edges.
   *
   * @param kept by id; whoever has no id is not kept
   */
  GreyImage only(GreyImage ink, boolean[] kept) {
    boolean[] stays = new boolean[labels.length];
    for (int y = 0; y < cells.height(); y++) {
      for (int x = 0; x < cells.width(); x++) {
        int label = labels[y * cells.width() + x];
        stays[y * cells.width() + x] = label == 0 ? touches(x, y, kept) : kept[label];
      }
    }
    byte[] pixels = ink.pixels().clone();
    for (int y = 0; y < ink.height(); y++) {
      for (int x = 0; x < ink.width(); x++) {
        if (!stays[y / size * cells.width() + x / size]) {
          pixels[y * ink.width() + x] = 0;
        }
      }
    }
    return new GreyImage(ink.width(), ink.height(), pixels, List.of());
  }

  private boolean touches(int x, int y, boolean[] kept) {
    for (int ny = Math.max(0, y - 1); ny <= Math.min(cells.height() - 1, y + 1); ny++) {
      for (int nx = Math.max(0, x - 1); nx <= Math.min(cells.width() - 1, x + 1); nx++) {
        if (kept[labels[ny * cells.width() + nx]]) {
          return true;
        }
      }
    }
    return false;
  }
}
