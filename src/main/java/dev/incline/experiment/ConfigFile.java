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
import java.util.stream.StreamSupport;

/**
 * A training's options in YAML: long option names without dashes, or the sections {@code Train} and
 * {@code Model} of the course that set the assignment.
 *
 * @param settings by long option name
 * @param warnings keys that are known but that training does not use
 */
public record ConfigFile(Map<String, Setting> settings, List<String> warnings) {
  private static final String UNUSED = "";

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
    JsonNode root;
    try {
      root = Document.yaml(file);
    } catch (IOException e) {
      throw new InvalidOptionException("--config: " + e.getMessage());
    }
    ConfigFile config = new ConfigFile(new LinkedHashMap<>(), new ArrayList<>());
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      String key = entry.getKey();
      if (key.equals("origins")) {
        continue; // a run's config.yaml tells there where its values came from
      }
      if (SECTIONS.containsKey(key)) {
        config.addSection(file, key, entry.getValue());
      } else if (known.contains(key)) {
        config.add(file, key, key, text(file, key, entry.getValue()));
      } else {
        List<String> all = new ArrayList<>(known);
        all.addAll(SECTIONS.keySet());
        throw unknown(file, key, all);
      }
    }
    return config;
  }

  private void addSection(Path file, String section, JsonNode content) {
    Map<String, String> names = SECTIONS.getOrDefault(section, Map.of());
    if (!content.isObject()) {
      throw new InvalidOptionException(
          "%s: '%s' must be a section with keys %s"
              .formatted(file, section, names.keySet().stream().sorted().toList()));
    }
    for (Map.Entry<String, JsonNode> entry : content.properties()) {
      String key = section + "." + entry.getKey();
      String option = names.get(entry.getKey());
      if (option == null) {
        throw unknown(file, entry.getKey(), names.keySet());
      }
      String text = text(file, key, entry.getValue());
      if (option.equals("model")) {
        text = modelType(file, key, text);
      }
      if (!option.equals(UNUSED)) {
        add(file, key, option, text);
      } else if (!text.equals("false") && !text.matches("0(\\.0*)?")) {
        warnings.add(
            "%s: %s is %s, which this training (plain SGD) does not use"
                .formatted(file, key, text));
      }
    }
  }

  private void add(Path file, String key, String option, String text) {
    if (settings.put(option, new Setting(text, "file " + file)) != null) {
      throw new InvalidOptionException(
          "%s: '%s' chooses --%s a second time".formatted(file, key, option));
    }
  }

  private static String modelType(Path file, String key, String text) {
    String model = MODEL_TYPES.get(text);
    if (model == null) {
      throw new InvalidOptionException(
          "%s: %s must be SoftmaxRegression or TwoLayerNet, not '%s'".formatted(file, key, text));
    }
    return model;
  }

  static InvalidOptionException unknown(Path file, String key, Collection<String> known) {
    return new InvalidOptionException(
        "%s: unknown key '%s'; %s".formatted(file, key, KnownNames.suggestion(key, known)));
  }

  /**
   * @return a scalar's text, or those of a list joined by commas
   * @throws InvalidOptionException naming file and key where there is neither
   */
  static String text(Path file, String key, JsonNode value) {
    if (value.isArray() && !value.isEmpty()) {
      return String.join(
          ",",
          StreamSupport.stream(value.spliterator(), false)
              .map(element -> text(file, key, element))
              .toList());
    }
    if (!value.isValueNode() || value.isNull() || value.asText().isBlank()) {
      throw new InvalidOptionException("%s: '%s' has no value".formatted(file, key));
    }
    return value.asText();
  }
}
