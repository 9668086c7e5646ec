package dev.incline.spark;

import dev.incline.experiment.StoredSweep;
import dev.incline.file.FileTree;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains one run of a sweep.
 *
 * @param attempts how often Spark tries a task before it gives up the whole sweep, which the last
 *     attempt is to spare it
 */
record RunTask(TaskWords words, int attempts) implements Function<String, String> {
  private static final Logger log = LoggerFactory.getLogger(RunTask.class);

  private static final int FAILED = 1;

  /** Why the run failed; empty where it did not. */
  @Override
  public String call(String run) throws IOException {
    TaskContext task = TaskContext.get();
    LogLines said = new LogLines(log::info);
    int code = train(run, task, said.printer());
    if (code == 0) {
      return "";
    }
    String failure = run + ": " + said.last("exit code " + code);
    if (task.attemptNumber() + 1 < attempts) {
      throw new IllegalStateException(failure);
    }
    return failure;
  }

  private int train(String run, TaskContext task, PrintWriter said) throws IOException {
    Path sweep = Path.of(words.value("--out"));
    if (!Files.exists(sweep.resolve(StoredSweep.FILE))) {
      said.println(SharedFolder.unseen(InetAddress.getLocalHost().getHostName(), sweep.toString()));
      return FAILED;
    }
    Path folder = Files.createTempDirectory("incline-task");
    try {
      List<String> all = words.here(task, folder);
      all.removeAll(List.of("--quiet", "--json"));
      all.addAll(List.of("--quiet", "--only=" + run));
      if (task.attemptNumber() > 0
          && all.stream().noneMatch(w -> w.startsWith("--takeover-after="))) {
        all.add("--takeover-after=10s"); // who had the run before is gone, Spark says
      }
      return dev.incline.cli.Main.run(said, said, all.toArray(String[]::new));
    } finally {
      FileTree.delete(folder);
    }
  }
}
