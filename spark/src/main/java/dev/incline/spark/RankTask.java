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
 */
record RankTask(TaskWords words, byte[] token)
    implements Function1<Iterator<Integer>, Iterator<RankTask.End>>, Serializable {
  private static final Logger log = LoggerFactory.getLogger(RankTask.class);
  private static final int FAILED = 1;

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
    StringWriter results = new StringWriter();
    LogLines said = new LogLines(log::info);
    int code;
    try {
      code = train(new SparkMeeting(task, token), new PrintWriter(results, true), said.printer());
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
    return CollectionConverters.asScala(
        List.of(new End(code, results.toString(), words)).iterator());
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
