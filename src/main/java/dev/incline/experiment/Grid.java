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
 * @param drawn other options, whose values are drawn together
 */
public record Grid(Map<Option<?>, List<OptionValue<?>>> axes, Map<Option<?>, DrawnAxis> drawn) {
  /** Of values that are all given. */
  public Grid(Map<Option<?>, List<OptionValue<?>>> axes) {
    this(axes, Map.of());
  }

  /** A single point. */
  static Grid of(OptionValues values) {
    Map<Option<?>, List<OptionValue<?>>> axes = new LinkedHashMap<>();
    values.given().forEach((option, value) -> axes.put(option, List.of(value)));
    return new Grid(axes);
  }

  /** This, and in the place of some axes those of another. */
  Grid with(Grid others) {
    Map<Option<?>, List<OptionValue<?>>> all = new LinkedHashMap<>(axes);
    all.keySet().removeAll(others.drawn.keySet());
    all.putAll(others.axes);
    Map<Option<?>, DrawnAxis> allDrawn = new LinkedHashMap<>(drawn);
    allDrawn.keySet().removeAll(others.axes.keySet());
    allDrawn.putAll(others.drawn);
    return new Grid(all, allDrawn);
  }

  /** The point at the beginning of every axis. */
  OptionValues first() {
    List<OptionValue<?>> values = new ArrayList<>();
    axes.values().forEach(axis -> values.add(axis.get(0)));
    drawn.values().forEach(axis -> values.add(axis.first()));
    return OptionValues.of(values);
  }

  boolean has(Option<?> option) {
    return axes.containsKey(option) || drawn.containsKey(option);
  }

  /**
   * With as many seeds as repeats; those given, or counted up from the one given.
   *
   * @param samples how many points to draw, where there is something to draw
   */
  Experiment.GridGroup group(
      String name, String title, @Nullable Integer repeats, @Nullable Integer samples) {
    Map<Option<?>, List<OptionValue<?>>> all = new LinkedHashMap<>(axes);
    all.put(Options.SEED, seeds(axes.getOrDefault(Options.SEED, List.of()), repeats));
    OptionValues firstSeed = OptionValues.of(List.of(all.get(Options.SEED).get(0)));
    List<OptionValues> points = samples(firstSeed.get(Options.SEED), name, samples);
    List<String> varied = new ArrayList<>();
    drawn.keySet().forEach(option -> varied.add(option.name()));
    for (Map.Entry<Option<?>, List<OptionValue<?>>> axis : all.entrySet()) {
      points = times(points, axis.getValue());
      if (axis.getValue().size() > 1 && axis.getKey() != Options.SEED) {
        varied.add(axis.getKey().name());
      }
    }
    return new Experiment.GridGroup(name, title, List.copyOf(varied), points, !drawn.isEmpty());
  }

  private List<OptionValues> samples(long seed, String group, @Nullable Integer samples) {
    if (drawn.isEmpty()) {
      return List.of(OptionValues.NONE);
    } else if (samples == null) {
      throw new InvalidOptionException(
          "group %s draws values of %s: say with --samples how many"
              .formatted(
                  group,
                  String.join(
                      ", ", drawn.keySet().stream().map(option -> option.name()).toList())));
    }
    List<OptionValues> points = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      int number = i;
      points.add(
          OptionValues.of(
              drawn.values().stream()
                  .<OptionValue<?>>map(axis -> axis.sample(seed, number))
                  .toList()));
    }
    return points;
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
