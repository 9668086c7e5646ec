package dev.incline.backend.ranks;

import java.net.InetAddress;
import java.util.List;

/** Where the ranks of a training find each other, before they have connections of their own. */
public interface Meeting {
  /** The number of this rank, from 0. */
  int rank();

  /** How many there are. */
  int ranks();

  /** Where the others reach this rank. */
  InetAddress address();

  /** A secret that all ranks of this training have, and nobody else. */
  byte[] token();

  /**
   * Hears everyone's word; all ranks call it.
   *
   * @param own word of this rank
   * @return the words, by rank
   * @throws RankException when one does not come
   */
  List<String> gather(String own);
}
