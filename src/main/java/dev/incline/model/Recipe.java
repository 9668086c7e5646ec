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

  /** The learning rate of a constant schedule. */
  public double learningRate() {
    return optimizer.learningRate();
  }
}
