package dev.incline.inspect;

import dev.incline.data.NpyArray;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.plan.Planner;
import dev.incline.plan.Slot;
import dev.incline.plan.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The masks of another program, whose random numbers are its own: which units its step drops. A
 * unit that it keeps counts 1 / (1 - P) times, whatever the program makes of it.
 */
final class GivenMasks {
  private GivenMasks() {}

  /**
   * Those of a step that are given, in the right shape.
   *
   * @param place what the step's names begin with
   * @param mine the other program's tensors, by name
   */
  static Tensors of(
      Network network, int rows, Recipe recipe, String place, Map<String, NpyArray> mine) {
    Map<Slot<float[]>, float[]> masks = new LinkedHashMap<>();
    for (int layer = 1; layer < network.layers().size(); layer++) {
      int units = network.layers().get(layer - 1).outputs();
      NpyArray given = recipe.dropout(layer) == 0 ? null : mine.get(place + "mask" + layer);
      if (given != null && given.shape().equals(List.of(rows, units))) {
        float[] mask = new float[given.size()];
        for (int i = 0; i < mask.length; i++) {
          mask[i] = given.get(i) == 0 ? 0 : (float) (1 / (1 - recipe.dropout(layer)));
        }
        masks.put(Planner.mask(layer, rows, units), mask);
      }
    }
    return new Tensors(masks);
  }
}
