package dev.incline.judge;

import dev.incline.backend.Backend;
import dev.incline.data.Dataset;
import dev.incline.data.Permutation;
import dev.incline.data.Split;
import dev.incline.model.Activation;
import dev.incline.model.Layer;
import dev.incline.model.Network;
import dev.incline.plan.Parameters;
import dev.incline.plan.Slot;
import dev.incline.plan.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * A network with weights, and made-up samples to judge it on.
 *
 * @param matrices [in x out] per layer, row-major
 * @param biases [out] per layer, not zero; empty where the layer has none
 * @param images [ROWS x in]; the first is black
 * @param labels [ROWS]
 */
record JudgedCase(
    String name,
    Network network,
    int batch,
    List<float[]> matrices,
    List<float[]> biases,
    byte[] images,
    byte[] labels) {
  /** The first 23 train, the last 6 validate: no batch below but 1 divides them. */
  static final int ROWS = 29;

  private static final int ORDER_SEED = 5;
  private static final int TRIES = 10_000;

  /** A case without kinks; weights are normal with this standard deviation, biases with 0.3. */
  static JudgedCase of(String name, Network network, int batch, double std) {
    return firstClear(seed -> draw(name, network, batch, std, seed));
  }

  /** A case with the first unit of layer 1 exactly at its kink: no weights, no bias. */
  static JudgedCase atTheKink(Network network, int batch, double std) {
    return firstClear(seed -> draw("kink", network, batch, std, seed).withoutFirstUnit());
  }

  /** The first seed for which no decision on the way is too close to call in single precision. */
  private static JudgedCase firstClear(IntFunction<JudgedCase> draw) {
    for (int seed = 0; seed < TRIES; seed++) {
      JudgedCase judged = draw.apply(seed);
      if (judged.closeness() < 1) {
        return judged;
      }
    }
    throw new IllegalStateException("no clear case like " + draw.apply(0));
  }

  private static JudgedCase draw(String name, Network network, int batch, double std, int seed) {
    Random random = new Random(seed);
    List<float[]> matrices = new ArrayList<>();
    List<float[]> biases = new ArrayList<>();
    for (Layer layer : network.layers()) {
      matrices.add(normal(random, layer.inputs() * layer.outputs(), std));
      biases.add(normal(random, layer.bias() ? layer.outputs() : 0, 0.3));
    }
    byte[] images = new byte[ROWS * network.inputs()];
    for (int i = network.inputs(); i < images.length; i++) {
      images[i] = (byte) (random.nextInt(3) == 0 ? 0 : random.nextInt(256));
    }
    byte[] labels = new byte[ROWS];
    for (int i = 0; i < ROWS; i++) {
      labels[i] = (byte) random.nextInt(network.classes());
    }
    return new JudgedCase(name, network, batch, matrices, biases, images, labels);
  }

  private static float[] normal(Random random, int size, double std) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (std * random.nextGaussian());
    }
    return values;
  }

  private JudgedCase withoutFirstUnit() {
    int outputs = network.layers().get(0).outputs();
    for (int i = 0; i < matrices.get(0).length; i += outputs) {
      matrices.get(0)[i] = 0;
    }
    if (biases.get(0).length > 0) {
      biases.get(0)[0] = 0;
    }
    return this;
  }

  /**
   * How close the closest decision of an epoch is, a ReLU's side or a prediction, relative to the
   * tolerance: from 1 on, a right backend may decide otherwise.
   */
  double closeness() {
    int samples = order().length;
    double[][] x = x(samples);
    int[] y = y(samples);
    ReferenceMlp mlp = reference();
    Tolerance tolerance = new Tolerance(mlp, x, y);
    double clearance = mlp.epoch(x, y, batch, JudgedRun.LR, JudgedRun.L2).clearance();
    return tolerance.loss(steps()) / clearance;
  }

  /** Updates in an epoch. */
  int steps() {
    return (order().length + batch - 1) / batch;
  }

  JudgedCase withWeights(List<float[]> otherMatrices, List<float[]> otherBiases) {
    return new JudgedCase(name, network, batch, otherMatrices, otherBiases, images, labels);
  }

  Dataset dataset() {
    return new Dataset("judged", images, labels, ROWS, 1, network.inputs(), network.classes());
  }

  Split split() {
    return Split.of(ROWS, 0.2);
  }

  /** The training rows, shuffled. */
  int[] order() {
    return Permutation.shuffled(split().training(), ORDER_SEED, 1);
  }

  Source source() {
    return Source.of("judged", ROWS, network.inputs(), order().length);
  }

  /** Puts data and weights on the device, and zeros where results will be. */
  void load(Backend backend, int[] order) {
    Source source = source();
    backend.write(source.images(), images);
    backend.write(source.labels(), labels);
    backend.write(source.order(), order);
    backend.write(source.loss(), new float[order.length]);
    backend.write(source.prediction(), new int[order.length]);
    List<Parameters> parameters = Parameters.of(network);
    for (int l = 0; l < parameters.size(); l++) {
      backend.write(parameters.get(l).weight(), matrices.get(l));
      Slot<float[]> bias = parameters.get(l).bias();
      if (bias != null) {
        backend.write(bias, biases.get(l));
      }
    }
  }

  /** The same network in double precision. */
  ReferenceMlp reference() {
    int layers = network.layers().size();
    double[][][] w = new double[layers][][];
    double[][] b = new double[layers][];
    for (int l = 0; l < layers; l++) {
      int outputs = network.layers().get(l).outputs();
      w[l] = new double[network.layers().get(l).inputs()][outputs];
      for (int i = 0; i < matrices.get(l).length; i++) {
        w[l][i / outputs][i % outputs] = matrices.get(l)[i];
      }
      b[l] = new double[biases.get(l).length];
      for (int j = 0; j < b[l].length; j++) {
        b[l][j] = biases.get(l)[j];
      }
    }
    return new ReferenceMlp(
        ReferenceMlp.Hidden.of(network.layers().get(0).activation().name()),
        network.last().activation() == Activation.RELU,
        w,
        b);
  }

  /** The first {@code count} samples of the order. */
  double[][] x(int count) {
    return x(Arrays.copyOf(order(), count));
  }

  /** Their labels. */
  int[] y(int count) {
    return y(Arrays.copyOf(order(), count));
  }

  /** These rows of the file, as pixel / 255. */
  double[][] x(int[] rows) {
    double[][] x = new double[rows.length][network.inputs()];
    for (int r = 0; r < rows.length; r++) {
      for (int d = 0; d < x[r].length; d++) {
        x[r][d] = (images[rows[r] * x[r].length + d] & 0xff) / 255.0;
      }
    }
    return x;
  }

  /** Their labels. */
  int[] y(int[] rows) {
    int[] y = new int[rows.length];
    for (int r = 0; r < rows.length; r++) {
      y[r] = labels[rows[r]];
    }
    return y;
  }

  @Override
  public String toString() {
    return name + ", " + network + ", batch " + batch;
  }
}
