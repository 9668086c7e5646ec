package dev.incline.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.backend.cpu.CpuBackend;
import dev.incline.data.NpyArray;
import dev.incline.inspect.Batch;
import dev.incline.inspect.StepTraces;
import dev.incline.model.Activation;
import dev.incline.model.Initializer;
import dev.incline.model.Layer;
import dev.incline.model.Network;
import dev.incline.model.Sgd;
import dev.incline.model.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A traced step against the independent network in double precision, tensor by tensor. */
class StepTraceTest {
  private static final int ROWS = 7;
  private static final double LR = 0.5;
  private static final double L2 = 0.05;

  /**
   * Largest error, of a tensor's largest element, that float chains of up to 12 numbers explain.
   */
  private static final double BOUND = 64 * Tolerance.UNIT_ROUNDOFF;

  static Stream<Network> networks() {
    return Stream.of(
        Network.softmaxRegression(12, 4, true),
        Network.softmaxRegression(12, 4, false),
        Network.mlp(12, List.of(6), 4, Activation.SIGMOID),
        Network.mlp(12, List.of(8, 5), 4, Activation.RELU),
        Network.mlp(12, List.of(8, 5), 4, Activation.TANH));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void eachTensorIsThatOfTheIndependentNetwork(Network network) {
    TracedStep step = new TracedStep(network, floats());
    Map<String, double[]> expected = step.expected();
    Map<String, NpyArray> traced = step.traced();
    assertThat(traced.keySet()).isEqualTo(expected.keySet());
    traced.forEach((name, tensor) -> check(name, tensor, expected.get(name)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void pixelsGiveWhatTheirFloatsGive(Network network) {
    byte[] pixels = new byte[ROWS * 12];
    new Random(4).nextBytes(pixels);
    Batch bytes = Batch.of(12, pixels, floats().labels());
    Batch same = new Batch(ROWS, 12, bytes.x(), null, bytes.labels());
    Map<String, NpyArray> fromFloats = new TracedStep(network, same).traced();
    new TracedStep(network, bytes)
        .traced()
        .forEach(
            (name, tensor) ->
                assertThat(tensor.values()).as(name).isEqualTo(fromFloats.get(name).values()));
  }

  /** Without this, a tensor the comparison passes over would go unseen. */
  @ParameterizedTest
  @MethodSource("networks")
  void aMistakeInAnyTensorIsCaught(Network network) {
    TracedStep step = new TracedStep(network, floats());
    Map<String, double[]> expected = step.expected();
    step.traced()
        .forEach(
            (name, tensor) -> {
              double[] wrong = expected.get(name);
              int at = largest(wrong);
              wrong[at] = wrong[at] == 0 ? 1e-3 : wrong[at] * 1.0001;
              assertThatThrownBy(() -> check(name, tensor, wrong))
                  .as(name)
                  .isInstanceOf(AssertionError.class);
            });
  }

  private static int largest(double[] values) {
    int at = 0;
    for (int i = 0; i < values.length; i++) {
      at = Math.abs(values[i]) > Math.abs(values[at]) ? i : at;
    }
    return at;
  }

  private static void check(String name, NpyArray tensor, double[] expected) {
    assertThat(tensor.size()).as(name).isEqualTo(expected.length);
    double scale = Math.abs(expected[largest(expected)]);
    for (int i = 0; i < expected.length; i++) {
      Tolerance.check(name + "[" + i + "]", tensor.get(i), expected[i], BOUND * scale);
    }
  }

  private static Batch floats() {
    Random random = new Random(3);
    float[] x = new float[ROWS * 12];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextInt(3) == 0 ? 0 : (float) random.nextGaussian();
    }
    return new Batch(ROWS, 12, x, null, new byte[] {0, 1, 2, 3, 1, 1, 0});
  }

  /** One step, seen from both sides. */
  private record TracedStep(Network network, Weights weights, Batch batch) {
    TracedStep(Network network, Batch batch) {
      this(network, new Initializer(Initializer.Kind.NORMAL, 0.4).draw(network, 5), batch);
      weights.biases().forEach(b -> fill(b, new Random(6)));
    }

    private static void fill(float[] values, Random random) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian() / 4;
      }
    }

    Map<String, NpyArray> traced() {
      try (CpuBackend cpu = new CpuBackend(2)) {
        return StepTraces.constant(cpu, weights, List.of(batch), new Sgd(LR, L2));
      }
    }

    Map<String, double[]> expected() {
      int last = network.layers().size() - 1;
      ReferenceMlp mlp = reference();
      boolean relu = mlp.isRelu(last);
      double[][] x = rows();
      int[] y = new int[ROWS];
      Map<String, double[]> all = new LinkedHashMap<>();
      all.put("X", flat(x));
      all.put("y", new double[ROWS]);
      parameters(all, mlp, "");
      double[][][] z = new double[last + 1][ROWS][];
      double[][][] in = new double[last + 2][ROWS][];
      double[][] s = new double[ROWS][];
      double[] losses = new double[ROWS];
      double[] predictions = new double[ROWS];
      double loss = 0;
      for (int r = 0; r < ROWS; r++) {
        y[r] = batch.labels()[r];
        all.get("y")[r] = y[r];
        ReferenceMlp.Trace trace = mlp.forward(x[r]);
        for (int l = 0; l <= last; l++) {
          z[l][r] = trace.z()[l];
          in[l][r] = trace.inputs()[l];
        }
        in[last + 1][r] = trace.logits();
        double logSum = ReferenceMlp.logSumExp(trace.logits());
        s[r] = java.util.Arrays.stream(trace.logits()).map(v -> Math.exp(v - logSum)).toArray();
        losses[r] = mlp.loss(x[r], y[r]);
        predictions[r] = mlp.prediction(x[r]);
        loss += losses[r] / ROWS;
      }
      for (int l = 0; l <= last; l++) {
        all.put(l == last ? "Z" : "Z" + (l + 1), flat(z[l]));
        if (l < last || relu) {
          all.put(l == last ? "R" : "H" + (l + 1), flat(in[l + 1]));
        }
      }
      all.put("S", flat(s));
      all.put("losses", losses);
      all.put("loss", new double[] {loss});
      all.put("prediction", predictions);
      backward(all, mlp, z, in, s, y);
      ReferenceMlp after = mlp.copy();
      ReferenceMlp.Gradient gradient = mlp.gradient(x, y);
      for (int l = 0; l <= last; l++) {
        all.put("dW" + (l + 1), flat(gradient.w()[l]));
        if (gradient.b()[l].length > 0) {
          all.put("db" + (l + 1), gradient.b()[l]);
        }
      }
      after.step(x, y, LR, L2);
      parameters(all, after, "_new");
      return all;
    }

    private void backward(
        Map<String, double[]> all,
        ReferenceMlp mlp,
        double[][][] z,
        double[][][] in,
        double[][] s,
        int[] y) {
      int last = network.layers().size() - 1;
      double[][] d = new double[ROWS][];
      for (int r = 0; r < ROWS; r++) {
        d[r] = s[r].clone();
        d[r][y[r]] -= 1;
        for (int j = 0; j < d[r].length; j++) {
          d[r][j] /= ROWS;
        }
      }
      if (mlp.isRelu(last)) {
        all.put("dR", flat(d));
        gate(d, z[last]);
      }
      all.put("dZ", flat(d));
      for (int l = last; l > 0; l--) {
        double[][] below = new double[ROWS][mlp.w[l].length];
        for (int r = 0; r < ROWS; r++) {
          for (int i = 0; i < below[r].length; i++) {
            for (int j = 0; j < d[r].length; j++) {
              below[r][i] += d[r][j] * mlp.w[l][i][j];
            }
          }
        }
        all.put("dH" + l, flat(below));
        if (mlp.isRelu(l - 1)) {
          gate(below, z[l - 1]);
        } else {
          for (int r = 0; r < ROWS; r++) {
            for (int i = 0; i < below[r].length; i++) {
              double h = in[l][r][i];
              below[r][i] *= mlp.hidden == ReferenceMlp.Hidden.TANH ? 1 - h * h : h * (1 - h);
            }
          }
        }
        all.put("dZ" + l, flat(below));
        d = below;
      }
    }

    private static void gate(double[][] d, double[][] z) {
      for (int r = 0; r < d.length; r++) {
        for (int j = 0; j < d[r].length; j++) {
          d[r][j] = z[r][j] > 0 ? d[r][j] : 0;
        }
      }
    }

    private void parameters(Map<String, double[]> all, ReferenceMlp mlp, String ending) {
      for (int l = 0; l < mlp.w.length; l++) {
        all.put("W" + (l + 1) + ending, flat(mlp.w[l]));
        if (mlp.b[l].length > 0) {
          all.put("b" + (l + 1) + ending, mlp.b[l].clone());
        }
      }
    }

    private double[][] rows() {
      double[][] x = new double[ROWS][batch.features()];
      for (int i = 0; i < batch.x().length; i++) {
        x[i / batch.features()][i % batch.features()] = batch.x()[i];
      }
      return x;
    }

    private ReferenceMlp reference() {
      List<Layer> layers = network.layers();
      double[][][] w = new double[layers.size()][][];
      double[][] b = new double[layers.size()][];
      for (int l = 0; l < w.length; l++) {
        int outputs = layers.get(l).outputs();
        w[l] = new double[layers.get(l).inputs()][outputs];
        for (int i = 0; i < weights.matrices().get(l).length; i++) {
          w[l][i / outputs][i % outputs] = weights.matrices().get(l)[i];
        }
        b[l] = new double[weights.biases().get(l).length];
        for (int j = 0; j < b[l].length; j++) {
          b[l][j] = weights.biases().get(l)[j];
        }
      }
      return new ReferenceMlp(
          ReferenceMlp.Hidden.of(layers.get(0).activation().name()),
          network.last().activation() == Activation.RELU,
          w,
          b);
    }

    private static double[] flat(double[][] rows) {
      return Stream.of(rows).flatMapToDouble(java.util.Arrays::stream).toArray();
    }
  }
}
