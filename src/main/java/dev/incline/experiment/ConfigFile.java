package dev.incline.experiment;

import dev.incline.wording.InvalidOptionException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A training's options in YAML: long option names without dashes, or the sections {@code Train} and
 * {@code Model} of the course that set the assignment. A key without a value is as good as absent.
 *
 * @param file that was read
 * @param settings by long option name
 * @param blanks keys without a value, by long option name
 * @param warnings keys that are known but that training does not use
 * @param isCourse whether the file has sections of the course
 */
public record ConfigFile(
    Path file,
    Map<String, Setting> settings,
    Map<String, String> blanks,
    List<String> warnings,
    boolean isCourse) {
  private static final String UNUSED = "";

  /** How the course's own code starts its weights, whatever the network. */
  private static final String COURSE_INIT = "normal:0.001";

  /** The course's keys and our options. */
  private static final Map<String, Map<String, String>> SECTIONS =
      Map.of(
          "Train",
              Map.of(
                  "batch_size", "batch",
                  "learning_rate", "lr",
                  "reg", "l2",
                  "epochs", "epochs",
                  "momentum", UNUSED,
                  "debug", UNUSED),
          "Model", Map.of("type", "model", "hidden_size", "hidden"));

  private static final Map<String, String> MODEL_TYPES =
      Map.of("SoftmaxRegression", "softmax", "TwoLayerNet", "mlp");

  /**
   * Reads a file; whether the values are legal is not looked at.
   *
   * @param known long option names without dashes
   * @throws InvalidOptionException naming the file, the key and, of an unknown key, the nearest
   */
  public static ConfigFile read(Path file, Collection<String> known) {
    YamlNode root;
    try {
      root = Document.yaml(file);
    } catch (IOException e) {
      throw new InvalidOptionException("--config: " + e.getMessage());
    }
    boolean course = root.entries().keySet().stream().anyMatch(SECTIONS::containsKey);
    ConfigFile config =
        new ConfigFile(file, new LinkedHashMap<>(), new TreeMap<>(), new ArrayList<>(), course);
    root.entries()
        .forEach(
            (key, value) -> {
              if (SECTIONS.containsKey(key)) {
                config.addSection(key, value);
              } else if (known.contains(key)) {
                config.add(key, key, value, text(file, key, value));
              } else if (!key.equals(StoredRun.ORIGINS)) { // of a run's config.yaml
                List<String> all = new ArrayList<>(known);
                all.addAll(SECTIONS.keySet());
                throw unknown(file, key, all, value);
              }
            });
    config.blanks.keySet().removeAll(config.settings.keySet());
    return config;
  }

  private void addSection(String section, YamlNode content) {
    Map<String, String> names = SECTIONS.getOrDefault(section, Map.of());
    if (!content.isMapping() && !content.isBlank()) {
      throw new InvalidOptionException(
          "%s: '%s' must be a section with keys %s (%s)"
              .formatted(
                  file, section, names.keySet().stream().sorted().toList(), content.place()));
    }
    content
        .entries()
        .forEach(
            (name, value) -> {
              String option = names.get(name);
              if (option == null) {
                throw unknown(file, name, names.keySet(), value);
              }
              add(section + "." + name, option, value, text(file, section + "." + name, value));
            });
  }

  private void add(String key, String option, YamlNode value, String text) {
    if (option.equals(UNUSED)) {
      if (!text.isEmpty() && !text.matches("(?i)false|no|off|0+(\\.0*)?")) {
        warnings.add(
            "%s: %s is %s, which this training (plain SGD) does not use"
                .formatted(file, key, text));
      }
      return;
    }
    if (text.isEmpty()) {
      blanks.put(option, key);
      return;
    }
    String meant = key.equals("Model.type") ? modelType(key, text, value) : text;
    if (settings.put(option, new Setting(meant, origin(), value.place())) != null) {
      throw new InvalidOptionException(
          "%s: '%s' chooses --%s a second time (%s)".formatted(file, key, option, value.place()));
    }
  }

  private String modelType(String key, String text, YamlNode value) {
    String model = MODEL_TYPES.get(text);
    if (model == null) {
      throw new InvalidOptionException(
          "%s: %s must be SoftmaxRegression or TwoLayerNet, not '%s' (%s)"
              .formatted(file, key, text, value.place()));
    }
    return model;
  }

  /**
   * The settings below options that were chosen elsewhere and override them. A course's file brings
   * the course's initial weights, unless others were chosen.
   */
  public Map<String, Setting> under(Collection<String> chosen) {
    Map<String, Setting> all = new LinkedHashMap<>(settings);
    if (startsAsCourse(chosen)) {
      all.put("init", new Setting(COURSE_INIT, origin()));
    }
    all.keySet().removeAll(chosen);
    return all;
  }

  /** Of its settings. */
  String origin() {
    return "file " + file;
  }

  /** What the user should know of it, beside {@code chosen} options that override it. */
  public List<String> notes(Collection<String> chosen) {
    List<String> notes = new ArrayList<>();
    blanks.forEach(
        (option, key) -> {
          if (!chosen.contains(option) && !(option.equals("hidden") && isSoftmax())) {
            notes.add("%s: %s has no value: --%s is at its default".formatted(file, key, option));
          }
        });
    if (startsAsCourse(chosen)) {
      notes.add(
          "%s has the course's form: the weights start as in the course, with --init %s"
              .formatted(file, COURSE_INIT));
    }
    return notes;
  }

  private boolean isSoftmax() {
    Setting model = settings.get("model");
    return model != null && model.text().equals("softmax");
  }

  private boolean startsAsCourse(Collection<String> chosen) {
    return isCourse
        && List.of("init", "weights").stream()
            .noneMatch(name -> chosen.contains(name) || settings.containsKey(name));
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
