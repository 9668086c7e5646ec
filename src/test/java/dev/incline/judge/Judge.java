package dev.incline.judge;

import dev.incline.backend.Backend;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Each judge runs a case on a backend and holds what comes out against its own truth.
 *
 * <p>A judge throws {@link AssertionError} when the run is wrong, and {@link IllegalStateException}
 * when the case is none it could judge: a decision too close to call in single precision.
 */
enum Judge {
  /** Losses, predictions and gradients of one batch against backpropagation in double precision. */
  REFERENCE_GRADIENT {
    @Override
    void judge(Backend backend, JudgedCase judged, Behaviour behaviour) {
      int batch = judged.batch();
      double[][] x = judged.x(batch);
      int[] y = judged.y(batch);
      ReferenceMlp mlp = judged.reference();
      Tolerance tolerance = new Tolerance(mlp, x, y);
      requireClear(judged);
      ReferenceMlp.Gradient truth = mlp.gradient(x, y);

      JudgedRun run = JudgedRun.gradient(backend, judged, behaviour);
      for (int r = 0; r < batch; r++) {
        double loss = mlp.loss(x[r], y[r]);
        Tolerance.check("loss[" + r + "]", run.losses()[r], loss, tolerance.loss(0));
      }
      for (int r = 0; r < batch; r++) {
        Tolerance.check("prediction[" + r + "]", run.predictions()[r], mlp.prediction(x[r]), 0);
      }
      for (int l = 0; l < truth.w().length; l++) {
        float[] dw = run.matrices().get(l);
        Tolerance.check("dW" + (l + 1), dw, flat(truth.w()[l]), flat(tolerance.w[l]));
        Tolerance.check("db" + (l + 1), run.biases().get(l), truth.b()[l], tolerance.b[l]);
      }
    }
  },

  /** Gradients of one batch against central differences of the loss. */
  FINITE_DIFFERENCES {
    @Override
    void judge(Backend backend, JudgedCase judged, Behaviour behaviour) {
      double[][] x = judged.x(judged.batch());
      int[] y = judged.y(judged.batch());
      ReferenceMlp mlp = judged.reference();
      Tolerance tolerance = new Tolerance(mlp, x, y);
      FiniteDifferences differences = new FiniteDifferences(mlp, x, y);
      double own = Tolerance.FINITE_DIFFERENCE * (1 + mlp.loss(x, y));

      JudgedRun run = JudgedRun.gradient(backend, judged, behaviour);
      for (int l = 0; l < mlp.w.length; l++) {
        int outputs = mlp.w[l][0].length;
        float[] dw = run.matrices().get(l);
        for (int n : someOf(dw.length)) {
          double truth = differences.slope(mlp.w[l][n / outputs], n % outputs);
          double bound = tolerance.w[l][n / outputs][n % outputs] + own;
          Tolerance.check("dW" + (l + 1) + "[" + n + "]", dw[n], truth, bound);
        }
        float[] db = run.biases().get(l);
        for (int j = 0; j < mlp.b[l].length; j++) {
          double truth = differences.slope(mlp.b[l], j);
          Tolerance.check("db" + (l + 1) + "[" + j + "]", db[j], truth, tolerance.b[l][j] + own);
        }
      }
    }
  },

  /** Rows, losses, predictions, reported loss and final weights of an epoch of SGD. */
  REFERENCE_EPOCH {
    @Override
    void judge(Backend backend, JudgedCase judged, Behaviour behaviour) {
      int samples = judged.order().length;
      double[][] x = judged.x(samples);
      int[] y = judged.y(samples);
      int steps = judged.steps();
      ReferenceMlp mlp = judged.reference();
      Tolerance tolerance = new Tolerance(mlp, x, y);
      ReferenceMlp.Epoch truth = mlp.epoch(x, y, judged.batch(), JudgedRun.LR, JudgedRun.L2);
      requireClear(judged);

      JudgedRun run = JudgedRun.epoch(backend, judged, behaviour);
      int[] rows = run.sortedRows();
      for (int r = 0; r < samples; r++) {
        Tolerance.check("row trained on", rows[r], r, 0); // the first rows of the file, once each
        Tolerance.check(
            "loss[" + r + "]", run.losses()[r], truth.losses()[r], tolerance.loss(steps));
      }
      for (int r = 0; r < samples; r++) {
        Tolerance.check("prediction[" + r + "]", run.predictions()[r], truth.predictions()[r], 0);
      }
      double mean = Arrays.stream(truth.losses()).average().orElseThrow();
      Tolerance.check("reported loss", run.reportedLoss(), mean, tolerance.loss(steps));
      for (int l = 0; l < mlp.w.length; l++) {
        checkLayer(l, run.matrices().get(l), run.biases().get(l), mlp, tolerance, steps);
      }
    }
  };

  /** Parameters of one matrix that finite differences look at, where it has more. */
  private static final int SAMPLE = 400;

  /** Runs the case as conducted and judges what comes out. */
  abstract void judge(Backend backend, JudgedCase judged, Behaviour behaviour);

  private static void requireClear(JudgedCase judged) {
    if (judged.closeness() >= 1) {
      throw new IllegalStateException(judged + " has a decision too close to call");
    }
  }

  /** Holds a layer's parameters, after so many updates, to the reference's. */
  static void checkLayer(
      int l, float[] matrix, float[] bias, ReferenceMlp truth, Tolerance tolerance, int steps) {
    double[] w = flat(truth.w[l]);
    Tolerance.check("W" + (l + 1), matrix, w, bounds(steps, flat(tolerance.w[l]), w));
    double[] b = truth.b[l];
    Tolerance.check("b" + (l + 1), bias, b, bounds(steps, tolerance.b[l], b));
  }

  private static double[] bounds(int steps, double[] gradient, double[] expected) {
    double error = Arrays.stream(gradient).max().orElse(0);
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    double[] bound = new double[expected.length];
    Arrays.fill(bound, Tolerance.parameter(steps, JudgedRun.LR, error, largest));
    return bound;
  }

  private static int[] someOf(int size) {
    return size <= SAMPLE
        ? IntStream.range(0, size).toArray()
        : new Random(3).ints(SAMPLE, 0, size).toArray();
  }

  private static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }
}
