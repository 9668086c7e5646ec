package dev.incline.spark;

import dev.incline.cli.PortableCommand;
import dev.incline.sweep.Crew;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A sweep whose runs are tasks, while the driver shows how far they are. */
final class SweepJob implements Crew {
  private static final Logger log = LoggerFactory.getLogger(SweepJob.class);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  private final Cluster cluster;
  private final TaskWords words;
  private final PrintWriter err;

  private SweepJob(Cluster cluster, TaskWords words, PrintWriter err) {
    this.cluster = cluster;
    this.words = words;
    this.err = err;
  }

  /**
   * Runs a sweep to its end.
   *
   * @return the exit code
   */
  static int run(Cluster cluster, PortableCommand command, PrintWriter out, PrintWriter err) {
    List<String> words = new ArrayList<>(command.words());
    if (words.stream().noneMatch(word -> word.startsWith("--out="))) {
      String name = TIME.format(LocalDateTime.now(ZoneId.systemDefault())) + "-sweep";
      words.add("--out=" + Path.of("runs", name).toAbsolutePath());
    }
    TaskWords.requireOneDevice(words, cluster);
    SweepJob job = new SweepJob(cluster, TaskWords.of(words, command.files()), err);
    return dev.incline.cli.Main.run(out, err, job, words.toArray(String[]::new));
  }

  @Override
  public void train(List<String> runs) {
    try {
      RunTask task = new RunTask(words, cluster.attempts());
      JavaRDD<String> names = cluster.context().parallelize(runs, runs.size());
      for (String failure : names.map(task).collect()) {
        if (!failure.isEmpty()) {
          err.println("incline-spark: " + failure);
        }
      }
    } catch (Exception e) {
      log.debug("the job failed", e);
      err.println("incline-spark: Spark gave the runs up: " + Reasons.of(e));
    }
  }
}
