package dev.incline.experiment;

import dev.incline.option.Option;
import dev.incline.option.Option.Scope;
import dev.incline.option.OptionTable;
import dev.incline.option.OptionValue;
import dev.incline.option.OptionValues;
import dev.incline.option.Options;
import dev.incline.option.Origin;
import dev.incline.wording.InvalidOptionException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads an {@link Experiment} from what its YAML says.
 *
 * @param shared holds where the file and the flags say nothing
 * @param flags override the file
 * @param counts override the file's where they are not null
 */
record ExperimentReader(Path file, SharedSettings shared, Grid flags, Experiment.Counts counts) {
  private static final String TITLE = "title";
  private static final String REPEATS = "repeats";
  private static final String GROUPS = "groups";

  Experiment read(YamlNode root) {
    YamlNode groups = root.entries().get(GROUPS);
    if (groups == null || groups.entries().isEmpty()) {
      throw new InvalidOptionException(
          file + ": 'groups' must map at least one name to its options");
    }
    Part common = part("file " + file, root, List.of(TITLE, REPEATS, GROUPS));
    List<Experiment.GridGroup> read = new ArrayList<>();
    for (Map.Entry<String, YamlNode> entry : groups.entries().entrySet()) {
      String name = entry.getKey();
      if (!name.matches("[A-Za-z0-9_-]+") || !entry.getValue().isMapping()) {
        throw new InvalidOptionException(
            "%s: group '%s' must be letters, digits, - and _, and hold options (%s)"
                .formatted(file, name, entry.getValue().place()));
      }
      Part own = part("group " + name, entry.getValue(), List.of(TITLE, REPEATS));
      Grid grid = shared.under(common.grid().with(own.grid()).with(flags));
      Integer times =
          counts.repeats() != null
              ? counts.repeats()
              : own.repeats() != null ? own.repeats() : common.repeats();
      read.add(grid.group(name, own.title() != null ? own.title() : name, times, counts.samples()));
    }
    return new Experiment(
        common.title() != null ? common.title() : file.toString(),
        shared.common().with(common.ofAllRuns()),
        read);
  }

  /**
   * A mapping's options and what else it says.
   *
   * @param ofAllRuns values of options that are no axes
   */
  private record Part(
      Grid grid, OptionValues ofAllRuns, @Nullable String title, @Nullable Integer repeats) {}

  /**
   * @param others keys that are no options; that of the groups has the options that count for all
   *     runs beside it
   */
  private Part part(String origin, YamlNode node, List<String> others) {
    Map<Option<?>, List<OptionValue<?>>> axes = new LinkedHashMap<>();
    Map<Option<?>, DrawnAxis> drawn = new LinkedHashMap<>();
    List<OptionValue<?>> ofAllRuns = new ArrayList<>();
    boolean top = others.contains(GROUPS);
    node.entries()
        .forEach(
            (key, value) -> {
              Optional<Option<?>> option =
                  OptionTable.find(key).filter(one -> one.scope() != Scope.PLACE);
              Optional<DrawnAxis> axis = option.flatMap(one -> drawn(one, origin, value));
              if (axis.isPresent()) {
                drawn.put(axis.get().option(), axis.get());
              } else if (option.isPresent() && option.get().scope() == Scope.RUN) {
                axes.put(option.get(), values(option.get(), origin, value));
              } else if (option.isPresent() && top) {
                ofAllRuns.add(single(option.get(), values(option.get(), origin, value)));
              } else if (option.isPresent()) {
                throw new InvalidOptionException(
                    "%s: '%s' holds for all groups: put it beside 'groups'".formatted(file, key));
              } else if (!others.contains(key)) {
                throw ConfigReader.unknown(file, key, known(others, top), value);
              }
            });
    YamlNode title = node.entries().get(TITLE);
    return new Part(
        new Grid(axes, drawn),
        OptionValues.of(ofAllRuns),
        title == null ? null : ConfigReader.required(file, TITLE, title),
        repeats(node.entries().get(REPEATS)));
  }

  /** What stands for values to draw, in the place of a single value. */
  private Optional<DrawnAxis> drawn(Option<?> option, String origin, YamlNode value) {
    if (option.scope() != Scope.RUN
        || option == Options.SEED
        || value.isList()
        || value.isBlank()) {
      return Optional.empty();
    }
    String text = ConfigReader.required(file, option.name(), value);
    return DrawnAxis.of(option, text, new Origin(origin, place(value)));
  }

  private static List<String> known(List<String> others, boolean top) {
    List<String> known = new ArrayList<>(others);
    OptionTable.of(Scope.RUN).forEach(option -> known.add(option.name()));
    if (top) {
      OptionTable.of(Scope.DATA).forEach(option -> known.add(option.name()));
    }
    return known;
  }

  private OptionValue<?> single(Option<?> option, List<OptionValue<?>> values) {
    if (values.size() > 1) {
      throw new InvalidOptionException(
          "%s: '%s' holds for all runs: give one value".formatted(file, option.name()));
    }
    return values.get(0);
  }

  private List<OptionValue<?>> values(Option<?> option, String origin, YamlNode value) {
    if (value.isList() && value.items().isEmpty()) {
      throw new InvalidOptionException(
          "%s: '%s' is an empty grid (%s)".formatted(file, option.name(), value.place()));
    }
    List<String> texts = new ArrayList<>();
    List<Origin> origins = new ArrayList<>();
    for (YamlNode one : value.isList() ? value.items() : List.of(value)) {
      texts.add(ConfigReader.required(file, option.name(), one));
      origins.add(new Origin(origin, place(one)));
    }
    return option.axis(texts, origins);
  }

  private String place(YamlNode value) {
    return "%s %s".formatted(file, value.place());
  }

  private @Nullable Integer repeats(@Nullable YamlNode value) {
    if (value == null) {
      return null;
    }
    if (!(value.toObject() instanceof Integer times)) {
      throw new InvalidOptionException(
          "%s: 'repeats' must be %s, not %s (%s)"
              .formatted(
                  file,
                  Experiment.REPEATS,
                  ConfigReader.text(file, REPEATS, value),
                  value.place()));
    }
    return times;
  }
}
