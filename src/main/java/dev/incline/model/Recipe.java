package dev.incline.model;

import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.util.List;

/**
 * What a step of training is made by, beside the network and its rows. A value: it is made from the
 * options once and carried whole to the planner. In JSON an object of its components.
 *
 * @param optimizer how the parameters follow the gradient
 * @param schedule how the learning rate changes from step to step
 * @param classWeights how much a sample counts, by its class
 * @param dropout rate of each hidden layer, from 0 to below 1; none where no layer drops units
 * @param shards ranges that a batch's rows are cut into: a gradient is the sum of theirs, added by
 *     a fixed binary tree. A power of two from 1 to {@value MAX_SHARDS}
 */
public record Recipe(
    Optimizer optimizer,
    Schedule schedule,
    ClassWeights classWeights,
    List<Double> dropout,
    int shards) {
  /** The most shards. */
  public static final int MAX_SHARDS = 64;

  /** What training does where nothing else is asked for. */
  public static final Recipe STANDARD = of(Sgd.STANDARD);

  public Recipe {
    boolean drops = false;
    for (double rate : dropout) {
      if (!(rate >= 0 && rate < 1)) {
        throw new IllegalArgumentException(
            "a dropout rate is from 0 to below 1, not " + Numeral.of(rate));
      }
      drops |= rate > 0;
    }
    dropout = drops ? List.copyOf(dropout) : List.of();
    if (shards < 1 || shards > MAX_SHARDS || Integer.bitCount(shards) != 1) {
      throw new IllegalArgumentException(
          Phrase.of("a batch has 1, 2, 4, ... %d shards, not %d", MAX_SHARDS, shards));
    }
  }

  /** An optimizer with nothing else. */
  public static Recipe of(Optimizer optimizer) {
    return new Recipe(optimizer, Schedule.CONSTANT, ClassWeights.NONE, List.of(), 1);
  }

  /** The same with a learning rate that changes. */
  public Recipe with(Schedule other) {
    return new Recipe(optimizer, other, classWeights, dropout, shards);
  }

  /** The same with samples that count by their class. */
  public Recipe with(ClassWeights other) {
    return new Recipe(optimizer, schedule, other, dropout, shards);
  }

  /** The same with hidden layers that drop units, each by its rate. */
  public Recipe dropping(List<Double> rates) {
    return new Recipe(optimizer, schedule, classWeights, rates, shards);
  }

  /** The same with gradients that are summed in so many shards. */
  public Recipe sharded(int count) {
    return new Recipe(optimizer, schedule, classWeights, dropout, count);
  }

  /** The share of units that a hidden layer, from 1, drops; 0 where it drops none. */
  public double dropout(int layer) {
    return dropout.isEmpty() ? 0 : dropout.get(layer - 1);
  }

  /** Whether any layer drops units, so that steps take random numbers. */
  public boolean drops() {
    return !dropout.isEmpty();
  }

  /**
   * Checks that it has a rate for each hidden layer and a weight for each class, where it has any.
   *
   * @throws IllegalArgumentException naming both numbers
   */
  public void requireFit(Network network) {
    int hidden = network.layers().size() - 1;
    int weights = classWeights.values().size();
    if ((drops() && dropout.size() != hidden) || (weights > 0 && weights != network.classes())) {
      throw new IllegalArgumentException(
          Phrase.of(
              "%d dropout rates and %d class weights do not fit %s",
              dropout.size(), weights, network));
    }
  }

  /**
   * The same with class weights over the rows that train.
   *
   * @param labels of all rows
   * @param rows that train
   */
  public Recipe over(byte[] labels, int[] rows, int classes) {
    return with(classWeights.over(labels, rows, classes));
  }

  /** Whether the loss of a training step is that which an evaluation gives its rows. */
  public boolean scoresAsEvaluated() {
    return !classWeights.exist() && !drops();
  }

  /**
   * Whether the plan of a step holds the learning rate: plain descent at a constant one is fused
   * into the products that make its gradients, unless these are of shards.
   */
  public boolean fixesRate() {
    return optimizer instanceof Sgd && !schedule.varies() && shards == 1;
  }

  /**
   * The numbers that change from step to step; none where the plan of a step holds them all.
   *
   * @param step from 0, over all epochs
   * @param rate the step's learning rate
   */
  public double[] scalars(long step, double rate) {
    return fixesRate() ? new double[0] : optimizer.scalars(step, rate);
  }

  /** The learning rate of a constant schedule. */
  public double learningRate() {
    return optimizer.learningRate();
  }
}
