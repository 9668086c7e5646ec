package dev.incline.experiment;

import dev.incline.train.TrainOptions;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Misspelt;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Groups of settings to run, each a grid.
 *
 * @param title for people
 * @param common the options of {@link #COMMON} that the file gives
 * @param groups at least one
 */
public record Experiment(String title, Map<String, Setting> common, List<Group> groups) {
  /** What {@code repeats} takes. */
  public static final String REPEATS = "a whole number from 1 to 1000";

  /** Options that hold for all runs, since all read one set of data. */
  public static final List<String> COMMON = List.of("data", "limit");

  private static final long FIRST_SEED = 42;

  /**
   * A grid.
   *
   * @param varied the options with several values, without the seed
   * @param points one per run: its options by long name
   */
  public record Group(
      String name, String title, List<String> varied, List<Map<String, Setting>> points) {}

  /** Options that are numbers with decimals. */
  private static final List<String> DECIMALS = List.of("lr", "l2", "validation");

  /**
   * An experiment of one group, all from the command line.
   *
   * @param base holds where the flags say nothing
   */
  public static Experiment ofFlags(
      Base base, Map<String, List<Setting>> flags, @Nullable Integer repeats) {
    return new Experiment(
        "Sweep", base.common(), List.of(group("grid", "Grid", base.under(flags), repeats)));
  }

  /**
   * Reads a file: title, repeats, options of all groups, groups; docs/formats.md.
   *
   * @param known long names of the options that may vary
   * @param base holds where the file and the flags say nothing
   * @param flags override the file
   * @param repeats overrides the file's where it is not null
   * @throws InvalidOptionException naming the file, the key and what is legal
   */
  public static Experiment read(
      Path file,
      Collection<String> known,
      Base base,
      Map<String, List<Setting>> flags,
      @Nullable Integer repeats) {
    YamlNode root;
    try {
      root = Document.yaml(file);
    } catch (IOException e) {
      throw new InvalidOptionException(e.getMessage());
    }
    YamlNode groups = root.entries().get("groups");
    if (groups == null || groups.entries().isEmpty()) {
      throw new InvalidOptionException(
          file + ": 'groups' must map at least one name to its options");
    }
    List<String> topKeys = new ArrayList<>(known);
    topKeys.addAll(COMMON);
    Part common =
        Part.read(file, "file " + file, root, topKeys, List.of("title", "repeats", "groups"));
    Map<String, Setting> single = new LinkedHashMap<>(base.common());
    for (String name : COMMON) {
      List<Setting> values = common.axes().remove(name);
      if (values != null && values.size() > 1) {
        throw new InvalidOptionException(
            "%s: '%s' holds for all runs: give one value".formatted(file, name));
      } else if (values != null) {
        single.put(name, values.get(0));
      }
    }
    List<Group> read = new ArrayList<>();
    for (Map.Entry<String, YamlNode> entry : groups.entries().entrySet()) {
      String name = entry.getKey();
      if (!name.matches("[A-Za-z0-9_-]+") || !entry.getValue().isMapping()) {
        throw new InvalidOptionException(
            "%s: group '%s' must be letters, digits, - and _, and hold options (%s)"
                .formatted(file, name, entry.getValue().place()));
      }
      Part own =
          Part.read(file, "group " + name, entry.getValue(), known, List.of("title", "repeats"));
      Map<String, List<Setting>> axes = new LinkedHashMap<>(common.axes());
      axes.putAll(own.axes());
      axes.putAll(flags);
      Integer times =
          repeats != null ? repeats : own.repeats() != null ? own.repeats() : common.repeats();
      String title = own.title() != null ? own.title() : name;
      read.add(group(name, title, base.under(axes), times));
    }
    return new Experiment(common.title() != null ? common.title() : file.toString(), single, read);
  }

  /** A mapping's options and what else it says. */
  private record Part(
      Map<String, List<Setting>> axes, @Nullable String title, @Nullable Integer repeats) {
    static Part read(
        Path file, String origin, YamlNode node, Collection<String> known, List<String> others) {
      Map<String, List<Setting>> axes = new LinkedHashMap<>();
      for (Map.Entry<String, YamlNode> entry : node.entries().entrySet()) {
        String key = entry.getKey();
        if (known.contains(key)) {
          axes.put(key, values(file, key, origin, entry.getValue()));
        } else if (!others.contains(key)) {
          if (COMMON.contains(key)) {
            throw new InvalidOptionException(
                "%s: '%s' holds for all groups: put it beside 'groups'".formatted(file, key));
          }
          List<String> all = new ArrayList<>(known);
          all.addAll(others);
          throw ConfigFile.unknown(file, key, all, entry.getValue());
        }
      }
      YamlNode title = node.entries().get("title");
      return new Part(
          axes,
          title == null ? null : ConfigFile.required(file, "title", title),
          repeats(file, node.entries().get("repeats")));
    }

    private static List<Setting> values(Path file, String key, String origin, YamlNode value) {
      if (value.isList() && value.items().isEmpty()) {
        throw new InvalidOptionException(
            "%s: '%s' is an empty grid (%s)".formatted(file, key, value.place()));
      }
      List<Setting> values = new ArrayList<>();
      for (YamlNode one : value.isList() ? value.items() : List.of(value)) {
        String text = alternative(key, ConfigFile.required(file, key, one));
        values.add(new Setting(text, origin, one.place()));
      }
      return values;
    }

    private static @Nullable Integer repeats(Path file, @Nullable YamlNode value) {
      if (value == null) {
        return null;
      }
      if (!(value.toObject() instanceof Integer repeats)) {
        throw new InvalidOptionException(
            "%s: 'repeats' must be %s, not %s (%s)"
                .formatted(file, REPEATS, ConfigFile.text(file, "repeats", value), value.place()));
      }
      return repeats;
    }
  }

  /** One value of a grid as an option takes it: hidden layers are written 256-128 in a grid. */
  public static String alternative(String option, String text) {
    return option.equals("hidden") ? text.replace('-', ',') : text;
  }

  private static Group group(
      String name, String title, Map<String, List<Setting>> axes, @Nullable Integer repeats) {
    Map<String, List<Setting>> all = new LinkedHashMap<>(axes);
    all.put("seed", seeds(axes.get("seed"), repeats));
    List<Map<String, Setting>> points = List.of(Map.of());
    List<String> varied = new ArrayList<>();
    for (Map.Entry<String, List<Setting>> axis : all.entrySet()) {
      requireList(axis.getKey(), axis.getValue());
      points = times(points, axis.getKey(), axis.getValue());
      if (axis.getValue().size() > 1 && !axis.getKey().equals("seed")) {
        varied.add(axis.getKey());
      }
    }
    return new Group(name, title, List.copyOf(varied), points);
  }

  /** A decimal comma makes two values of one: of 0,001 it makes 0 and 001. */
  private static void requireList(String option, List<Setting> values) {
    List<String> texts = values.stream().map(Setting::text).toList();
    if (DECIMALS.contains(option) && Misspelt.isSplit(texts)) {
      Setting first = values.get(0);
      String where = first.origin().equals(Setting.FLAG) ? "--" : first.origin() + ": ";
      throw new InvalidOptionException(
          Phrase.of(
              "%s%s %s is a list of %d values, and looks like a decimal comma. The decimal sign here is a point: %s. If the list is meant, write its first value with a point: %s.0%s",
              where,
              option,
              String.join(",", texts),
              texts.size(),
              texts.get(0) + "." + texts.get(1),
              texts.get(0),
              first.place().isEmpty() ? "" : " (" + first.place() + ")"));
    }
  }

  private static List<Map<String, Setting>> times(
      List<Map<String, Setting>> points, String option, List<Setting> values) {
    List<Map<String, Setting>> product = new ArrayList<>();
    for (Map<String, Setting> point : points) {
      for (Setting value : values) {
        Map<String, Setting> more = new LinkedHashMap<>(point);
        more.put(option, value);
        product.add(more);
      }
    }
    return product;
  }

  /** The seeds given, or as many as repeats from the one given. */
  private static List<Setting> seeds(@Nullable List<Setting> given, @Nullable Integer repeats) {
    if (repeats != null && (repeats < 1 || repeats > 1000)) {
      throw new InvalidOptionException(Phrase.of("--repeats must be %s, not %d", REPEATS, repeats));
    }
    if (given != null && given.size() > 1) {
      if (repeats != null && repeats > 1) {
        throw new InvalidOptionException(
            "--repeats does not go with several seeds: give one seed, the first");
      }
      return given;
    }
    Setting first =
        given == null ? new Setting(Long.toString(FIRST_SEED), "default") : given.get(0);
    if (repeats == null || repeats == 1) {
      return List.of(first);
    }
    long start;
    try {
      start = Long.parseLong(first.text());
    } catch (NumberFormatException e) {
      throw new InvalidOptionException(
          "--seed must be %s, not '%s'".formatted(TrainOptions.SEED, first.text()));
    }
    List<Setting> seeds = new ArrayList<>();
    for (int i = 0; i < repeats; i++) {
      seeds.add(new Setting(Long.toString(start + i), i == 0 ? first.origin() : "repeats"));
    }
    return seeds;
  }
}
