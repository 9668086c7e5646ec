package dev.incline.page;

/** The four faces in use: DejaVu, which has the letters and signs of mathematics. */
enum Face {
  REGULAR("DejaVuSansCondensed"),
  BOLD("DejaVuSansCondensed-Bold"),
  ITALIC("DejaVuSansCondensed-Oblique"),
  MONO("DejaVuSansMono");

  private final String file;

  Face(String file) {
    this.file = file;
  }

  /** On the class path. */
  String resource() {
    return "/fonts/" + file + ".ttf";
  }
}
