package dev.incline.peers;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import ai.djl.training.GradientCollector;
import dev.incline.backend.Backend;
import dev.incline.backend.Executable;
import dev.incline.backend.cpu.CpuBackend;
import dev.incline.data.IdxFolder;
import dev.incline.data.Dataset;
import dev.incline.data.Permutation;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Weights;
import dev.incline.option.OptimizerKind;
import dev.incline.option.OptionValues;
import dev.incline.option.Options;
import dev.incline.option.Origin;
import dev.incline.plan.Planner;
import dev.incline.plan.Source;
import dev.incline.plan.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Starts Incline and PyTorch from the same weights, gives both the same batches, and compares the
 * weights after some steps, for every optimizer with and without L2. Ends with exit code 1 where
 * they are further apart than {@link #BOUND}, and where optimizers that differ are not.
 */
public final class Parity {
  private static final int BATCH = 64;
  private static final List<Integer> AFTER = List.of(1, 10, 100);
  private static final double L2 = 0.01;

  /**
   * The largest difference of a tensor's elements, relative to its largest. Each gradient is made of
   * sums of 784, 128 and 64 products: rounding may change it by about 1000 units of 2^-24, 6e-5, of
   * its size (Higham, Accuracy and Stability of Numerical Algorithms, section 3), and with it each
   * step. Together the steps are about as long as the weights are large.
   */
  private static final double BOUND = 1e-4;

  private final Network network = Network.mlp(784, List.of(128), 10, dev.incline.model.Activation.SIGMOID);
  private final Weights start = Initializer.parse("xavier").draw(network, 42);
  private final Dataset data;
  private final int[] order;

  private Parity(Path folder) throws IOException {
    data = IdxFolder.of(folder).load(BATCH * AFTER.get(AFTER.size() - 1)).training();
    order = Permutation.shuffled(IntStream.range(0, data.rows()).toArray(), 42, 1);
  }

  private static Recipe recipe(OptimizerKind kind, double l2) {
    return OptionValues.NONE
        .with(Options.OPTIMIZER, kind, Origin.FLAG)
        .with(Options.L2, l2, Origin.FLAG)
        .recipe();
  }

  private List<List<float[]>> ours(OptimizerKind kind, double l2) {
    Recipe recipe = recipe(kind, l2);
    List<List<float[]>> after = new ArrayList<>();
    Source source = Source.of("parity", data.rows(), data.features(), order.length);
    try (Backend backend = new CpuBackend(2)) {
      backend.write(source.images(), data.images());
      backend.write(source.labels(), data.labels());
      backend.write(source.order(), order);
      backend.write(Planner.initialState(start, recipe.optimizer()));
      double[] rates = new double[order.length / BATCH];
      Arrays.fill(rates, recipe.learningRate());
      backend.write(source.scalars(recipe, 0, rates, BATCH));
      Executable step =
          backend.compile(Planner.trainingStep(network, source, BATCH, recipe));
      for (int s = 1; s <= order.length / BATCH; s++) {
        step.run((s - 1) * BATCH);
        if (AFTER.contains(s)) {
          Tensors now = backend.read(Tensors.of(start).slots());
          after.add(new ArrayList<>(now.values().values()));
        }
      }
    }
    return after;
  }

  /** Parameters in the order of ours. */
  private List<List<float[]>> theirs(OptimizerKind kind, double l2) {
    double lr = recipe(kind, l2).learningRate();
    List<List<float[]>> after = new ArrayList<>();
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      List<NDArray> parameters = new ArrayList<>();
      List<TorchOptimizer> optimizers = new ArrayList<>();
      Tensors.of(start)
          .values()
          .forEach(
              (slot, values) -> {
                Shape shape =
                    slot.isVector() ? new Shape(slot.cols()) : new Shape(slot.rows(), slot.cols());
                parameters.add(manager.create(values, shape));
                double decay = slot.isVector() ? 0 : l2;
                optimizers.add(new TorchOptimizer(kind, lr, decay, manager.zeros(shape)));
              });
      NDArray x = manager.create(pixels(), new Shape(order.length, data.features()));
      NDArray y = manager.create(labels(), new Shape(order.length, data.classes()));
      for (int s = 1; s <= order.length / BATCH; s++) {
        String rows = "%d:%d".formatted((s - 1) * BATCH, s * BATCH);
        List<NDArray> gradients = gradients(parameters, x.get(rows), y.get(rows));
        for (int p = 0; p < parameters.size(); p++) {
          NDArray w = parameters.get(p).stopGradient();
          parameters.set(p, optimizers.get(p).moved(w, gradients.get(p)));
        }
        if (AFTER.contains(s)) {
          after.add(parameters.stream().map(NDArray::toFloatArray).toList());
        }
      }
    }
    return after;
  }

  /** By PyTorch's autograd, of the mean loss. */
  private static List<NDArray> gradients(List<NDArray> parameters, NDArray x, NDArray y) {
    parameters.forEach(p -> p.setRequiresGradient(true));
    try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      NDArray a = x;
      for (int l = 0; l < parameters.size(); l += 2) {
        NDArray w = parameters.get(l).transpose(); // PyTorch has them as [out x in]
        a = Linear.linear(a, w, parameters.get(l + 1)).head();
        a = l + 2 < parameters.size() ? Activation.sigmoid(a) : a;
      }
      collector.backward(a.logSoftmax(-1).mul(y).sum().neg().div(BATCH));
    }
    return parameters.stream().map(p -> p.getGradient().duplicate()).toList();
  }

  private float[] pixels() {
    float[] all = Peer.pixels(data);
    return inOrder(all, data.features());
  }

  private float[] labels() {
    return inOrder(Peer.oneHot(data), data.classes());
  }

  private float[] inOrder(float[] rows, int width) {
    float[] ordered = new float[order.length * width];
    for (int i = 0; i < order.length; i++) {
      System.arraycopy(rows, order[i] * width, ordered, i * width, width);
    }
    return ordered;
  }

  /** The largest difference over all tensors, each relative to its largest element. */
  private static double difference(List<float[]> ours, List<float[]> theirs) {
    double worst = 0;
    for (int p = 0; p < ours.size(); p++) {
      double largest = 0;
      double off = 0;
      for (int i = 0; i < ours.get(p).length; i++) {
        largest = Math.max(largest, Math.abs((double) theirs.get(p)[i]));
        off = Math.max(off, Math.abs((double) ours.get(p)[i] - theirs.get(p)[i]));
      }
      worst = Math.max(worst, off / largest);
    }
    return worst;
  }

  private boolean run() {
    boolean all = true;
    System.out.printf(
        "PyTorch %s through DJL; 784-128-10 sigmoid, batch %d, default rates; largest relative"
            + " difference, bound %.0e%n%n",
        Engine.getEngine("PyTorch").getVersion(), BATCH, BOUND);
    System.out.println("| optimizer | L2 | 1 step | 10 steps | 100 steps |\n| --- | --- | --- | --- | --- |");
    for (OptimizerKind kind : OptimizerKind.values()) {
      for (double l2 : new double[] {0, L2}) {
        List<List<float[]>> ours = ours(kind, l2);
        List<List<float[]>> theirs = theirs(kind, l2);
        StringBuilder row = new StringBuilder("| %s | %s |".formatted(kind, l2));
        for (int at = 0; at < AFTER.size(); at++) {
          double off = difference(ours.get(at), theirs.get(at));
          all &= off <= BOUND;
          row.append(String.format(Locale.ROOT, " %.1e |", off));
        }
        System.out.println(row);
      }
    }
    return all && isSharp(OptimizerKind.MOMENTUM, OptimizerKind.NESTEROV)
        && isSharp(OptimizerKind.ADAM, OptimizerKind.ADAMW)
        && isSharp(OptimizerKind.SGD, OptimizerKind.MOMENTUM);
  }

  /** Whether another optimizer is told apart. */
  private boolean isSharp(OptimizerKind kind, OptimizerKind other) {
    int last = AFTER.size() - 1;
    double off = difference(ours(kind, L2).get(last), theirs(other, L2).get(last));
    System.out.printf(Locale.ROOT, "%nbetween %s and %s: %.1e%n", kind, other, off);
    return off > BOUND;
  }

  /** Takes the folder of the data. */
  public static void main(String[] args) throws IOException {
    boolean right = new Parity(Path.of(args[0])).run();
    System.out.println(right ? "\nwithin the bound" : "\nNOT within the bound");
    System.exit(right ? 0 : 1);
  }
}
