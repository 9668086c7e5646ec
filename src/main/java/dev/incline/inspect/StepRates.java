package dev.incline.inspect;

import dev.incline.model.Recipe;
import dev.incline.model.Schedule;
import dev.incline.wording.Phrase;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The learning rates of steps that follow one another, as their place in a training has them.
 *
 * @param recipe with the schedule; a plateau's is as before the first one, for it needs a training
 * @param first step, from 0 over all epochs
 * @param steps of an epoch
 * @param epochs of the training
 */
public record StepRates(Recipe recipe, long first, int steps, int epochs) {
  public StepRates {
    if (first < 0 || steps < 1 || epochs < 1) {
      throw new IllegalArgumentException(
          Phrase.of("no step %d of %d epochs of %d steps", first, epochs, steps));
    }
  }

  /** Of the first steps of a training that is one epoch, for a rate that does not change. */
  public static StepRates constant(Recipe recipe) {
    return new StepRates(recipe.with(Schedule.CONSTANT), 0, 1, 1);
  }

  /** Of a step, from 0 after the first. */
  public double of(int step) {
    return at(first + step);
  }

  private double at(long step) {
    return recipe.schedule().rate(recipe.learningRate(), step, steps, epochs, 0);
  }

  /** Rates that are easily taken in its place, the likeliest first, and what they are. */
  Map<Double, String> mistaken(int step) {
    Map<Double, String> mistaken = new LinkedHashMap<>();
    if (recipe.schedule().varies()) {
      long now = first + step;
      mistaken.put(recipe.learningRate(), ": the schedule is missing");
      mistaken.putIfAbsent(at(now + 1), ", that of the step after it");
      mistaken.putIfAbsent(at(Math.max(0, now - 1)), ", that of the step before it");
      mistaken.putIfAbsent(at(now + steps), ", that of the epoch after it");
      mistaken.putIfAbsent(at(Math.max(0, now - steps)), ", that of the epoch before it");
      mistaken.putIfAbsent(at(now / steps * steps), ", that of the first step of the epoch");
      mistaken.remove(of(step));
    }
    return mistaken;
  }
}
