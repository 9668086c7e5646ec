package dev.incline.cli.options;

import dev.incline.model.Initializer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An initializer such as {@code normal:0.001}. */
public final class InitializerText implements ITypeConverter<Initializer> {
  public static final String DESCRIPTION =
      "Initial weights, "
          + Initializer.SYNTAX
          + " (default: normal:0.001; with ReLU on the logits half-normal:0.01)";

  @Override
  public Initializer convert(String text) {
    try {
      return Initializer.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
