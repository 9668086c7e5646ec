package dev.incline.backend.opencl;

/**
 * What a device answered to one question that small shapes do not ask.
 *
 * @param question such as {@code a loop of 1,000,000 turns}
 * @param verdict whether the answer was right
 * @param sentence what the device does, or why it was not asked; empty where it is right
 */
public record Probe(String question, Verdict verdict, String sentence) {
  /** How an answer is judged. */
  public enum Verdict {
    RIGHT,
    WRONG,
    NOT_ASKED
  }

  /** Whether a kernel cache may be to blame, which is no property of the device. */
  public boolean mayPass() {
    return sentence.contains(KernelCache.NAMED);
  }

  /** Whether the device must not be believed. */
  public boolean isWrong() {
    return verdict == Verdict.WRONG;
  }
}
