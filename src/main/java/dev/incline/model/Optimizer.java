package dev.incline.model;

/**
 * How the parameters of a network follow the gradient of the loss. A value: it is made from the
 * options once, and carried whole to the planner, which alone asks which one it is.
 */
public sealed interface Optimizer permits Sgd {
  /** The step size. */
  double learningRate();

  /** λ: the gradient of a weight gets λ · w, that of a bias does not. */
  double l2();
}
