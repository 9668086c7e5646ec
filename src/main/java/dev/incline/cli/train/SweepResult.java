package dev.incline.cli.train;

import dev.incline.cli.options.ExitCode;
import dev.incline.file.Json;
import dev.incline.sweep.SweepObserver;
import dev.incline.wording.InvalidOptionException;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine;

/**
 * What a sweep came to, told to its user.
 *
 * @param line whose command it was
 */
record SweepResult(Search.Found found, CommandLine line) {
  /** Of all runs. Returns the exit code. */
  int tell(boolean json) {
    PrintWriter stdout = line.getOut();
    if (json) {
      stdout.println(Json.text(SweepSummary.document(found.sweep(), found.outcome())));
    } else {
      stdout.print(SweepSummary.of(found.sweep(), found.outcome()));
    }
    stdout.flush();
    PrintWriter said = json ? line.getErr() : stdout;
    found.sentences().forEach(said::println);
    return code(found.outcome().ends().values(), found.isOpen());
  }

  /** Of one run, whatever the others are at. Returns the exit code. */
  int tell(String only) {
    if (!found.sweep().runs().containsKey(only)) {
      throw new InvalidOptionException(
          "--only: the sweep has no run %s, or not before other runs are over".formatted(only));
    }
    SweepObserver.RunEnd end = found.outcome().ends().get(only);
    String state = end == null ? "another process is at it" : SweepPrinter.state(end);
    line.getOut().println(only + "  " + state);
    return code(end == null ? List.of() : List.of(end), end == null);
  }

  private static int code(Collection<SweepObserver.RunEnd> ends, boolean open) {
    if (ends.stream().anyMatch(SweepObserver.RunEnd::isWrong)) {
      return ExitCode.MISMATCH;
    }
    return open || ends.stream().anyMatch(SweepObserver.RunEnd::isFailed)
        ? ExitCode.FAILED
        : ExitCode.DONE;
  }
}
