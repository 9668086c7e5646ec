package dev.incline.spark;

import dev.incline.file.FileTree;
import dev.incline.option.Option;
import dev.incline.option.OptionTable;
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
 * @param out folder of the run
 * @param again whether the ranks of an earlier stage have begun it
 * @param token that all ranks of this training have
 */
record RankTask(TaskWords words, String out, boolean again, byte[] token)
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
      List<String> all = again(meeting, words.here(meeting.task(), folder));
      return dev.incline.cli.Main.run(results, said, meeting, all.toArray(String[]::new));
    } finally {
      FileTree.delete(folder);
    }
  }

  /** Where earlier ranks left a checkpoint, all go on from there; what one sees, decides. */
  private List<String> again(SparkMeeting meeting, List<String> all) {
    if (!again || all.stream().anyMatch(word -> word.startsWith("--resume="))) {
      return all;
    }
    if (meeting.gather(Checkpoint.last(out)).get(0).isEmpty()) {
      all.add("--overwrite");
      return all;
    }
    List<String> words = new ArrayList<>(List.of("train", "--resume=" + out));
    all.stream().filter(RankTask::goesWithResume).forEach(words::add);
    return words;
  }

  /** Options of the training come from the run. */
  private static boolean goesWithResume(String word) {
    String name = word.replaceFirst("=.*", "");
    return name.startsWith("--")
        && !List.of("--config", "--out", "--overwrite").contains(name)
        && OptionTable.all().stream()
            .filter(option -> option.scope() != Option.Scope.PLACE)
            .noneMatch(
                option -> List.of("--" + option.name(), "--no-" + option.name()).contains(name));
  }
}
