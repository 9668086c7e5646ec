package dev.incline.spark;

import dev.incline.cli.PortableCommand;
import dev.incline.experiment.ConfigFile;
import dev.incline.experiment.StoredRun;
import dev.incline.option.OptionValues;
import dev.incline.option.Options;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDDBarrier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.reflect.ClassTag;

/** A training whose ranks are the tasks of one barrier stage. */
final class TrainJob {
  private static final Logger log = LoggerFactory.getLogger(TrainJob.class);
  private static final int FAILED = 1;
  private static final int TOKEN = 32; // bytes
  private static final String CHECKPOINTS = "--checkpoint-every";

  private final Cluster cluster;
  private final PortableCommand command;
  private final @Nullable Integer asked;

  /**
   * @param asked how many ranks; null for as many as there are slots and shards
   */
  TrainJob(Cluster cluster, PortableCommand command, @Nullable Integer asked) {
    this.cluster = cluster;
    this.command = command;
    this.asked = asked;
  }

  /** Runs the training to its end, and returns the exit code. */
  int run(PrintWriter out, PrintWriter err) {
    String folder = folder();
    requireOwnMeeting();
    TaskWords.requireOneDevice(command.words(), cluster);
    requireFixedExecutors();
    int shards = shards();
    requireDivides(shards);
    cluster.prefer("spark.barrier.sync.timeout", "600s"); // Spark's own is a year
    int ranks = ranks(shards);
    err.println(
        "incline-spark: %d ranks, each with %d of %d shards"
            .formatted(ranks, shards / ranks, shards));
    Attempts attempts = new Attempts(withCheckpoints(), Path.of(folder));
    try (SharedFolder shared = new SharedFolder(Path.of(folder))) {
      return trained(attempts, shared, ranks, out, err);
    } catch (IOException e) {
      err.println("incline-spark: " + e.getMessage());
      return FAILED;
    }
  }

  /**
   * Spark does not repeat a barrier stage that has lost a task, so this does: as often as Spark
   * repeats others, counted anew with each checkpoint.
   */
  private int trained(
      Attempts attempts, SharedFolder shared, int ranks, PrintWriter out, PrintWriter err) {
    List<String> words = attempts.first();
    int failures = 0;
    while (true) {
      String before = attempts.reached();
      try (LiveEpochs unused = epochs(shared, err)) {
        return report(stage(words, shared, ranks), out, err);
      } catch (Exception e) { // Spark's, which the compiler does not know of
        log.debug("the stage failed", e);
        err.println("incline-spark: the training was broken off: " + Reasons.of(e));
        String now = attempts.reached();
        failures = now.equals(before) ? failures + 1 : 1;
        if (!cluster.canRepeat(failures, ranks)) {
          err.println("incline-spark: given up. Go on with: train --resume " + shared.path());
          return FAILED;
        }
        words = attempts.again();
        err.println(
            "incline-spark: goes on from "
                + (now.isEmpty() ? "the beginning: no checkpoint" : now));
      }
    }
  }

  /** Executors come and go: a checkpoint every minute, unless the command says otherwise. */
  private List<String> withCheckpoints() {
    List<String> words = new ArrayList<>(command.words());
    if (word(CHECKPOINTS) == null) {
      words.add(CHECKPOINTS + "=1m");
    }
    return words;
  }

  private @Nullable LiveEpochs epochs(SharedFolder shared, PrintWriter err) {
    return command.words().contains("--quiet") ? null : new LiveEpochs(shared.path(), err);
  }

  private List<RankTask.End> stage(List<String> words, SharedFolder shared, int ranks) {
    byte[] token = new byte[TOKEN];
    new SecureRandom().nextBytes(token);
    RankTask task =
        new RankTask(
            TaskWords.of(words, command.files()), token, shared.path().toString(), shared.sign());
    List<Integer> numbers = IntStream.range(0, ranks).boxed().toList();
    ClassTag<RankTask.End> tag = ClassTag.apply(RankTask.End.class);
    RDDBarrier<Integer> stage = cluster.context().parallelize(numbers, ranks).rdd().barrier();
    return JavaRDD.fromRDD(stage.mapPartitions(task, false, tag), tag).collect();
  }

  private static int report(List<RankTask.End> ends, PrintWriter out, PrintWriter err) {
    RankTask.End told =
        ends.stream().filter(end -> end.code() != 0).findFirst().orElse(ends.get(0));
    told.words().forEach(err::println);
    out.print(ends.get(0).results());
    return ends.stream().map(RankTask.End::code).max(Comparator.naturalOrder()).orElse(FAILED);
  }

  private @Nullable String word(String option) {
    return command.words().stream()
        .filter(word -> word.startsWith(option + "="))
        .map(word -> word.substring(option.length() + 1))
        .findFirst()
        .orElse(null);
  }

  private String folder() {
    String resumed = word("--resume");
    String out = resumed == null ? word("--out") : resumed;
    if (out == null) {
      throw new UsageException(
          "train on Spark needs --out DIR, a folder that all executors can write");
    }
    return out;
  }

  private void requireOwnMeeting() {
    for (String option : List.of("--rank", "--meet", "--token-file")) {
      if (word(option) != null) {
        throw new UsageException(
            "%s does not go with Spark, which numbers the ranks itself: --ranks N says how many"
                .formatted(option));
      }
    }
  }

  private void requireFixedExecutors() {
    if ("true".equals(cluster.get("spark.dynamicAllocation.enabled"))) {
      throw new UsageException(
          "train does not go with spark.dynamicAllocation.enabled=true: its ranks must all run at the same time. Set it to false");
    }
  }

  /** As the command line says, or the file of settings, or the run that is resumed. */
  private int shards() {
    String given = word("--shards");
    if (given != null) {
      return Integer.parseInt(given);
    }
    String config = word("--config");
    String resumed = word("--resume");
    try {
      if (resumed != null) {
        return Integer.parseInt(
            String.valueOf(StoredRun.read(Path.of(resumed)).options().getOrDefault("shards", "1")));
      }
      OptionValues values = OptionValues.NONE;
      return (config == null ? values : ConfigFile.read(Path.of(config)).under(values))
          .get(Options.SHARDS);
    } catch (IOException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private void requireDivides(int shards) {
    if (asked != null && shards % asked != 0) {
      throw new UsageException(
          "--ranks %d does not divide --shards %d: each rank has the same number of shards. Take one of %s"
              .formatted(
                  asked,
                  shards,
                  IntStream.rangeClosed(1, shards).filter(n -> shards % n == 0).boxed().toList()));
    }
  }

  /** As many as were asked for, else the largest power of two of slots and shards. */
  private int ranks(int shards) {
    int slots = cluster.slots(asked == null ? shards : asked, asked == null);
    if (asked != null && slots < asked) {
      throw new UsageException(
          "--ranks %d: the executors have room for only %d tasks at the same time. Ask Spark for more executors or cores, or take fewer ranks"
              .formatted(asked, slots));
    }
    return asked != null ? asked : Integer.highestOneBit(Math.max(1, Math.min(slots, shards)));
  }
}
