package dev.incline.train;

import dev.incline.backend.Backend;
import dev.incline.model.Network;
import dev.incline.plan.Planner;
import dev.incline.plan.Slot;
import java.util.ArrayList;
import java.util.List;

/** Scores chosen rows under whatever weights the device holds; changes none of them. */
final class Evaluation {
  /** Rows per step; large, since nothing but memory limits it. */
  static final int BATCH = 1000;

  private final Backend backend;
  private final Network network;
  private final byte[] labels; // [rows]
  private final int[] order; // [samples]
  private final Pass pass;

  /**
   * @param labels [rows of the file]
   * @param order [samples of the pass] the rows to score
   */
  Evaluation(Backend backend, Network network, byte[] labels, int[] order, Pass pass) {
    this.backend = backend;
    this.network = network;
    this.labels = labels;
    this.order = order;
    this.pass = pass;
  }

  Score score() {
    pass.begin(order);
    pass.run(0, pass.steps());
    return Score.of(pass.loss(), pass.prediction(), labels, order, order.length);
  }

  /** The classes whose logit is positive for none of the rows. */
  List<Integer> deadClasses() {
    boolean[] alive = new boolean[network.classes()];
    pass.begin(order);
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
