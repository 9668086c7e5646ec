package dev.incline.train.score;

import dev.incline.backend.Backend;
import dev.incline.data.Dataset;
import dev.incline.model.Network;
import dev.incline.model.Weights;
import dev.incline.plan.Planner;
import dev.incline.plan.Slot;
import dev.incline.train.feed.Pass;
import dev.incline.train.feed.Scored;
import java.util.ArrayList;
import java.util.List;

/** Scores chosen rows under whatever weights the device holds; changes none of them. */
public final class Evaluation {
  /** Rows per step; large, since nothing but memory limits it. */
  public static final int BATCH = 1000;

  private final Backend backend;
  private final Network network;
  private final ScoredRows rows;
  private final Pass pass;

  /**
   * @param name of the pass
   * @param order [samples of the pass] the rows to score
   */
  public Evaluation(
      Backend backend, Network network, String name, Dataset data, int[] order, Pass pass) {
    this.backend = backend;
    this.network = network;
    this.rows = new ScoredRows(name, data, order, pass.batch());
    this.pass = pass;
  }

  public ScoredRows rows() {
    return rows;
  }

  /**
   * Scores all rows.
   *
   * @param name of the pass
   * @param weights that the device holds
   * @throws WrongScoreException when a row has no score, or an impossible one
   */
  public Scored score(String name, Weights weights) {
    pass.begin(rows.order());
    pass.run(0, pass.steps());
    return possible(rows.named(name), weights);
  }

  private Scored possible(ScoredRows named, Weights weights) {
    Scored scored = pass.scored();
    named.requirePossible(weights, scored, 0, named.samples(), network.classes());
    return scored;
  }

  /**
   * The mean over the rows.
   *
   * @param scored of all rows
   */
  public Score mean(Scored scored) {
    return Score.of(scored, rows.data().labels(), rows.order(), rows.samples());
  }

  /**
   * The classes whose logit is positive for none of the rows.
   *
   * @param weights that the device holds
   * @param check compares some of the logits
   */
  public List<Integer> deadClasses(Weights weights, ScoreCheck check) {
    float[] all = new float[rows.samples() * network.classes()]; // [samples x classes]
    pass.begin(rows.order());
    for (int step = 0; step < pass.steps(); step++) {
      pass.run(step, step + 1);
      Slot<float[]> slot = Planner.logits(network, pass.size(step));
      float[] logits = backend.read(slot); // [size x classes]
      System.arraycopy(logits, 0, all, pass.position(step) * network.classes(), logits.length);
    }
    ScoredRows named = rows.named("pass for dead classes");
    check.logits(named, weights, possible(named, weights), all);
    boolean[] alive = new boolean[network.classes()];
    for (int i = 0; i < all.length; i++) {
      alive[i % alive.length] |= all[i] > 0;
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
