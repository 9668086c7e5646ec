package dev.incline.cli.options;

/** How the process ends, as {@code incline --help} lists it. */
public final class ExitCode {
  public static final int DONE = 0;
  public static final int FAILED = 1;
  public static final int WRONG_USAGE = 2;
  public static final int MISMATCH = 3;
  public static final int NO_SUCH_DEVICE = 4;
  public static final int DIVERGED = 5;
  public static final int READER_GONE = 128 + 13; // as a program that SIGPIPE ends

  private ExitCode() {}
}
