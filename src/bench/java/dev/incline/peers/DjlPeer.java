package dev.incline.peers;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.incline.data.Dataset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * PyTorch through DJL: its linear layers, its autograd, its SGD step, one native call each. The
 * epoch's rows are brought into order at once, so that batches are views; that is faster than
 * gathering batch by batch.
 */
final class DjlPeer implements Peer {
  private final PeerOptions options;
  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  private final NDArray x; // [training rows x features]
  private final NDArray y; // [training rows x classes]
  private final NDArray testX;
  private final NDArray testY;
  private final List<NDArray> weights = new ArrayList<>(); // each [out x in], as PyTorch has them
  private final List<NDArray> biases = new ArrayList<>(); // none for softmax
  private final Optimizer decaying;
  private final Optimizer plain;

  DjlPeer(PeerOptions options, Dataset training, Dataset test) {
    this.options = options;
    Engine.getEngine("PyTorch").setRandomSeed(options.seed);
    x = manager.create(Peer.pixels(training), new Shape(training.rows(), training.features()));
    y = manager.create(Peer.oneHot(training), new Shape(training.rows(), training.classes()));
    testX = manager.create(Peer.pixels(test), new Shape(test.rows(), test.features()));
    testY = manager.create(Peer.oneHot(test), new Shape(test.rows(), test.classes()));
    decaying = sgd(options.l2);
    plain = sgd(0);
    if (options.isSoftmax()) {
      Shape shape = new Shape(training.classes(), training.features());
      weights.add(manager.randomNormal(0, 0.01f, shape, DataType.FLOAT32).abs());
    } else {
      int in = training.features();
      List<Integer> widths = new ArrayList<>(options.hidden);
      widths.add(training.classes());
      for (int out : widths) {
        weights.add(manager.randomNormal(0, options.std, new Shape(out, in), DataType.FLOAT32));
        biases.add(manager.zeros(new Shape(out)));
        in = out;
      }
    }
    weights.forEach(w -> w.setRequiresGradient(true));
    biases.forEach(b -> b.setRequiresGradient(true));
  }

  private Optimizer sgd(float decay) {
    return Optimizer.sgd()
        .setLearningRateTracker(Tracker.fixed(options.lr))
        .optWeightDecays(decay)
        .build();
  }

  private NDArray logits(NDArray input) {
    if (options.isSoftmax()) {
      return Activation.relu(Linear.linear(input, weights.get(0)).head());
    }
    NDArray h = input;
    for (int l = 0; l < weights.size(); l++) {
      h = Linear.linear(h, weights.get(l), biases.get(l)).head();
      if (l < weights.size() - 1) {
        h = Activation.sigmoid(h);
      }
    }
    return h;
  }

  private static NDArray lossSum(NDArray logits, NDArray labels) {
    return logits.logSoftmax(-1).mul(labels).sum().neg();
  }

  @Override
  public String library() {
    Engine engine = Engine.getEngine("PyTorch");
    return "PyTorch %s through DJL %s, %s threads"
        .formatted(
            engine.getVersion(),
            Engine.getDjlVersion(),
            System.getProperty("ai.djl.pytorch.num_threads"));
  }

  @Override
  public double epoch(int[] order) {
    double sum = 0;
    try (NDManager pass = manager.newSubManager()) {
      NDArray rows = pass.create(order);
      NDArray shuffledX = x.get(pass, new NDIndex("{}", rows));
      NDArray shuffledY = y.get(pass, new NDIndex("{}", rows));
      for (int at = 0; at < order.length; at += options.batch) {
        int to = Math.min(order.length, at + options.batch);
        NDIndex batch = new NDIndex().addSliceDim(at, to);
        try (NDManager step = pass.newSubManager()) {
          sum += step(shuffledX.get(step, batch), shuffledY.get(step, batch), to - at);
        }
      }
    }
    return sum / order.length;
  }

  private double step(NDArray batchX, NDArray batchY, int rows) {
    double sum;
    // Opening the collector zeroes the gradients.
    try (GradientCollector gradients = Engine.getEngine("PyTorch").newGradientCollector()) {
      NDArray loss = lossSum(logits(batchX), batchY).div(rows);
      gradients.backward(loss);
      sum = (double) loss.getFloat() * rows;
    }
    weights.forEach(w -> update(decaying, w));
    biases.forEach(b -> update(plain, b));
    return sum;
  }

  private static void update(Optimizer optimizer, NDArray parameter) {
    try (NDArray gradient = parameter.getGradient()) {
      optimizer.update("", parameter, gradient);
    }
  }

  @Override
  public Score score(Set set, int from, int to) {
    double loss = 0;
    long hits = 0;
    for (int at = from; at < to; at += 1000) {
      NDIndex rows = new NDIndex().addSliceDim(at, Math.min(to, at + 1000));
      try (NDManager step = manager.newSubManager()) {
        NDArray labels = (set == Set.TEST ? testY : y).get(step, rows);
        NDArray logits = logits((set == Set.TEST ? testX : x).get(step, rows));
        loss += lossSum(logits, labels).getFloat();
        hits += logits.argMax(1).eq(labels.argMax(1)).sum().getLong();
      }
    }
    return new Score(loss / (to - from), (double) hits / (to - from));
  }

  @Override
  public void close() {
    manager.close();
  }

  public static void main(String[] args) throws IOException {
    // PyTorch alone would take one thread per physical core; numpy takes one per logical one.
    String threads = Integer.toString(Runtime.getRuntime().availableProcessors());
    if (System.getProperty("ai.djl.pytorch.num_threads") == null) {
      System.setProperty("ai.djl.pytorch.num_threads", threads);
    }
    PeerRun.run(args, DjlPeer::new);
  }
}
