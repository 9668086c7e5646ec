package dev.incline.cli.data;

import dev.incline.cli.options.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code incline data}. */
@Command(
    name = "data",
    description = "Examines, describes and downloads datasets.",
    subcommands = {DataCheckCommand.class, DataDescribeCommand.class, DataDownloadCommand.class})
public final class DataCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.WRONG_USAGE;
  }
}
