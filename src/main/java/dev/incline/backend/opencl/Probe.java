package dev.incline.backend.opencl;

/**
 * What a device answered to one question that small shapes do not ask.
 *
 * @param question such as {@code a loop of 1,000,000 turns}
 * @param verdict whether the answer was right
 * @param sentence what the device does, or why there is no answer; empty where it is right
 */
public record Probe(String question, Verdict verdict, String sentence) {
  /** How an answer is judged. */
  public enum Verdict {
    RIGHT,
    WRONG,
    /** Passed over: the question does not suit the device. */
    NOT_ASKED,
    /** Its program does not build, so that no question can be asked: nothing is known. */
    NOT_BUILT
  }

  /** Whether nothing speaks against asking more. */
  public boolean isPassed() {
    return verdict == Verdict.RIGHT || verdict == Verdict.NOT_ASKED;
  }

  /** Whether the device must not be believed. */
  public boolean isWrong() {
    return verdict == Verdict.WRONG;
  }
}
