package dev.incline.pdf;

/**
 * Text in one face.
 *
 * @param script 0 on the line, 1 above it and small, -1 below it and small
 */
record Span(String text, Face face, int script) {
  double size(double base) {
    return script == 0 ? base : 0.72 * base;
  }

  /** Points above the line. */
  double rise(double base) {
    return script > 0 ? 0.36 * base : script < 0 ? -0.16 * base : 0;
  }
}
