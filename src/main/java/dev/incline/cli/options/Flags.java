package dev.incline.cli.options;

import dev.incline.experiment.Grid;
import dev.incline.option.DeviceOptions;
import dev.incline.option.Kind.Form;
import dev.incline.option.Option;
import dev.incline.option.Option.Scope;
import dev.incline.option.OptionTable;
import dev.incline.option.OptionValue;
import dev.incline.option.OptionValues;
import dev.incline.option.Origin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Declared options on a command line, as a mixin. picocli finds the texts; what a text means says
 * the declaration.
 */
@Command
public final class Flags {
  private static final Pattern DRAWN = Pattern.compile("\\s*(log-?uniform|uniform|choice)\\s*\\(");

  private final List<Option<?>> options;
  private final boolean grid;
  private final Map<Option<?>, OptionSpec> specs = new LinkedHashMap<>();
  private @Nullable CommandSpec command;

  private Flags(Collection<Option<?>> options, boolean grid) {
    this.options = List.copyOf(options);
    this.grid = grid;
  }

  /** These options. */
  public static Flags of(Option<?>... options) {
    return new Flags(List.of(options), false);
  }

  /** The options that choose a device and how it works. */
  public static Flags device() {
    return new Flags(OptionTable.of(Scope.PLACE), false);
  }

  /** Every option. */
  public static Flags training() {
    return new Flags(OptionTable.all(), false);
  }

  /** Every option; those that may vary from run to run, and the device, take several values. */
  public static Flags grid() {
    return new Flags(OptionTable.all(), true);
  }

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("UnusedMethod") // picocli calls it
  private void addTo(CommandSpec mixee) {
    command = mixee;
    for (Option<?> option : options) {
      OptionSpec spec = spec(option);
      specs.put(option, spec);
      mixee.addOption(spec);
    }
  }

  private boolean isAxis(Option<?> option) {
    return grid && (option.scope() == Scope.RUN || option == DeviceOptions.DEVICE);
  }

  private OptionSpec spec(Option<?> option) {
    Form form = option.kind().form();
    String help = option.help().replace("%", "%%"); // picocli formats it
    OptionSpec.Builder spec =
        OptionSpec.builder(option.toString()).hideParamSyntax(true).userObject(option);
    if (isAxis(option)) {
      String label = option.label().replaceAll("\\[.*", "");
      return spec.type(List.class)
          .auxiliaryTypes(Object.class)
          .converters(text -> axis(option, text))
          .arity("1")
          .paramLabel(label + "[," + label + "...]")
          .description(
              form == Form.LIST
                  ? help + ". Several layers are joined by hyphens here: 256-128"
                  : help)
          .build();
    } else if (form == Form.TRUTH) {
      spec.type(boolean.class).negatable(true).defaultValue("true").fallbackValue("true");
    } else if (form == Form.SWITCH) {
      spec.type(boolean.class).arity("0");
    } else {
      spec.type(form == Form.LIST ? List.class : Object.class)
          .auxiliaryTypes(Object.class)
          .converters(text -> option.read(text, Origin.FLAG))
          .arity("1")
          .paramLabel(option.label());
    }
    return spec.description(help).build();
  }

  private static List<OptionValue<?>> axis(Option<?> option, String text) {
    if (DRAWN.matcher(text).lookingAt()) {
      throw Origin.FLAG.refusal(
          option.name(), ": values are drawn in an experiment FILE, not here: " + text);
    }
    List<String> split = Pattern.compile(",").splitAsStream(text).toList();
    List<String> texts = split.isEmpty() ? List.of(text) : split;
    return option.axis(texts, Collections.nCopies(texts.size(), Origin.FLAG));
  }

  /** What the command line gave, each option on its own. */
  public OptionValues given() {
    List<OptionValue<?>> values = new ArrayList<>();
    for (Option<?> option : options) {
      if (!isAxis(option)) {
        List<OptionValue<?>> one = several(option);
        if (one.size() > 1) {
          throw new ParameterException(line(), option + " is given twice");
        }
        values.addAll(one);
      }
    }
    return OptionValues.of(values);
  }

  /** What it gave, checked one beside the other, with defaults for the rest. */
  public OptionValues values() {
    return given().checked(warning -> {});
  }

  /** The axes that it gave. */
  public Grid axes() {
    Map<Option<?>, List<OptionValue<?>>> axes = new LinkedHashMap<>();
    for (Option<?> option : options) {
      List<OptionValue<?>> values = several(option);
      if (isAxis(option) && option.scope() == Scope.RUN && !values.isEmpty()) {
        axes.put(option, values);
      }
    }
    return new Grid(axes);
  }

  /** The values that it gave of an option; none where it did not. */
  public List<OptionValue<?>> several(Option<?> option) {
    OptionSpec spec = Objects.requireNonNull(specs.get(option));
    List<OptionValue<?>> values = new ArrayList<>();
    if (line().getParseResult().hasMatchedOption(spec)) {
      collect(option, spec.getValue(), values);
    }
    return values;
  }

  private CommandLine line() {
    return Objects.requireNonNull(command).commandLine();
  }

  /** picocli nests the values of an option that is given several times. */
  private static void collect(Option<?> option, Object given, List<OptionValue<?>> values) {
    if (given instanceof Collection<?> all) {
      all.forEach(one -> collect(option, one, values));
    } else {
      values.add(
          given instanceof OptionValue<?> value ? value : option.set((Boolean) given, Origin.FLAG));
    }
  }
}
