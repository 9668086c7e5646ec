package dev.incline.cli.train;

import dev.incline.cli.options.DeviceOptions;
import dev.incline.cli.options.TrainingFlags;
import dev.incline.experiment.Experiment;
import dev.incline.experiment.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Gives {@code sweep} the options of a training: those that may vary take a list, a grid's axis;
 * data and limit hold for all runs, and those of the device say where the runs are computed.
 */
final class GridOptions implements IModelTransformer {
  @Override
  public CommandSpec transform(CommandSpec sweep) {
    for (OptionSpec option : options()) {
      if (sweep.findOption(option.longestName()) == null) {
        sweep.addOption(axes().contains(TrainingFlags.key(option)) ? axis(option) : single(option));
      }
    }
    return sweep;
  }

  private static List<OptionSpec> options() {
    return CommandSpec.forAnnotatedObject(new TrainingFlags()).options();
  }

  /** Long names, without dashes, of the options that may vary from run to run. */
  static List<String> axes() {
    List<String> axes = new ArrayList<>(TrainingFlags.names());
    axes.removeAll(Experiment.COMMON);
    axes.removeAll(device());
    return axes;
  }

  /** Of those that say where and how it is computed. */
  private static List<String> device() {
    return CommandSpec.forAnnotatedObject(new DeviceOptions()).options().stream()
        .map(TrainingFlags::key)
        .toList();
  }

  private static OptionSpec axis(OptionSpec option) {
    String label = option.paramLabel().replaceAll("\\[.*", "");
    if (option.type() == boolean.class) {
      label = "true|false";
    }
    return OptionSpec.builder(option.longestName())
        .type(List.class)
        .auxiliaryTypes(String.class)
        .splitRegex(",")
        .hideParamSyntax(true)
        .arity("1")
        .paramLabel(label + "[," + label + "...]")
        .description(described(option))
        .build();
  }

  private static OptionSpec single(OptionSpec option) {
    boolean flag = option.type() == boolean.class;
    OptionSpec.Builder builder =
        OptionSpec.builder(option.longestName())
            .type(flag ? boolean.class : String.class)
            .arity(flag ? "0" : "1")
            .description(described(option));
    return flag ? builder.build() : builder.paramLabel(option.paramLabel()).build();
  }

  private static String described(OptionSpec option) {
    String usual = option.defaultValue() == null ? "" : option.defaultValue();
    String text = String.join(" ", option.description()).replace("${DEFAULT-VALUE}", usual);
    return option.longestName().equals("--hidden")
        ? text + ". Several layers are written 256-128 here"
        : text;
  }

  /** The axes that a command line gave. */
  static Map<String, List<Setting>> given(CommandSpec sweep) {
    Map<String, List<Setting>> given = new LinkedHashMap<>();
    for (String name : axes()) {
      if (sweep.findOption("--" + name).getValue() instanceof List<?> values) {
        given.put(
            name,
            values.stream()
                .map(v -> new Setting(Experiment.alternative(name, v.toString()), Setting.FLAG))
                .toList());
      }
    }
    return given;
  }

  /** What it gave of the options that hold for all runs, but not the device. */
  static Map<String, Setting> common(CommandSpec sweep) {
    Map<String, Setting> given = new LinkedHashMap<>();
    List<String> names = new ArrayList<>(device());
    names.addAll(Experiment.COMMON);
    names.remove("device");
    for (String name : names) {
      OptionSpec option = sweep.findOption("--" + name);
      Object value = option.getValue();
      if (value != null && !value.equals(false)) {
        given.put(name, new Setting(value.toString(), Setting.FLAG));
      }
    }
    return given;
  }
}
