package dev.incline.run.watch;

/** The terminal that standard error may be. */
public final class Terminal {
  private static final int USUAL = 80;
  private static final int NARROWEST = 20; // a terminal that says less does not know

  private Terminal() {}

  /** Whether it is one. */
  public static boolean isThere() {
    return Boolean.getBoolean("incline.stderr.tty");
  }

  /** Characters of its lines; 0 where it is none. */
  public static int columns() {
    int columns = Integer.getInteger("incline.stderr.columns", USUAL);
    return !isThere() ? 0 : columns < NARROWEST ? USUAL : columns;
  }
}
