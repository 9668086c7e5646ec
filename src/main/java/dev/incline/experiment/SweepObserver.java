package dev.incline.experiment;

import dev.incline.train.RunRecord;
import dev.incline.train.TrainingListener;
import java.io.PrintWriter;
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

  /**
   * A run's end.
   *
   * @param result of a finished run, else null
   * @param failure of any other, else null
   * @param kept whether it was there before
   */
  record RunEnd(@Nullable Result result, @Nullable Failure failure, boolean kept) {
    static RunEnd of(@Nullable RunRecord record, @Nullable Failure failure, boolean kept) {
      return new RunEnd(record == null ? null : Result.of(record), failure, kept);
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
}
