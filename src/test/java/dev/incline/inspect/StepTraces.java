package dev.incline.inspect;

import dev.incline.backend.Backend;
import dev.incline.data.NpyArray;
import dev.incline.model.Draw;
import dev.incline.model.Optimizer;
import dev.incline.model.Recipe;
import dev.incline.model.Weights;
import java.util.List;
import java.util.Map;

/** Traces of steps that tests compare. */
public final class StepTraces {
  private StepTraces() {}

  /** At a constant rate, without random numbers. */
  public static Map<String, NpyArray> constant(
      Backend backend, Weights weights, List<Batch> batches, Optimizer optimizer) {
    StepRates rates = StepRates.constant(Recipe.of(optimizer));
    return StepTrace.of(backend, weights, batches, rates, Draw.first(0), Map.of());
  }
}
