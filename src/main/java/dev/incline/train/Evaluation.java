package dev.incline.train;

import dev.incline.backend.Backend;
import dev.incline.model.Network;
import dev.incline.plan.Planner;
import dev.incline.plan.Slot;
import dev.incline.plan.Source;
import java.util.ArrayList;
import java.util.List;

/** Scores chosen rows under whatever weights the device holds; changes none of them. */
final class Evaluation {
  /** Rows per step; large, since nothing but memory limits it. */
  static final int BATCH = 1000;

  private final Backend backend;
  private final Network network;
  private final Source source;
  private final byte[] labels; // [rows]
  private final int[] order; // [samples]
  private final Pass pass;

  /**
   * Writes the order; images and labels are in the source already.
   *
   * @param labels [rows of the source]
   * @param order [samples of the source] the rows to score
   */
  Evaluation(Backend backend, Network network, Source source, byte[] labels, int[] order) {
    this.backend = backend;
    this.network = network;
    this.source = source;
    this.labels = labels;
    this.order = order;
    this.pass =
        new Pass(backend, order.length, BATCH, size -> Planner.evaluation(network, source, size));
    backend.write(source.order(), order);
  }

  Score score() {
    pass.run(0, pass.steps());
    float[] loss = backend.read(source.loss());
    int[] prediction = backend.read(source.prediction());
    return Score.of(loss, prediction, labels, order, order.length);
  }

  /** The classes whose logit is positive for none of the rows. */
  List<Integer> deadClasses() {
    boolean[] alive = new boolean[network.classes()];
    for (int step = 0; step < pass.steps(); step++) {
      pass.run(step, step + 1);
      Slot<float[]> slot = Planner.logits(network, pass.size(step));
      float[] logits = backend.read(slot); // [size x classes]
      for (int i = 0; i < logits.length; i++) {
        alive[i % alive.length] |= logits[i] > 0;
      }
    }
    List<Integer> dead = new ArrayList<>();
    for (int c = 0; c < alive.length; c++) {
      if (!alive[c]) {
        dead.add(c);
      }
    }
    return dead;
  }
}
