package dev.incline.cli;

import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command {@code incline}. */
@Command(
    name = "incline",
    description = "Trains neural-network classifiers on any OpenCL device.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed",
      "2:wrong usage",
      "3:verification found a mismatch",
      "4:no such device",
      "5:training diverged"
    },
    subcommands = {})
public final class Main implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(Main.class);

  @Spec private CommandSpec spec;

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs one command line and returns its exit code; never ends the process. */
  static int run(String... args) {
    return new CommandLine(new Main()).setExecutionExceptionHandler(Main::failed).execute(args);
  }

  /** Without a command there is nothing to do. */
  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  /** One line for the user; the stack trace only with -Dincline.log=DEBUG. */
  private static int failed(Exception failure, CommandLine command, ParseResult arguments) {
    log.debug("{} failed", command.getCommandName(), failure);
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    command.getErr().println(command.getColorScheme().errorText("incline: " + message));
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** The version in the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"incline " + (version == null ? "(unpackaged)" : version)};
    }
  }
}
