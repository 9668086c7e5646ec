package dev.incline.cli;

import dev.incline.backend.opencl.cl.ClException;
import dev.incline.backend.ranks.RankException;
import dev.incline.cli.options.ExitCode;
import dev.incline.data.DataException;
import dev.incline.file.FileNames;
import dev.incline.run.device.NoSuchDeviceException;
import dev.incline.run.device.WrongDeviceException;
import dev.incline.shadow.BreachException;
import dev.incline.train.DivergedException;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Reason;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** What a command failed of, told to its user. */
final class Failures {
  private static final Logger log = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /** One line for the user, the stack trace only with -v. Returns the exit code. */
  static int tell(Exception thrown, CommandLine command, ParseResult arguments) {
    log.debug("{} failed", command.getCommandName(), thrown);
    Throwable failure = Reason.origin(thrown);
    boolean expected = isExpected(failure);
    String message = expected ? String.valueOf(failure.getMessage()) : failure.toString();
    if (failure instanceof InvalidPathException name) {
      message = FileNames.message(name);
    }
    command.getErr().println("incline: " + message);
    if (!expected) {
      command.getErr().println("This should not happen; run again with -v for the stack trace");
    }
    return exitCode(failure);
  }

  /** A failure whose message was written for the user. */
  private static boolean isExpected(Throwable failure) {
    return exitCode(failure) != ExitCode.FAILED
        || failure instanceof DataException
        || failure instanceof ClException
        || failure instanceof RankException
        || failure instanceof InvalidPathException
        || failure instanceof IOException;
  }

  private static int exitCode(Throwable failure) {
    if (failure instanceof InvalidOptionException) {
      return ExitCode.WRONG_USAGE;
    } else if (failure instanceof NoSuchDeviceException) {
      return ExitCode.NO_SUCH_DEVICE;
    } else if (failure instanceof BreachException
        || failure instanceof WrongDeviceException
        || (failure instanceof RankException ranks && ranks.isWrong())) {
      return ExitCode.MISMATCH;
    } else if (failure instanceof DivergedException) {
      return ExitCode.DIVERGED;
    }
    return ExitCode.FAILED;
  }
}
