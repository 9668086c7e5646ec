package dev.incline.cli.data;

import dev.incline.cli.options.Flags;
import dev.incline.data.format.DataRequest;
import dev.incline.option.DataOptions;
import dev.incline.option.OptionValues;
import dev.incline.option.Origin;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The data that a command is about: a path, and the options that say what it holds. */
final class DataPath {
  @Parameters(
      arity = "0..1",
      paramLabel = "PATH",
      description = DataOptions.DATA_HELP + " (default: " + DataOptions.DATA_USUAL + ")")
  private @Nullable Path path;

  @Mixin private final Flags flags = Flags.of(DataOptions.besidePath());

  DataRequest request() {
    OptionValues values = flags.values();
    return (path == null ? values : values.with(DataOptions.DATA, path, Origin.FLAG)).data();
  }
}
