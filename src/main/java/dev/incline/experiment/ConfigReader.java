package dev.incline.experiment;

import dev.incline.option.CourseKey;
import dev.incline.option.KnownNames;
import dev.incline.option.Option;
import dev.incline.option.OptionTable;
import dev.incline.option.OptionValue;
import dev.incline.option.OptionValues;
import dev.incline.option.Origin;
import dev.incline.wording.InvalidOptionException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads a {@link ConfigFile} from what its YAML says. */
final class ConfigReader {
  /** Keys of the course that mean nothing here, by section. */
  private static final Map<String, Set<String>> UNUSED = Map.of("Train", Set.of("debug"));

  private final Path file;
  private final Map<Option<?>, OptionValue<?>> given = new LinkedHashMap<>();
  private final Map<String, String> blanks = new TreeMap<>();
  private final List<String> warnings = new ArrayList<>();

  ConfigReader(Path file) {
    this.file = file;
  }

  ConfigFile read(YamlNode root) {
    Map<String, Map<String, Option<?>>> sections = sections();
    root.entries()
        .forEach(
            (key, value) -> {
              Map<String, Option<?>> section = sections.get(key);
              Optional<Option<?>> option = OptionTable.find(key);
              if (section != null) {
                addSection(key, section, value);
              } else if (option.isPresent()) {
                add(key, option.get(), value);
              } else if (!key.equals(StoredRun.ORIGINS)) { // of a run's config.yaml
                List<String> all = new ArrayList<>(sections.keySet());
                OptionTable.all().forEach(known -> all.add(known.name()));
                throw unknown(file, key, all, value);
              }
            });
    given.keySet().forEach(option -> blanks.remove(option.name()));
    boolean course = root.entries().keySet().stream().anyMatch(sections::containsKey);
    return new ConfigFile(file, new OptionValues(given), blanks, warnings, course);
  }

  /** The course's keys and our options, by section. */
  private static Map<String, Map<String, Option<?>>> sections() {
    Map<String, Map<String, Option<?>>> sections = new TreeMap<>();
    for (Option<?> option : OptionTable.all()) {
      CourseKey course = option.course();
      if (course != null) {
        sections
            .computeIfAbsent(course.section(), any -> new TreeMap<>())
            .put(course.key(), option);
      }
    }
    return sections;
  }

  private void addSection(String section, Map<String, Option<?>> options, YamlNode content) {
    Set<String> unused = UNUSED.getOrDefault(section, Set.of());
    Set<String> known = new TreeSet<>(options.keySet());
    known.addAll(unused);
    if (!content.isMapping() && !content.isBlank()) {
      throw new InvalidOptionException(
          "%s: '%s' must be a section with keys %s (%s)"
              .formatted(file, section, known, content.place()));
    }
    content
        .entries()
        .forEach(
            (name, value) -> {
              Option<?> option = options.get(name);
              if (option != null) {
                add(section + "." + name, option, value);
              } else if (unused.contains(name)) {
                warnUnused(section + "." + name, value);
              } else {
                throw unknown(file, name, known, value);
              }
            });
  }

  private void warnUnused(String key, YamlNode value) {
    String text = text(file, key, value);
    if (!text.isEmpty() && !text.matches("(?i)false|no|off|0+(\\.0*)?")) {
      warnings.add("%s: %s is %s, which no training uses".formatted(file, key, text));
    }
  }

  private void add(String key, Option<?> option, YamlNode value) {
    String text = text(file, key, value);
    if (text.isEmpty()) {
      blanks.put(option.name(), key);
      return;
    }
    CourseKey course = option.course();
    if (course != null && !course.values().isEmpty() && !key.equals(option.name())) {
      text = ours(key, course.values(), text, value);
    }
    OptionValue<?> read = option.read(text, Origin.file(file).at(value.place()));
    if (given.put(option, read) != null) {
      throw new InvalidOptionException(
          "%s: '%s' chooses %s a second time (%s)".formatted(file, key, option, value.place()));
    }
  }

  /** Our word for the course's. */
  private String ours(String key, Map<String, String> words, String text, YamlNode value) {
    String ours = words.get(text);
    if (ours == null) {
      throw new InvalidOptionException(
          "%s: %s must be %s, not '%s' (%s)"
              .formatted(
                  file,
                  key,
                  String.join(" or ", new TreeSet<>(words.keySet())),
                  text,
                  value.place()));
    }
    return ours;
  }

  static InvalidOptionException unknown(
      Path file, String key, Collection<String> known, YamlNode value) {
    return new InvalidOptionException(
        "%s: unknown key '%s'; %s (%s)"
            .formatted(file, key, KnownNames.suggestion(key, known), value.place()));
  }

  /**
   * @return a scalar's text, or those of a list joined by commas; empty where there is no value
   * @throws InvalidOptionException naming file, key and place where there is something else
   */
  static String text(Path file, String key, YamlNode value) {
    if (value.isMapping() || (value.isList() && value.items().isEmpty())) {
      throw new InvalidOptionException(
          "%s: '%s' must be a value or a list of values (%s)".formatted(file, key, value.place()));
    }
    if (value.isList()) {
      List<String> items = new ArrayList<>();
      for (YamlNode item : value.items()) {
        items.add(required(file, key, item));
      }
      return String.join(",", items);
    }
    if (value.isBlank()) {
      return "";
    }
    boolean truth = value.toObject() instanceof Boolean;
    return truth ? value.toObject().toString() : value.text();
  }

  /** As {@link #text}, but there must be a value. */
  static String required(Path file, String key, YamlNode value) {
    String text = text(file, key, value);
    if (text.isEmpty()) {
      throw new InvalidOptionException(
          "%s: '%s' has no value (%s)".formatted(file, key, value.place()));
    }
    return text;
  }
}
