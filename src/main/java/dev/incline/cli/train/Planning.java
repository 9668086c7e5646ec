package dev.incline.cli.train;

import dev.incline.experiment.ConfigFile;
import dev.incline.experiment.Configuration;
import dev.incline.experiment.Experiment;
import dev.incline.experiment.SharedSettings;
import dev.incline.option.OptionValues;
import dev.incline.sweep.Sweep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the runs of a sweep are, from its files and flags. */
final class Planning {
  private Planning() {}

  /**
   * What all runs have in common.
   *
   * @param config null where none was given
   */
  static SharedSettings shared(@Nullable Path config, Consumer<String> warn) {
    if (config == null) {
      return new SharedSettings(null);
    }
    ConfigFile common = ConfigFile.read(config);
    common.warnings().forEach(warn);
    SharedSettings shared = new SharedSettings(common);
    if (!shared.ignored().isEmpty()) {
      warn.accept(
          "%s: %s not taken: a sweep has its devices from the command line alone"
              .formatted(config, String.join(", ", shared.ignored())));
    }
    return shared;
  }

  /** The configuration of each run, in groups; each warning is said once. */
  static List<Sweep.SweepGroup> groups(
      Experiment experiment, OptionValues place, Consumer<String> warn) {
    Set<String> warnings = new LinkedHashSet<>();
    List<Sweep.SweepGroup> groups = new ArrayList<>();
    for (Experiment.GridGroup group : experiment.groups()) {
      List<Configuration> configurations =
          group.points().stream()
              .map(point -> Configuration.of(place.with(point), warnings::add))
              .toList();
      groups.add(
          new Sweep.SweepGroup(
              group.name(), group.title(), group.varied(), configurations, group.drawn()));
    }
    warnings.forEach(warn);
    groups.forEach(group -> group.configurations().forEach(Configuration::requireValidation));
    return groups;
  }
}
