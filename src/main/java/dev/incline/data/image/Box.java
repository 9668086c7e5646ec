package dev.incline.data.image;

/** Pixels of a picture; {@code right} and {@code bottom} are outside. */
record Box(int left, int top, int right, int bottom) {
  int width() {
    return right - left;
  }

  int height() {
    return bottom - top;
  }

  int longer() {
    return Math.max(width(), height());
  }

  Box with(Box other) {
    return new Box(
        Math.min(left, other.left),
        Math.min(top, other.top),
        Math.max(right, other.right),
        Math.max(bottom, other.bottom));
  }

  /** Pixels between the boxes, across or down, whichever is more; at most 0 where they overlap. */
  int gap(Box other) {
    int across = Math.max(left, other.left) - Math.min(right, other.right);
    int down = Math.max(top, other.top) - Math.min(bottom, other.bottom);
    return Math.max(across, down);
  }

  /** Whether one box is above the other, or over it: their columns overlap. */
  boolean isAbove(Box other) {
    return left < other.right && other.left < right;
  }

  /** Whether the other box lies inside, a pixel off each side at least. */
  boolean surrounds(Box other) {
    return left < other.left && top < other.top && right > other.right && bottom > other.bottom;
  }

  Box times(int factor, int width, int height) {
    return new Box(
        left * factor,
        top * factor,
        Math.min(width, right * factor),
        Math.min(height, bottom * factor));
  }

  Box inset(int pixels) {
    return new Box(left + pixels, top + pixels, right - pixels, bottom - pixels);
  }

  /** The smallest box that holds all pixels from a level on. */
  static Box of(GreyImage ink, int level) {
    int left = ink.width();
    int top = ink.height();
    int right = 0;
    int bottom = 0;
    for (int y = 0; y < ink.height(); y++) {
      for (int x = 0; x < ink.width(); x++) {
        if (ink.at(x, y) >= level) {
          left = Math.min(left, x);
          top = Math.min(top, y);
          right = Math.max(right, x + 1);
          bottom = Math.max(bottom, y + 1);
        }
      }
    }
    return new Box(left, top, right, bottom);
  }
}
