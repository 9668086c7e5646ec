package dev.incline.backend.ranks;

/** How two ranks hand each other their sums. */
public interface Exchange {
  /**
   * Gives a rank a message, and takes its own. Both call it.
   *
   * @param rank that calls
   * @param with the other one
   * @param own not changed by anyone from here on
   * @throws RankException when the other one does not come in time
   */
  RankSums swap(int rank, int with, RankSums own);
}
