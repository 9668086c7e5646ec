package dev.incline.verify;

import dev.incline.backend.reference.Elementary;
import dev.incline.plan.AdamUpdate;
import dev.incline.plan.MomentumUpdate;
import dev.incline.plan.SgdUpdate;
import dev.incline.plan.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The cases of {@link OpCases} that update parameters. */
final class UpdateCases {
  private UpdateCases() {}

  static OpCase sgd(RandomGenerator random, int rows, int cols, float l2) {
    Slot<float[]> gradient = Slot.floats("gradient", rows, cols);
    Slot<float[]> parameter = Slot.floats("parameter", rows, cols);
    Slot<float[]> scalars = Slot.floats("scalars", 2, 11);
    return new OpCase(
        l2 == 0 ? "SgdUpdate" : "SgdUpdate, l2",
        new SgdUpdate(gradient, parameter, scalars, l2),
        Map.of(
            gradient, Operands.numbers(random, gradient.size()),
            parameter, Operands.numbers(random, gradient.size()),
            scalars, Operands.unit(random, scalars.size())));
  }

  static OpCase momentum(RandomGenerator random, int rows, int cols, float l2, boolean nesterov) {
    Slot<float[]> gradient = Slot.floats("gradient", rows, cols);
    Slot<float[]> velocity = Slot.floats("velocity", rows, cols);
    Slot<float[]> parameter = Slot.floats("parameter", rows, cols);
    Slot<float[]> scalars = Slot.floats("scalars", 2, 11);
    return new OpCase(
        "MomentumUpdate" + (l2 == 0 ? "" : ", l2") + (nesterov ? ", looking ahead" : ""),
        new MomentumUpdate(gradient, velocity, parameter, scalars, 0.9f, l2, nesterov),
        Map.of(
            gradient, Operands.numbers(random, gradient.size()),
            velocity, Operands.numbers(random, gradient.size()),
            parameter, Operands.numbers(random, gradient.size()),
            scalars, Operands.unit(random, scalars.size())));
  }

  static OpCase adam(RandomGenerator random, int rows, int cols, boolean decoupled) {
    Slot<float[]> parameter = Slot.floats("parameter", rows, cols);
    float[] squares = Operands.unit(random, parameter.size());
    return adam(
        "AdamUpdate" + (decoupled ? ", decoupled" : ", l2"),
        parameter,
        new float[][] {
          Operands.numbers(random, parameter.size()),
          Operands.numbers(random, parameter.size()),
          squares,
          Operands.numbers(random, parameter.size())
        },
        Operands.unit(random, 3 * 11),
        new float[] {0.3f, 0.6f, 0.01f, decoupled ? 0 : 0.01f},
        decoupled);
  }

  /**
   * Square roots of every exponent that s may have: m, 1 and no gradient make the parameter 1 / √s,
   * and s stays, or becomes the least.
   */
  static OpCase roots(RandomGenerator random, int sweep) {
    float[] squares = Operands.squares(random, sweep);
    int count = squares.length;
    float[] none = new float[count];
    return adam(
        "AdamUpdate, all exponents",
        Slot.floats("parameter", 1, count),
        new float[][] {none, Operands.filled(count, 1), squares, none.clone()},
        Operands.filled(3 * 11, 1),
        new float[] {0, 0, 1e-30f, 0},
        false);
  }

  /** Means that no gradient comes to, about as small as they may become. */
  static OpCase vanishingVelocity(RandomGenerator random, int rows, int cols) {
    OpCase some = momentum(random, rows, cols, 0, true);
    MomentumUpdate op = (MomentumUpdate) some.op();
    Map<Slot<?>, Object> memory = new HashMap<>(some.memory());
    memory.put(op.gradient(), new float[op.gradient().size()]);
    memory.put(op.velocity(), Operands.around(random, op.velocity().size(), Elementary.MIN_KEPT));
    return new OpCase("MomentumUpdate, vanishing", op, memory);
  }

  static OpCase vanishingMeans(RandomGenerator random, int rows, int cols) {
    Slot<float[]> parameter = Slot.floats("parameter", rows, cols);
    int size = parameter.size();
    float[] squares = Operands.around(random, size, Elementary.MIN_SQUARE);
    for (int i = 0; i < size; i++) {
      squares[i] = Math.abs(squares[i]);
    }
    return adam(
        "AdamUpdate, vanishing",
        parameter,
        new float[][] {
          new float[size],
          Operands.around(random, size, Elementary.MIN_KEPT),
          squares,
          Operands.numbers(random, size)
        },
        Operands.unit(random, 3 * 11),
        new float[] {0.3f, 0.6f, 1e-30f, 0},
        false);
  }

  /**
   * @param values of gradient, mean, square and parameter
   * @param numbers meanShare, squareShare, epsilon, l2
   */
  private static OpCase adam(
      String kind,
      Slot<float[]> parameter,
      float[][] values,
      float[] steps,
      float[] numbers,
      boolean decoupled) {
    List<Slot<float[]>> slots = new ArrayList<>();
    Map<Slot<?>, Object> memory = new HashMap<>();
    for (String name : List.of("gradient", "mean", "square", "parameter")) {
      Slot<float[]> slot = Slot.floats(name, parameter.rows(), parameter.cols());
      memory.put(slot, values[slots.size()]);
      slots.add(slot);
    }
    Slot<float[]> scalars = Slot.floats("scalars", 3, steps.length / 3);
    memory.put(scalars, steps);
    return new OpCase(
        kind,
        new AdamUpdate(
            slots.get(0),
            slots.get(1),
            slots.get(2),
            slots.get(3),
            scalars,
            numbers[0],
            numbers[1],
            numbers[2],
            numbers[3],
            decoupled),
        memory);
  }
}
