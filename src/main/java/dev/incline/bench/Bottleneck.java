package dev.incline.bench;

/** What most of a training step's time goes to. */
public enum Bottleneck {
  LAUNCHES("launches: handing work to the device takes more than half of the step"),
  ARITHMETIC("arithmetic: the products run at more than half of the device's peak"),
  MEMORY("memory: neither launches nor products fill the step, moving numbers does");

  private final String words;

  Bottleneck(String words) {
    this.words = words;
  }

  /**
   * @param stepSeconds of one step
   * @param launches of one step
   * @param launchSeconds of one queued launch
   * @param fractionOfPeak that the step's dense arithmetic reaches
   */
  static Bottleneck of(
      double stepSeconds, double launches, double launchSeconds, double fractionOfPeak) {
    if (launches * launchSeconds > stepSeconds / 2) {
      return LAUNCHES;
    }
    return fractionOfPeak > 0.5 ? ARITHMETIC : MEMORY;
  }

  /** One sentence, without its full stop. */
  @Override
  public String toString() {
    return words;
  }
}
