package dev.incline.verify;

/**
 * What comparing one kind of op showed, over all its cases.
 *
 * @param kind the op and its variant
 * @param cases how many were compared
 * @param bitEqual how many of them agreed in every bit
 * @param worstUlp the largest difference, in units in the last place of the reference
 * @param worstOfBound the largest difference as a fraction of its error bound; above 1 is wrong
 * @param worstCase the case that showed it; empty where all agreed
 */
public record Finding(
    String kind, int cases, int bitEqual, double worstUlp, double worstOfBound, String worstCase) {
  /** Every bit of every case. */
  public boolean isBitEqual() {
    return bitEqual == cases;
  }

  /** Beyond what rounding explains. */
  public boolean isWrong() {
    return worstOfBound > 1;
  }

  /** The same of another kind. */
  Finding of(String other) {
    return new Finding(other, cases, bitEqual, worstUlp, worstOfBound, worstCase);
  }

  Finding and(Finding other) {
    boolean worse = other.worstOfBound > worstOfBound || worstCase.isEmpty();
    return new Finding(
        kind,
        cases + other.cases,
        bitEqual + other.bitEqual,
        Math.max(worstUlp, other.worstUlp),
        Math.max(worstOfBound, other.worstOfBound),
        worse ? other.worstCase : worstCase);
  }
}
