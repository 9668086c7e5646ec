package dev.incline.pdf;

/**
 * A heading and the space around it, in points. It waits for what follows, so that it does not end
 * a page.
 *
 * @param level 1 to 3
 */
record Heading(int level, String text) {
  double size() {
    return level == 1 ? 16 : level == 2 ? 12 : 10;
  }

  double above() {
    return level == 1 ? 26 : 10;
  }

  double below() {
    return level == 1 ? 8 : 3;
  }

  double height() {
    return above() + 1.4 * size() + below();
  }
}
