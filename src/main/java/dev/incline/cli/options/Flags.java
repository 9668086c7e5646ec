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
import dev.incline.wording.InvalidOptionException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Declared options on a command line, as a mixin. picocli splits the line into options and texts;
 * what a text means says the declaration.
 */
@Command
public final class Flags {
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
          .auxiliaryTypes(String.class)
          .arity("1")
          .paramLabel(label + "[," + label + "...]")
          .description(
              form == Form.LIST ? help + ". Several layers are written 256-128 here" : help)
          .build();
    } else if (form == Form.TRUTH) {
      spec.type(boolean.class).negatable(true).defaultValue("true").fallbackValue("true");
    } else if (form == Form.SWITCH) {
      spec.type(boolean.class).arity("0");
    } else {
      spec.type(form == Form.LIST ? List.class : String.class)
          .auxiliaryTypes(String.class)
          .arity("1")
          .paramLabel(option.label());
    }
    return spec.description(help).build();
  }

  /**
   * What the command line gave, each option on its own.
   *
   * @throws ParameterException naming the flag and what it takes
   */
  public OptionValues given() {
    return said(
        () -> {
          List<OptionValue<?>> values = new ArrayList<>();
          specs.forEach(
              (option, spec) -> {
                if (isGiven(spec) && !isAxis(option)) {
                  values.add(value(option, spec.getValue()));
                }
              });
          return OptionValues.of(values);
        });
  }

  private static OptionValue<?> value(Option<?> option, Object given) {
    if (given instanceof Boolean on) {
      return option.set(on, Origin.FLAG);
    }
    return option.read(String.join(",", texts(given)), Origin.FLAG);
  }

  private static List<String> texts(Object given) {
    return given instanceof Collection<?> several
        ? several.stream().map(String::valueOf).toList()
        : List.of(given.toString());
  }

  /** What it gave, checked one beside the other, with defaults for the rest. */
  public OptionValues values() {
    return given().checked(warning -> {});
  }

  /** The axes that it gave. */
  public Grid axes() {
    Map<Option<?>, List<OptionValue<?>>> axes = new LinkedHashMap<>();
    specs.forEach(
        (option, spec) -> {
          if (isGiven(spec) && isAxis(option) && option.scope() == Scope.RUN) {
            axes.put(option, several(option));
          }
        });
    return new Grid(axes);
  }

  /** The values of an axis; the default where it is not given. */
  public List<OptionValue<?>> several(Option<?> option) {
    OptionSpec spec = Objects.requireNonNull(specs.get(option));
    if (!isGiven(spec)) {
      return List.of();
    }
    String all = String.join(",", texts(spec.getValue()));
    List<String> split = Pattern.compile(",").splitAsStream(all).toList();
    List<String> texts = split.isEmpty() ? List.of(all) : split;
    return said(() -> option.axis(texts, Collections.nCopies(texts.size(), Origin.FLAG)));
  }

  private boolean isGiven(OptionSpec spec) {
    return line().getParseResult().hasMatchedOption(spec);
  }

  private interface Reading<R> {
    R read();
  }

  /** A value that cannot be read is a mistake in the command line. */
  private <R> R said(Reading<R> reading) {
    try {
      return reading.read();
    } catch (InvalidOptionException e) {
      throw new ParameterException(line(), String.valueOf(e.getMessage()), e);
    }
  }

  private picocli.CommandLine line() {
    return Objects.requireNonNull(command).commandLine();
  }
}
