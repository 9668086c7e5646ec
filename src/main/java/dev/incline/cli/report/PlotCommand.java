package dev.incline.cli.report;

import dev.incline.cli.options.ExitCode;
import dev.incline.report.Run;
import dev.incline.report.RunCurves;
import dev.incline.run.watch.UnderWay;
import dev.incline.train.EpochRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code incline plot}. */
@Command(
    name = "plot",
    sortOptions = false,
    description = "Draws the loss and accuracy of a run over its epochs, as PNG and SVG.")
public final class PlotCommand implements Callable<Integer> {
  @Parameters(arity = "1", paramLabel = "RUN", description = "Folder of the run")
  private @Nullable Path run;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for curves.png and curves.svg (default: the run's own)")
  private @Nullable Path out;

  @Option(names = "--overwrite", description = "Replace files that incline did not write")
  private boolean overwrite;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Path folder = Path.of(String.valueOf(run));
    List<EpochRecord> epochs =
        UnderWay.during("reading " + folder, () -> Run.read(folder).history().epochs());
    Path target = out == null ? folder : out;
    if (RunCurves.require(target, overwrite) && out != null) {
      spec.commandLine().getErr().printf("NOTE: replaced the curves in %s%n", target);
    }
    UnderWay.during(
        "drawing the curves",
        () -> {
          RunCurves.write(epochs, target);
          return target;
        });
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.println(target.resolve(RunCurves.PNG));
    stdout.println(target.resolve(RunCurves.SVG));
    stdout.flush();
    return ExitCode.DONE;
  }
}
