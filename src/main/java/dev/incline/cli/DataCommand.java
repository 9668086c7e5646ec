package dev.incline.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code incline data}. */
@Command(
    name = "data",
    description = "Examines and downloads datasets.",
    subcommands = {DataCheckCommand.class, DataDownloadCommand.class})
final class DataCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    return Main.missing(spec);
  }
}
