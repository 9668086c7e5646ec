package dev.incline.cli.options;

import dev.incline.wording.Misspelt;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A number of the command line, in decimal. What is none is refused, with what it was likely meant
 * to be: a decimal comma, signs between thousands.
 *
 * @param whole whether it has no fraction
 */
public record NumberText<T>(Function<String, T> read, boolean whole) implements ITypeConverter<T> {
  /** Makes a command line, and its commands, read every number so. */
  public static void register(CommandLine line) {
    line.registerConverter(double.class, new NumberText<>(Double::valueOf, false));
    line.registerConverter(Double.class, new NumberText<>(Double::valueOf, false));
    line.registerConverter(int.class, new NumberText<>(Integer::valueOf, true));
    line.registerConverter(Integer.class, new NumberText<>(Integer::valueOf, true));
    line.registerConverter(long.class, new NumberText<>(Long::valueOf, true));
    line.registerConverter(Long.class, new NumberText<>(Long::valueOf, true));
  }

  @Override
  public T convert(String text) {
    try {
      return read.apply(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException(
          "'%s' is no %snumber%s"
              .formatted(text, whole ? "whole " : "", Misspelt.hint(text, whole)));
    }
  }
}
