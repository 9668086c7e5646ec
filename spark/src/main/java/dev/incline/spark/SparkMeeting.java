package dev.incline.spark;

import dev.incline.backend.ranks.Meeting;
import dev.incline.backend.ranks.RankException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.spark.BarrierTaskContext;

/** The tasks of a barrier stage as ranks: Spark numbers them, and hands their words round. */
record SparkMeeting(BarrierTaskContext task, byte[] token) implements Meeting {
  @Override
  public int rank() {
    return task.partitionId();
  }

  @Override
  public int ranks() {
    return task.getTaskInfos().length;
  }

  /** That by which Spark knows the executor. */
  @Override
  public InetAddress address() {
    String address = task.getTaskInfos()[rank()].address(); // HOST:PORT
    String host = address.substring(0, address.lastIndexOf(':'));
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw RankException.missing(
          "rank %d: this machine does not know its own name %s".formatted(rank(), host));
    }
  }

  /** Spark gives up after spark.barrier.sync.timeout. */
  @Override
  public List<String> gather(String own) {
    try {
      return List.of(task.allGather(own));
    } catch (Exception e) {
      throw RankException.missing(
          "rank %d: not all ranks came together: %s".formatted(rank(), e.getMessage()));
    }
  }
}
