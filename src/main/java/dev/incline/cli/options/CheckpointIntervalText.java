package dev.incline.cli.options;

import dev.incline.train.checkpoint.CheckpointInterval;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Such as {@code 500} or {@code 30s}. */
public final class CheckpointIntervalText implements ITypeConverter<CheckpointInterval> {
  @Override
  public CheckpointInterval convert(String text) {
    try {
      return CheckpointInterval.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("'" + text + "' is not " + CheckpointInterval.SYNTAX);
    }
  }
}
