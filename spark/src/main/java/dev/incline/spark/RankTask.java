package dev.incline.spark;

import dev.incline.file.FileTree;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.BarrierTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Function1;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;

/**
 * One rank of a training.
 *
 * @param token that all ranks of this training have
 * @param out folder of the run
 * @param sign that the driver has put into it
 */
record RankTask(TaskWords words, byte[] token, String out, String sign)
    implements Function1<Iterator<Integer>, Iterator<RankTask.End>>, Serializable {
  private static final Logger log = LoggerFactory.getLogger(RankTask.class);
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  /**
   * How a rank ended.
   *
   * @param code exit code
   * @param results what it printed
   * @param words that the user is not to miss
   */
  record End(int code, String results, List<String> words) implements Serializable {}

  @Override
  public Iterator<End> apply(Iterator<Integer> unused) {
    BarrierTaskContext task = BarrierTaskContext.get();
    SparkMeeting meeting = new SparkMeeting(task, token);
    String unseen = unseen(meeting);
    return iterator(
        unseen.isEmpty() ? trained(meeting) : new End(WRONG_USAGE, "", List.of(unseen)));
  }

  /** Where one executor does not see the folder, all end: empty where all see it. */
  private String unseen(SparkMeeting meeting) {
    boolean seen = SharedFolder.isSeen(sign);
    String word = seen ? "" : SharedFolder.unseen(meeting.address().getHostName(), out);
    return meeting.gather(word).stream().filter(w -> !w.isEmpty()).findFirst().orElse("");
  }

  private End trained(SparkMeeting meeting) {
    StringWriter results = new StringWriter();
    LogLines said = new LogLines(log::info);
    int code;
    try {
      code = train(meeting, new PrintWriter(results, true), said.printer());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String last = said.last("exit code " + code);
    if (code == FAILED) { // the stage is begun again, from the last checkpoint
      throw new IllegalStateException(last);
    }
    List<String> words = new ArrayList<>(said.warnings());
    if (code != 0) {
      words.add(last);
    }
    return new End(code, results.toString(), words);
  }

  private static Iterator<End> iterator(End end) {
    return CollectionConverters.asScala(List.of(end).iterator());
  }

  private int train(SparkMeeting meeting, PrintWriter results, PrintWriter said)
      throws IOException {
    Path folder = Files.createTempDirectory("incline-task");
    try {
      List<String> all = words.here(meeting.task(), folder);
      return dev.incline.cli.Main.run(results, said, meeting, all.toArray(String[]::new));
    } finally {
      FileTree.delete(folder);
    }
  }
}
