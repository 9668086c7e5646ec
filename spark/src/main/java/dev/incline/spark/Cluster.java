package dev.incline.spark;

import java.util.concurrent.locks.LockSupport;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/** The application on Spark. Executors are asked for when the first job needs them. */
final class Cluster implements AutoCloseable {
  /** As bin/incline starts the JVM; {@code spark.executor.extraJavaOptions} come behind them. */
  private static final String EXECUTOR =
      "-XX:+UseSerialGC -XX:Tier4BackEdgeThreshold=400000 -XX:Tier4InvocationThreshold=50000"
          + " -XX:Tier4MinInvocationThreshold=6000 -XX:Tier4CompileThreshold=150000";

  private static final long LOOK = 200; // milliseconds
  private static final long CALM = 5_000;

  private final SparkConf conf = new SparkConf();
  private @Nullable JavaSparkContext context;

  Cluster(String name) {
    String given = conf.get("spark.app.name", "");
    if (given.isEmpty() || given.equals(Main.class.getName())) { // as spark-submit calls it
      conf.setAppName(name);
    }
    conf.setIfMissing("spark.ui.showConsoleProgress", "false"); // the table of runs is shown there
    conf.setIfMissing("spark.executor.defaultJavaOptions", EXECUTOR);
  }

  /** What the user set, or null. */
  @Nullable String get(String key) {
    return conf.contains(key) ? conf.get(key) : null;
  }

  /** Sets what the user did not. */
  void prefer(String key, String value) {
    conf.setIfMissing(key, value);
  }

  JavaSparkContext context() {
    if (context == null) {
      context = new JavaSparkContext(conf);
    }
    return context;
  }

  /**
   * How many tasks of a stage run at the same time. Executors come one after the other: waits for
   * so many, but no longer than Spark itself does before it begins.
   *
   * @param enough whether fewer will do where no more have come for a while
   */
  int slots(int wanted, boolean enough) {
    long limit =
        context().getConf().getTimeAsMs("spark.scheduler.maxRegisteredResourcesWaitingTime", "30s");
    int slots = slots();
    long since = 0;
    for (long waited = 0; slots < wanted && waited < limit; waited += LOOK) {
      if (enough && slots > 0 && waited - since >= CALM) {
        break;
      }
      LockSupport.parkNanos(LOOK * 1_000_000);
      int now = slots();
      since = now == slots ? since : waited;
      slots = now;
    }
    return slots;
  }

  private int slots() {
    SparkContext scala = context().sc();
    return scala.maxNumConcurrentTasks(scala.resourceProfileManager().defaultResourceProfile());
  }

  /** How often a task is tried. */
  int attempts() {
    return context().isLocal() ? 1 : context().getConf().getInt("spark.task.maxFailures", 4);
  }

  /**
   * Whether a stage that failed may be tried again.
   *
   * @param failures so far
   * @param tasks that must run at the same time
   */
  boolean canRepeat(int failures, int tasks) {
    return !context().sc().isStopped()
        && failures < context().getConf().getInt("spark.stage.maxConsecutiveAttempts", 4)
        && slots(tasks, false) >= tasks;
  }

  @Override
  public void close() {
    if (context != null) {
      context.close();
    }
  }
}
