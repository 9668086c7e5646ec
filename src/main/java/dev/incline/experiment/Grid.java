package dev.incline.experiment;

import dev.incline.option.Option;
import dev.incline.option.OptionValue;
import dev.incline.option.OptionValues;
import dev.incline.option.Options;
import dev.incline.option.Origin;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every combination of the values of some options.
 *
 * @param axes at least one value for each option
 */
public record Grid(Map<Option<?>, List<OptionValue<?>>> axes) {
  /** A single point. */
  static Grid of(OptionValues values) {
    Map<Option<?>, List<OptionValue<?>>> axes = new LinkedHashMap<>();
    values.given().forEach((option, value) -> axes.put(option, List.of(value)));
    return new Grid(axes);
  }

  /** This, and in the place of some axes those of another. */
  Grid with(Grid others) {
    Map<Option<?>, List<OptionValue<?>>> all = new LinkedHashMap<>(axes);
    all.putAll(others.axes);
    return new Grid(all);
  }

  /** The point at the beginning of every axis. */
  OptionValues first() {
    return OptionValues.of(axes.values().stream().<OptionValue<?>>map(v -> v.get(0)).toList());
  }

  /** With as many seeds as repeats; those given, or counted up from the one given. */
  Experiment.GridGroup group(String name, String title, @Nullable Integer repeats) {
    Map<Option<?>, List<OptionValue<?>>> all = new LinkedHashMap<>(axes);
    all.put(Options.SEED, seeds(axes.getOrDefault(Options.SEED, List.of()), repeats));
    List<OptionValues> points = List.of(OptionValues.NONE);
    List<String> varied = new ArrayList<>();
    for (Map.Entry<Option<?>, List<OptionValue<?>>> axis : all.entrySet()) {
      points = times(points, axis.getValue());
      if (axis.getValue().size() > 1 && axis.getKey() != Options.SEED) {
        varied.add(axis.getKey().name());
      }
    }
    return new Experiment.GridGroup(name, title, List.copyOf(varied), points);
  }

  private static List<OptionValues> times(List<OptionValues> points, List<OptionValue<?>> axis) {
    List<OptionValues> product = new ArrayList<>();
    for (OptionValues point : points) {
      for (OptionValue<?> value : axis) {
        product.add(point.with(OptionValues.of(List.of(value))));
      }
    }
    return product;
  }

  private static List<OptionValue<?>> seeds(List<OptionValue<?>> given, @Nullable Integer repeats) {
    if (repeats != null && (repeats < 1 || repeats > 1000)) {
      throw new InvalidOptionException(
          Phrase.of("--repeats must be %s, not %d", Experiment.REPEATS, repeats));
    }
    if (given.size() > 1) {
      if (repeats != null && repeats > 1) {
        throw new InvalidOptionException(
            "--repeats does not go with several seeds: give one seed, the first");
      }
      return given;
    }
    OptionValues first = OptionValues.of(given);
    List<OptionValue<?>> seeds = new ArrayList<>();
    for (int i = 0; i < (repeats == null ? 1 : repeats); i++) {
      Origin origin = i == 0 ? first.origin(Options.SEED) : new Origin("repeats");
      seeds.add(new OptionValue<>(Options.SEED, first.get(Options.SEED) + i, origin));
    }
    return seeds;
  }
}
