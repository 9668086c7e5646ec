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
import java.util.stream.Stream;
import org.apache.spark.BarrierTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Function1;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;

/**
 * One rank of a training.
 *
 * @param out folder of the run
 * @param token that all ranks of this training have
 */
record RankTask(TaskWords words, String out, byte[] token)
    implements Function1<Iterator<Integer>, Iterator<RankTask.End>>, Serializable {
  private static final Logger log = LoggerFactory.getLogger(RankTask.class);
  private static final int FAILED = 1;

  /**
   * How a rank ended.
   *
   * @param code exit code
   * @param results what it printed
   * @param said what it said beside that
   */
  record End(int rank, int code, String results, String said) implements Serializable {}

  @Override
  public Iterator<End> apply(Iterator<Integer> unused) {
    BarrierTaskContext task = BarrierTaskContext.get();
    StringWriter results = new StringWriter();
    StringWriter said = new StringWriter();
    int code;
    try {
      code =
          train(
              new SparkMeeting(task, token),
              new PrintWriter(results, true),
              new PrintWriter(said, true));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    said.toString().lines().forEach(log::info);
    if (code == FAILED) { // the stage is tried again, from the last checkpoint
      throw new IllegalStateException(
          said.toString().lines().reduce((first, last) -> last).orElse("exit code 1"));
    }
    End end = new End(task.partitionId(), code, results.toString(), said.toString());
    return CollectionConverters.asScala(List.of(end).iterator());
  }

  private int train(SparkMeeting meeting, PrintWriter results, PrintWriter said)
      throws IOException {
    Path folder = Files.createTempDirectory("incline-task");
    try {
      List<String> all = again(meeting, words.here(meeting.task(), folder));
      return dev.incline.cli.Main.run(results, said, meeting, all.toArray(String[]::new));
    } finally {
      FileTree.delete(folder);
    }
  }

  /** Where an earlier attempt of the stage left a checkpoint, all ranks go on from there. */
  private List<String> again(SparkMeeting meeting, List<String> all) throws IOException {
    boolean later = meeting.task().stageAttemptNumber() > 0;
    String left = meeting.gather(later && hasCheckpoint() ? "checkpoint" : "nothing").get(0);
    if (!later || all.stream().anyMatch(word -> word.startsWith("--resume="))) {
      return all;
    } else if (left.equals("checkpoint")) {
      List<String> words = new ArrayList<>(List.of("train", "--resume=" + out));
      all.stream().filter(RankTask::isOfDevice).forEach(words::add);
      return words;
    }
    all.add("--overwrite");
    return all;
  }

  private static boolean isOfDevice(String word) {
    return Stream.of("--device=", "--threads=").anyMatch(word::startsWith);
  }

  private boolean hasCheckpoint() throws IOException {
    if (!Files.isDirectory(Path.of(out))) {
      return false;
    }
    try (Stream<Path> files = Files.list(Path.of(out))) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith("checkpoint-"));
    }
  }
}
