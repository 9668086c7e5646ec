package dev.incline.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * How a tensor of a step follows from others, and the mistakes that are made with it.
 *
 * @param name of the tensor
 * @param inputs the tensors it follows from; empty where it is given
 * @param right the formula
 * @param mistakes other formulas, the likeliest first
 */
record Formula(String name, List<String> inputs, Value right, List<Mistake> mistakes) {
  /** A tensor as it follows from others, by name. */
  interface Value extends Function<Function<String, Rounded>, Rounded> {}

  /**
   * A formula in the place of the right one.
   *
   * @param words what it looks like, for a sentence
   * @param custom whether some call the tensor so: what follows from it is judged by the right one
   */
  record Mistake(String words, Value value, boolean custom) {}

  Formula(String name, List<String> inputs, Value right) {
    this(name, inputs, right, new ArrayList<>());
  }

  Formula mistake(String words, Value value) {
    mistakes.add(new Mistake(words, value, false));
    return this;
  }

  Formula custom(String words, Value value) {
    mistakes.add(new Mistake(words, value, true));
    return this;
  }
}
