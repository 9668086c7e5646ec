package dev.incline.train;

import dev.incline.backend.ranks.Meeting;
import java.net.InetAddress;
import java.util.List;

/** Passes everything on to a meeting; what a test changes, it overrides. */
class MeetingInBetween implements Meeting {
  private final Meeting right;

  MeetingInBetween(Meeting right) {
    this.right = right;
  }

  @Override
  public int rank() {
    return right.rank();
  }

  @Override
  public int ranks() {
    return right.ranks();
  }

  @Override
  public InetAddress address() {
    return right.address();
  }

  @Override
  public byte[] token() {
    return right.token();
  }

  @Override
  public List<String> gather(String own) {
    return right.gather(own);
  }

  @Override
  public void close() {
    right.close();
  }
}
