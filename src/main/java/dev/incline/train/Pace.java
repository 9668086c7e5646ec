package dev.incline.train;

/** How fast a training's steps are, and so how many of them take about a quarter second. */
final class Pace {
  private static final double LOOK_SECONDS = 0.25; // between two looks
  private static final int FIRST_LOOK = 16; // steps, while the pace is unknown

  private double stepsPerSecond; // over the last steps that told

  /** How many steps to ask for before looking up again, at least 1. */
  long ahead() {
    return stepsPerSecond == 0 ? FIRST_LOOK : (long) Math.max(1, LOOK_SECONDS * stepsPerSecond);
  }

  /** So many steps took so long. */
  void took(int steps, double seconds) {
    stepsPerSecond = steps / seconds;
  }
}
