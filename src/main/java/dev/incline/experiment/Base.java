package dev.incline.experiment;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the settings of an experiment have in common, from {@code --config}; each is one value.
 *
 * @param config null where none was given
 * @param axes long names of the options that may vary
 */
public record Base(@Nullable ConfigFile config, Collection<String> axes) {
  /** The options that hold for all runs. */
  Map<String, Setting> common() {
    Map<String, Setting> common = new LinkedHashMap<>();
    if (config != null) {
      common.putAll(config.settings());
      common.keySet().retainAll(Experiment.COMMON);
    }
    return common;
  }

  /** A grid, and what the file says of options that are not in it. */
  Map<String, List<Setting>> under(Map<String, List<Setting>> grid) {
    Map<String, List<Setting>> all = new LinkedHashMap<>();
    if (config != null) {
      config
          .under(grid.keySet())
          .forEach(
              (name, setting) -> {
                if (axes.contains(name)) {
                  all.put(name, List.of(setting));
                }
              });
    }
    all.putAll(grid);
    return all;
  }

  /** See {@link ConfigFile#notes}. */
  public List<String> notes(Experiment experiment) {
    if (config == null) {
      return List.of();
    }
    Set<String> chosen = new TreeSet<>(experiment.common().keySet());
    for (Experiment.Group group : experiment.groups()) {
      group.points().forEach(point -> chosen.addAll(elsewhere(point, config)));
    }
    return config.notes(chosen);
  }

  /** The options that the file did not choose. */
  private static Set<String> elsewhere(Map<String, Setting> point, ConfigFile config) {
    Set<String> names = new TreeSet<>(point.keySet());
    names.removeIf(
        name -> Objects.requireNonNull(point.get(name)).origin().equals(config.origin()));
    return names;
  }

  /** Options of the file that say where it is computed: a sweep takes them from its flags alone. */
  public List<String> ignored() {
    return config == null
        ? List.of()
        : config.settings().keySet().stream()
            .filter(name -> !axes.contains(name) && !Experiment.COMMON.contains(name))
            .toList();
  }
}
