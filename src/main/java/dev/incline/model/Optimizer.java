package dev.incline.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * How the parameters of a network follow the gradient of the loss. A value: it is made from the
 * options once, and carried whole to the planner, which alone asks which one it is. In JSON an
 * object with the name and the components of the record.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "name")
@JsonSubTypes({
  @JsonSubTypes.Type(name = "sgd", value = Sgd.class),
  @JsonSubTypes.Type(name = "momentum", value = Momentum.class)
})
public sealed interface Optimizer permits Sgd, Momentum {
  /** The learning rate, which a {@link Schedule} may change from step to step. */
  double learningRate();

  /** λ: the gradient of a weight gets λ · w, that of a bias does not. */
  double l2();

  /**
   * What it keeps for each parameter from step to step: a letter for each such tensor, which has
   * the parameter's shape and starts as zeros.
   */
  default List<String> state() {
    return List.of();
  }

  /**
   * The numbers that change from step to step, such as a learning rate; none where the plan of a
   * step holds them all.
   *
   * @param step from 0, over all epochs
   * @param rate the step's learning rate
   */
  default double[] scalars(long step, double rate) {
    return new double[0];
  }

  /**
   * What has a way of its own to handle each optimizer.
   *
   * @param <R> what comes of an optimizer
   */
  interface Visitor<R> {
    R visit(Sgd optimizer);

    R visit(Momentum optimizer);
  }

  /** The visitor's method for this optimizer. */
  <R> R accept(Visitor<R> visitor);
}
