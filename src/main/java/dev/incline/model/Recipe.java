package dev.incline.model;

/**
 * What a step of training is made by, beside the network and its rows. A value: it is made from the
 * options once and carried whole to the planner. In JSON an object of its components.
 *
 * @param optimizer how the parameters follow the gradient
 * @param schedule how the learning rate changes from step to step
 */
public record Recipe(Optimizer optimizer, Schedule schedule) {
  /** What training does where nothing else is asked for. */
  public static final Recipe STANDARD = of(Sgd.STANDARD);

  /** An optimizer with nothing else. */
  public static Recipe of(Optimizer optimizer) {
    return new Recipe(optimizer, Schedule.CONSTANT);
  }

  /** The same with a learning rate that changes. */
  public Recipe with(Schedule other) {
    return new Recipe(optimizer, other);
  }

  /**
   * Whether the plan of a step holds the learning rate: plain descent at a constant one is fused
   * into the products that make its gradients.
   */
  public boolean fixesRate() {
    return optimizer instanceof Sgd && !schedule.varies();
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
