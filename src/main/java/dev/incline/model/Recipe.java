package dev.incline.model;

/**
 * What a step of training is made by, beside the network and its rows. A value: it is made from the
 * options once and carried whole to the planner. In JSON an object of its components.
 *
 * @param optimizer how the parameters follow the gradient
 * @param schedule how the learning rate changes from step to step
 * @param classWeights how much a sample counts, by its class
 */
public record Recipe(Optimizer optimizer, Schedule schedule, ClassWeights classWeights) {
  /** What training does where nothing else is asked for. */
  public static final Recipe STANDARD = of(Sgd.STANDARD);

  /** An optimizer with nothing else. */
  public static Recipe of(Optimizer optimizer) {
    return new Recipe(optimizer, Schedule.CONSTANT, ClassWeights.NONE);
  }

  /** The same with a learning rate that changes. */
  public Recipe with(Schedule other) {
    return new Recipe(optimizer, other, classWeights);
  }

  /** The same with samples that count by their class. */
  public Recipe with(ClassWeights other) {
    return new Recipe(optimizer, schedule, other);
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
    return !classWeights.exist();
  }

  /** The learning rate of a constant schedule. */
  public double learningRate() {
    return optimizer.learningRate();
  }
}
