package dev.incline.cli.options;

import dev.incline.file.FileNames;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The name of a file. */
public final class PathText implements ITypeConverter<Path> {
  @Override
  public Path convert(String text) {
    try {
      return FileNames.path(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(FileNames.message(e));
    }
  }
}
