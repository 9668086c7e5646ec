package dev.incline.cli.options;

import dev.incline.option.KnownNames;
import dev.incline.option.Option;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Misspelt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in plain words: the flag, what it takes, what it got. */
public final class Misuse {
  /** The part of a description that says what a number may be. */
  private static final Pattern RANGE =
      Pattern.compile(
          "(?:(?:a|one or more|up to \\d+) )?(?:whole )?numbers?\\b[^;(,]*|from \\d[^;(,]*");

  /** How converters say it: the value, then what it is not. */
  private static final Pattern REFUSED = Pattern.compile("'(.*)' is not (.*)", Pattern.DOTALL);

  private Misuse() {}

  /** One line. */
  public static String message(ParameterException failure) {
    String said = String.valueOf(failure.getMessage());
    if (failure.getCause() instanceof InvalidOptionException refused) {
      return String.valueOf(refused.getMessage()); // by the option's declaration
    } else if (failure instanceof UnmatchedArgumentException unmatched) {
      return unknown(unmatched.getUnmatched(), failure.getCommandLine().getCommandSpec());
    } else if (failure instanceof MissingParameterException missing) {
      return missing(missing.getMissing());
    } else if (failure instanceof OverwrittenOptionException twice) {
      return "%s is given twice".formatted(name(twice.getOverwritten()));
    } else if (failure.getArgSpec() == null) {
      return said.replaceFirst("option '(.*)' should be specified without .*", "$1 takes no value");
    }
    ArgSpec arg = failure.getArgSpec();
    return said.startsWith("Expected parameter") ? missing(List.of(arg)) : refused(arg, failure);
  }

  private static String refused(ArgSpec arg, ParameterException failure) {
    String given = String.valueOf(failure.getValue());
    String taken = takes(arg);
    String reason = String.valueOf(failure.getMessage());
    if (failure.getCause() instanceof TypeConversionException refusal) {
      reason = String.valueOf(refusal.getMessage());
      Matcher matcher = REFUSED.matcher(reason);
      if (matcher.matches()) {
        given = matcher.group(1);
        taken = taken.isEmpty() ? matcher.group(2) : taken;
      }
    }
    return taken.isEmpty()
        ? "%s: %s".formatted(name(arg), reason)
        : "%s must be %s, not '%s'%s".formatted(name(arg), taken, given, hint(arg, taken, given));
  }

  /** What it was likely meant to be: a number written otherwise, or one of a few words. */
  private static String hint(ArgSpec arg, String taken, String given) {
    Class<?> kind = kind(arg);
    if (isNumber(kind)) {
      return Misspelt.hint(given, kind != double.class && kind != Double.class);
    }
    return taken.matches("[a-z-]+((, | or )[a-z-]+)+")
        ? KnownNames.nearest(given, List.of(taken.split(", | or ", -1)))
            .map(near -> ": did you mean '" + near + "'?")
            .orElse("")
        : "";
  }

  /** Such as {@code a number from 0 to 1}; empty where the type does not say. */
  private static String takes(ArgSpec arg) {
    Class<?> kind = kind(arg);
    if (arg.userObject() instanceof Option<?> declared) {
      return declared.kind().legal();
    } else if (arg.converters().length > 0) {
      return ""; // the converter says it
    } else if (kind.isEnum()) {
      List<String> names = typed(kind);
      int last = names.size() - 1;
      return String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    } else if (kind == boolean.class || kind == Boolean.class) {
      return "true or false";
    } else if (!isNumber(kind)) {
      return "";
    }
    String text = String.join(" ", arg.description());
    Matcher range = RANGE.matcher(text);
    boolean whole = kind != double.class && kind != Double.class;
    return range.find()
        ? range.group().replaceFirst("^from", "a whole number from").strip().replaceAll("[,.]$", "")
        : whole ? "a whole number" : "a number";
  }

  private static boolean isNumber(Class<?> kind) {
    return Number.class.isAssignableFrom(kind)
        || List.of(int.class, long.class, double.class).contains(kind);
  }

  /** Of a list, that of its elements. */
  private static Class<?> kind(ArgSpec arg) {
    Class<?>[] elements = arg.auxiliaryTypes();
    return arg.type() == List.class && elements.length > 0 ? elements[0] : arg.type();
  }

  /** The values of an enum as a user types them; none for another type. */
  public static List<String> typed(Class<?> kind) {
    Object[] values = kind.getEnumConstants();
    return values == null ? List.of() : Arrays.stream(values).map(Misuse::typed).toList();
  }

  /** A value of an enum as a user types it. */
  public static String typed(Object value) {
    return value instanceof Enum<?> one ? one.name().toLowerCase(Locale.ROOT) : value.toString();
  }

  private static String missing(List<ArgSpec> args) {
    ArgSpec first = args.get(0);
    if (first instanceof OptionSpec) {
      String taken = takes(first);
      return "%s needs a value%s"
          .formatted(name(first), taken.isEmpty() ? ": " + first.paramLabel() : ": " + taken);
    }
    return "%s %s missing"
        .formatted(
            String.join(" and ", args.stream().map(Misuse::name).toList()),
            args.size() == 1 ? "is" : "are");
  }

  private static String unknown(List<String> unmatched, CommandSpec command) {
    String first =
        unmatched.stream().filter(a -> a.startsWith("-")).findFirst().orElse(unmatched.get(0));
    boolean option = first.startsWith("-") && first.length() > 1;
    if (!option && !command.subcommands().isEmpty()) {
      List<String> names = List.copyOf(command.subcommands().keySet());
      return "unknown command '%s'%s"
          .formatted(
              first, suggested(first, names, "").orElse(": there are " + String.join(", ", names)));
    } else if (!option) {
      return "unexpected argument '%s': an option begins with --".formatted(first);
    }
    String bare = first.replaceFirst("^-+", "").replaceFirst("=.*", "");
    List<String> names = new ArrayList<>();
    command.optionsMap().keySet().stream()
        .filter(name -> name.startsWith("--"))
        .forEach(name -> names.add(name.substring(2)));
    return "unknown option %s%s"
        .formatted(first.replaceFirst("=.*", ""), suggested(bare, names, "--").orElse(""));
  }

  private static Optional<String> suggested(String wrong, List<String> known, String dashes) {
    return KnownNames.nearest(wrong, known)
        .map(near -> ": did you mean '%s%s'?".formatted(dashes, near));
  }

  private static String name(ArgSpec arg) {
    return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
  }
}
