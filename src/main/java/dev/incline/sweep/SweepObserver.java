package dev.incline.sweep;

import dev.incline.experiment.Configuration;
import dev.incline.experiment.Failure;
import dev.incline.train.RunRecord;
import dev.incline.train.TrainingListener;
import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hears of a sweep as it goes, from several threads. */
public interface SweepObserver {
  /** What is kept in memory of a run that finished: its folder has its epochs. */
  record Result(
      double validationAccuracy, double testAccuracy, double seconds, String weightsSha256) {
    static Result of(RunRecord record) {
      return new Result(
          record.best().validationAccuracy(),
          record.test().accuracy(),
          record.seconds(),
          record.weightsSha256());
    }
  }

  /** Who trained a run. */
  enum Trained {
    /** This process. */
    HERE,
    /** It was over before this process began. */
    BEFORE,
    /** Another process, since this one began. */
    ELSEWHERE
  }

  /**
   * A run's end.
   *
   * @param result of a finished run, else null
   * @param failure of any other, else null
   */
  record RunEnd(@Nullable Result result, @Nullable Failure failure, Trained trained) {
    static RunEnd of(@Nullable RunRecord record, @Nullable Failure failure, Trained trained) {
      return new RunEnd(record == null ? null : Result.of(record), failure, trained);
    }

    public boolean isDiverged() {
      return failure != null && failure.kind() == Failure.Kind.DIVERGED;
    }

    /** Whether it is to be tried again. */
    public boolean isFailed() {
      return failure != null && !isDiverged();
    }

    /** Whether its device computed wrong. */
    public boolean isWrong() {
      return failure != null && failure.kind() == Failure.Kind.WRONG;
    }

    /** Whether it was there before. */
    public boolean isKept() {
      return trained == Trained.BEFORE;
    }

    /** Whether another process trained it meanwhile. */
    public boolean isOfAnother() {
      return trained == Trained.ELSEWHERE;
    }
  }

  /**
   * A run starts.
   *
   * @param log the run's log.txt
   * @return who hears of its epochs
   */
  TrainingListener started(String run, Configuration configuration, String device, PrintWriter log);

  /** A run is over, or was so before. */
  void over(String run, RunEnd end);

  /** The runs that other processes are at, and who; every few seconds. */
  default void others(Map<String, String> holders) {}
}
