package dev.incline.model;

/**
 * What a step of training is made by, beside the network and its rows. A value: it is made from the
 * options once and carried whole to the planner. In JSON an object of its components.
 */
public record Recipe(Optimizer optimizer) {
  /** What training does where nothing else is asked for. */
  public static final Recipe STANDARD = of(Sgd.STANDARD);

  /** An optimizer with nothing else. */
  public static Recipe of(Optimizer optimizer) {
    return new Recipe(optimizer);
  }
}
