package dev.incline.report;

import dev.incline.train.EpochRecord;
import java.io.IOException;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Means over runs, epoch by epoch. Each run is read once and then forgotten: the deviation is
 * summed as the mean moves (B. P. Welford, Technometrics 4, 1962).
 *
 * @param mean [values x epochs]
 * @param squares [values x epochs] of the distances from the mean, summed
 */
record EpochMeans(int runs, double[][] mean, double[][] squares) {
  /** Over as many epochs as every run has. */
  static EpochMeans of(List<Run> runs, List<ToDoubleFunction<EpochRecord>> values)
      throws IOException {
    int epochs = runs.stream().mapToInt(run -> run.outcome().epochs()).min().orElse(0);
    double[][] mean = new double[values.size()][epochs];
    double[][] squares = new double[values.size()][epochs];
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
    return new EpochMeans(seen, mean, squares);
  }

  /** Of one of the values, an estimate for each epoch. */
  Estimate[] of(int value) {
    Estimate[] estimates = new Estimate[mean[value].length];
    for (int e = 0; e < estimates.length; e++) {
      double deviation = Math.sqrt(squares[value][e] / (runs - 1));
      estimates[e] = new Estimate(runs, mean[value][e], deviation);
    }
    return estimates;
  }
}
