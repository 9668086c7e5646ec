package dev.incline.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;

/** Prints the many options of a command in groups, each below a heading. */
final class OptionGroups {
  private static final String OTHER = "Other options";

  /** Long names without dashes, in the order of the help. */
  private static final Map<String, List<String>> GROUPS = new LinkedHashMap<>();

  static {
    GROUPS.put("Network", List.of("model", "hidden", "activation", "logit-relu"));
    GROUPS.put(
        "Training",
        List.of(
            "epochs",
            "batch",
            "lr",
            "l2",
            "init",
            "weights",
            "seed",
            "validation",
            "validation-split"));
    GROUPS.put("Data", List.of("data", "limit"));
    GROUPS.put("Runs", List.of("repeats", "jobs"));
    GROUPS.put(
        "Device",
        List.of(
            "device",
            "threads",
            "device-memory",
            "matmul",
            "input",
            "kernels",
            "no-tuned",
            "no-verify",
            "trust-device"));
    GROUPS.put("Safety", List.of("checkpoint-every", "resume", "on-device-error", "shadow"));
    GROUPS.put(
        "Input and output",
        List.of("config", "out", "overwrite", "fail-below", "print-plan", "json", "quiet"));
    GROUPS.put(OTHER, List.of("help", "version", "verbose"));
  }

  private OptionGroups() {}

  /** Whether a group names the option. */
  static boolean hasPlaceFor(OptionSpec option) {
    return GROUPS.values().stream().anyMatch(names -> names.contains(key(option)));
  }

  private static String key(OptionSpec option) {
    return option.longestName().substring(2);
  }

  private static String heading(OptionSpec option) {
    return GROUPS.entrySet().stream()
        .filter(group -> group.getValue().contains(key(option)))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(OTHER);
  }

  /** The options of a command, for its help. */
  static String list(Help help) {
    StringBuilder text = new StringBuilder();
    for (String heading : GROUPS.keySet()) {
      List<OptionSpec> options =
          help.commandSpec().options().stream()
              .filter(option -> heading(option).equals(heading))
              .toList();
      if (!options.isEmpty()) {
        Help.Layout layout = help.createDefaultLayout();
        layout.addOptions(options, help.createDefaultParamLabelRenderer());
        text.append("%n%s:%n".formatted(heading)).append(layout);
      }
    }
    return text.toString();
  }
}
