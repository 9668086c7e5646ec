package dev.incline.experiment;

import dev.incline.option.Option.Scope;
import dev.incline.option.OptionValues;
import dev.incline.option.Origin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the settings of an experiment have in common, from {@code --config}; each is one value.
 *
 * @param config null where none was given
 */
public record SharedSettings(@Nullable ConfigFile config) {
  /** The values that count for all runs. */
  OptionValues common() {
    return config == null
        ? OptionValues.NONE
        : config.given().only(value -> value.option().scope() == Scope.DATA);
  }

  /** A grid, and what the file says of options that are not in it. */
  Grid under(Grid grid) {
    if (config == null) {
      return grid;
    }
    OptionValues own =
        config
            .under(grid.first())
            .only(v -> v.option().scope() == Scope.RUN && !grid.has(v.option()));
    return Grid.of(own).with(grid);
  }

  /** See {@link ConfigFile#notes}. */
  public List<String> notes(Experiment experiment) {
    if (config == null) {
      return List.of();
    }
    String file = Origin.file(config.file()).text();
    OptionValues chosen = experiment.common();
    for (Experiment.GridGroup group : experiment.groups()) {
      for (OptionValues point : group.points()) {
        chosen = chosen.with(point.only(value -> !value.origin().text().equals(file)));
      }
    }
    return config.notes(chosen);
  }

  /** Options of the file that say where it is computed: a sweep takes them from its flags alone. */
  public List<String> ignored() {
    return config == null
        ? List.of()
        : config.given().given().keySet().stream()
            .filter(option -> option.scope() == Scope.PLACE)
            .map(option -> option.name())
            .toList();
  }
}
