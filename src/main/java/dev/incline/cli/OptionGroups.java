package dev.incline.cli;

import dev.incline.option.Option;
import dev.incline.option.OptionTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;

/** Prints the many options of a command in groups, each below a heading. */
final class OptionGroups {
  private static final String OTHER = "Other options";

  /** In the order of the help. */
  private static final List<String> HEADINGS =
      List.of(
          "Network",
          "Training",
          "Data",
          "Runs",
          "Device",
          "Several machines",
          "Safety",
          "Input and output",
          OTHER);

  /** Long names without dashes of the options that are none of a training, by heading. */
  private static final Map<String, List<String>> OWN =
      Map.of(
          "Runs",
          List.of(
              "repeats",
              "samples",
              "halving",
              "confirm",
              "jobs",
              "part",
              "only",
              "merge",
              "takeover-after",
              "wait"),
          "Device",
          List.of("no-verify"),
          "Several machines",
          List.of("rank", "meet", "token-file", "rank-timeout"),
          "Safety",
          List.of("checkpoint-every", "resume", "on-device-error", "shadow"),
          "Input and output",
          List.of(
              "config",
              "out",
              "overwrite",
              "fail-below",
              "print-plan",
              "print-schedule",
              "tensorboard",
              "json",
              "quiet"),
          OTHER,
          List.of("help", "version", "verbose"));

  private OptionGroups() {}

  /** Whether a group names the option. */
  static boolean hasPlaceFor(OptionSpec option) {
    return heading(option).filter(HEADINGS::contains).isPresent();
  }

  private static Optional<String> heading(OptionSpec option) {
    String name = option.longestName().substring(2);
    return OptionTable.find(name)
        .map(Option::heading)
        .or(
            () ->
                OWN.entrySet().stream()
                    .filter(group -> group.getValue().contains(name))
                    .map(Map.Entry::getKey)
                    .findFirst());
  }

  /** The options of a command, for its help. */
  static String list(Help help) {
    StringBuilder text = new StringBuilder();
    for (String heading : HEADINGS) {
      List<OptionSpec> options =
          help.commandSpec().options().stream()
              .filter(option -> heading(option).orElse(OTHER).equals(heading))
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
