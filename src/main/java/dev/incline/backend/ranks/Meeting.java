package dev.incline.backend.ranks;

import java.net.InetAddress;
import java.util.List;

/** Where the processes of a training come together before it starts, each of them one rank. */
public interface Meeting extends AutoCloseable {
  /** Of this process, from 0. */
  int rank();

  /** How many there are: a power of two. */
  int ranks();

  /** Where this process is reached by the others. */
  InetAddress address();

  /** What all of them know, and nobody else. */
  byte[] token();

  /**
   * Waits until each rank has given its word.
   *
   * @return everyone's word, by rank
   * @throws RankException when one does not come in time
   */
  List<String> gather(String own);

  /** Leaves it. */
  @Override
  default void close() {}
}
