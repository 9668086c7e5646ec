package dev.incline.report;

import dev.incline.statistics.Estimate;
import dev.incline.train.EpochRecord;
import java.io.IOException;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The mean curve of several runs. */
final class EpochMeans {
  private EpochMeans() {}

  /**
   * Means over runs, epoch by epoch, over as many epochs as every run has. Each run is read once
   * and then forgotten: the deviation is summed as the mean moves (B. P. Welford, Technometrics 4,
   * 1962).
   *
   * @return [values x epochs]
   */
  static Estimate[][] of(List<Run> runs, List<ToDoubleFunction<EpochRecord>> values)
      throws IOException {
    int epochs = runs.stream().mapToInt(run -> run.result().epochs()).min().orElse(0);
    double[][] mean = new double[values.size()][epochs];
    double[][] squares = new double[values.size()][epochs]; // of the distances from the mean
    int seen = 0;
    for (Run run : runs) {
      seen++;
      List<EpochRecord> history = run.history().epochs();
      for (int v = 0; v < values.size(); v++) {
        for (int e = 0; e < epochs; e++) {
          double distance = values.get(v).applyAsDouble(history.get(e)) - mean[v][e];
          mean[v][e] += distance / seen;
          squares[v][e] += distance * distance * (seen - 1) / seen;
        }
      }
    }
    Estimate[][] estimates = new Estimate[values.size()][epochs];
    for (int v = 0; v < values.size(); v++) {
      for (int e = 0; e < epochs; e++) {
        estimates[v][e] = new Estimate(seen, mean[v][e], Math.sqrt(squares[v][e] / (seen - 1)));
      }
    }
    return estimates;
  }
}
