package dev.incline.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.incline.train.InvalidOptionException;
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

  /** An experiment of one group, all from the command line. */
  public static Experiment ofFlags(Map<String, List<Setting>> flags, @Nullable Integer repeats) {
    return new Experiment("Sweep", Map.of(), List.of(group("grid", "Grid", flags, repeats)));
  }

  /**
   * Reads a file: title, repeats, options of all groups, groups; docs/formats.md.
   *
   * @param known long names of the options that may vary
   * @param flags override the file
   * @param repeats overrides the file's where it is not null
   * @throws InvalidOptionException naming the file, the key and what is legal
   */
  public static Experiment read(
      Path file,
      Collection<String> known,
      Map<String, List<Setting>> flags,
      @Nullable Integer repeats) {
    JsonNode root;
    try {
      root = Document.yaml(file);
    } catch (IOException e) {
      throw new InvalidOptionException(e.getMessage());
    }
    JsonNode groups = root.path("groups");
    if (!groups.isObject() || groups.isEmpty()) {
      throw new InvalidOptionException(
          file + ": 'groups' must map at least one name to its options");
    }
    List<String> topKeys = new ArrayList<>(known);
    topKeys.addAll(COMMON);
    Part common =
        Part.read(file, "file " + file, root, topKeys, List.of("title", "repeats", "groups"));
    Map<String, Setting> single = new LinkedHashMap<>();
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
    for (Map.Entry<String, JsonNode> entry : groups.properties()) {
      String name = entry.getKey();
      if (!name.matches("[A-Za-z0-9_-]+") || !entry.getValue().isObject()) {
        throw new InvalidOptionException(
            "%s: group '%s' must be letters, digits, - and _, and hold options"
                .formatted(file, name));
      }
      Part own =
          Part.read(file, "group " + name, entry.getValue(), known, List.of("title", "repeats"));
      Map<String, List<Setting>> axes = new LinkedHashMap<>(common.axes());
      axes.putAll(own.axes());
      axes.putAll(flags);
      Integer times =
          repeats != null ? repeats : own.repeats() != null ? own.repeats() : common.repeats();
      String title = own.title() != null ? own.title() : name;
      read.add(group(name, title, axes, times));
    }
    return new Experiment(common.title() != null ? common.title() : file.toString(), single, read);
  }

  /** A mapping's options and what else it says. */
  private record Part(
      Map<String, List<Setting>> axes, @Nullable String title, @Nullable Integer repeats) {
    static Part read(
        Path file, String origin, JsonNode node, Collection<String> known, List<String> others) {
      Map<String, List<Setting>> axes = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
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
          throw ConfigFile.unknown(file, key, all);
        }
      }
      JsonNode title = node.get("title");
      return new Part(
          axes, title == null ? null : ConfigFile.text(file, "title", title), repeats(file, node));
    }

    private static List<Setting> values(Path file, String key, String origin, JsonNode value) {
      if (value.isArray() && value.isEmpty()) {
        throw new InvalidOptionException("%s: '%s' is an empty grid".formatted(file, key));
      }
      List<Setting> values = new ArrayList<>();
      for (JsonNode one : value.isArray() ? value : List.of(value)) {
        values.add(new Setting(alternative(key, ConfigFile.text(file, key, one)), origin));
      }
      return values;
    }

    private static @Nullable Integer repeats(Path file, JsonNode node) {
      JsonNode value = node.get("repeats");
      if (value == null) {
        return null;
      }
      if (!value.isInt()) {
        throw new InvalidOptionException(
            "%s: 'repeats' must be %s, not %s".formatted(file, REPEATS, value));
      }
      return value.intValue();
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
      points = times(points, axis.getKey(), axis.getValue());
      if (axis.getValue().size() > 1 && !axis.getKey().equals("seed")) {
        varied.add(axis.getKey());
      }
    }
    return new Group(name, title, List.copyOf(varied), points);
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
      throw new InvalidOptionException("--repeats must be %s, not %d".formatted(REPEATS, repeats));
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
          "--seed must be a whole number, not '%s'".formatted(first.text()));
    }
    List<Setting> seeds = new ArrayList<>();
    for (int i = 0; i < repeats; i++) {
      seeds.add(new Setting(Long.toString(start + i), i == 0 ? first.origin() : "repeats"));
    }
    return seeds;
  }
}
