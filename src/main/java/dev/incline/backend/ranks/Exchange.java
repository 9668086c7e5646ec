package dev.incline.backend.ranks;

/** How two ranks hand each other messages. */
public interface Exchange extends AutoCloseable {
  /**
   * Gives a rank a message, and takes its own. Both call it.
   *
   * @param rank that calls
   * @param with the other one
   * @param own may be used again once this returns
   * @return valid until the same two swap again
   * @throws RankException when the other one does not come in time, or is gone
   */
  RankMessage swap(int rank, int with, RankMessage own);

  /** Ends it: who waits for this rank hears that it is gone. */
  @Override
  default void close() {}
}
