package dev.incline.experiment;

import dev.incline.data.Split;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.train.TrainOptions;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Numeral;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a run is to do, down to every default.
 *
 * @param model {@code softmax} or {@code mlp}
 * @param options every option that has a value, by long name without dashes
 * @param origins where each came from, by the same names
 * @param training the options of its training, checked
 * @param network for so many inputs and classes
 */
public record Configuration(
    String model,
    Map<String, Object> options,
    Map<String, String> origins,
    TrainOptions training,
    Shape network) {
  /** Gives the network between so many pixels and classes. */
  public interface Shape {
    Network of(int inputs, int classes);
  }

  /** Options that decide a run's result; all others only where and how fast it is computed. */
  private static final List<String> DECISIVE =
      List.of(
          "model",
          "hidden",
          "activation",
          "logit-relu",
          "epochs",
          "batch",
          "lr",
          "l2",
          "init",
          "weights",
          "seed",
          "validation",
          "validation-split",
          "limit");

  /** The document of config.yaml. */
  Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>(options);
    document.replaceAll((name, value) -> value instanceof Double d ? readable(d) : value);
    document.put("origins", origins);
    return document;
  }

  /** 0.0001 in place of 1.0E-4; it is read back as the same number. */
  private static Object readable(Double number) {
    String text = Numeral.of(number);
    return text.startsWith("0.00") ? (Object) new BigDecimal(text) : number;
  }

  /**
   * Checks that the split leaves rows to train on and to validate.
   *
   * @throws InvalidOptionException naming the option
   */
  public void requireSplit(int rows) {
    try {
      Split.of(rows, training.validation());
    } catch (IllegalArgumentException e) {
      throw new InvalidOptionException(e.getMessage());
    }
  }

  /**
   * Checks that rows validate: settings are compared by their validation accuracy.
   *
   * @throws InvalidOptionException where none does
   */
  public void requireValidation() {
    if (training.validation() == 0) {
      throw new InvalidOptionException(
          "--validation 0 does not go with sweep, which compares settings by their validation accuracy. Train the setting you choose with 'incline train --validation 0'");
    }
  }

  /** What decides a result, as text, the same for what was planned and what is stored. */
  static Map<String, String> decisive(Map<String, Object> options) {
    Map<String, String> decisive = new TreeMap<>();
    for (String key : DECISIVE) {
      boolean usual = key.equals("validation-split") && Objects.equals(options.get(key), "last");
      if (options.containsKey(key) && !usual) { // runs of before this option had the usual
        decisive.put(key, plain(key, options.get(key)));
      }
    }
    return decisive;
  }

  /** Checkpoints hold this text: it stays what it was, whatever numbers look like elsewhere. */
  private static String plain(String key, @Nullable Object value) {
    String text = Objects.toString(value);
    int colon = text.indexOf(':');
    try {
      return key.equals("init") && colon > 0
          ? text.substring(0, colon + 1) + Double.parseDouble(text.substring(colon + 1))
          : text;
    } catch (NumberFormatException e) {
      return text; // damaged, and refused where it is read
    }
  }

  /**
   * A folder's name that tells what the run does; options at their defaults are mostly left out.
   */
  String folderName() {
    StringBuilder name = new StringBuilder(model);
    if (options.get("hidden") instanceof List<?> widths) {
      widths.forEach(width -> name.append('-').append(width));
    }
    append(name, "", "activation", "sigmoid");
    if (Objects.equals(options.get("logit-relu"), false)) {
      name.append("-linear");
    }
    append(name, "lr", "lr", "always");
    append(name, "l2_", "l2", "always");
    append(name, "batch", "batch", "64");
    append(name, "epochs", "epochs", "10");
    append(name, "", "init", Initializer.defaultFor(network.of(1, 2)).toString());
    append(name, "validation", "validation", "0.2");
    append(name, "", "validation-split", "last");
    append(name, "limit", "limit", "none");
    append(name, "seed", "seed", "always");
    return name.toString();
  }

  private void append(StringBuilder name, String label, String option, String usual) {
    Object value = options.get(option);
    if (value != null && !value.toString().equals(usual)) {
      name.append('-').append(label).append(shortened(value).replace(':', '_'));
    }
  }

  private static String shortened(Object value) {
    if (!(value instanceof Double number)) {
      return value.toString();
    }
    String plain = BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    return plain.length() <= 12 ? plain : Numeral.of(number);
  }
}
