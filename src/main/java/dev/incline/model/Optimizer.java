package dev.incline.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.incline.wording.Numeral;
import java.util.List;

/**
 * How the parameters of a network follow the gradient of the loss. A value: it is made from the
 * options once, and carried whole to the planner, which alone asks which one it is. In JSON an
 * object with the name and the components of the record.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "name")
@JsonSubTypes({
  @JsonSubTypes.Type(name = "sgd", value = Sgd.class),
  @JsonSubTypes.Type(name = "momentum", value = Momentum.class),
  @JsonSubTypes.Type(name = "adam", value = Adam.class)
})
public sealed interface Optimizer permits Sgd, Momentum, Adam {
  /** The learning rate, which a {@link Schedule} may change from step to step. */
  double learningRate();

  /** A learning rate that suits many trainings; where none is given, it is taken. */
  double usualRate();

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
   * The numbers that change from step to step, such as a learning rate.
   *
   * @param step from 0, over all epochs
   * @param rate the step's learning rate
   */
  double[] scalars(long step, double rate);

  /**
   * The numbers it is made of, for people.
   *
   * @param rate the learning rate at hand
   */
  default String words(double rate) {
    return "lr %s, l2 %s".formatted(Numeral.of(rate), Numeral.of(l2()));
  }

  /**
   * What has a way of its own to handle each optimizer.
   *
   * @param <R> what comes of an optimizer
   */
  interface Visitor<R> {
    R visit(Sgd optimizer);

    R visit(Momentum optimizer);

    R visit(Adam optimizer);
  }

  /** The visitor's method for this optimizer. */
  <R> R accept(Visitor<R> visitor);
}
