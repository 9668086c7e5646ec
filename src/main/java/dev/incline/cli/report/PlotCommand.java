package dev.incline.cli.report;

import dev.incline.cli.options.ExitCode;
import dev.incline.report.RunCurves;
import dev.incline.report.RunPage;
import dev.incline.run.watch.UnderWay;
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
    description =
        "Draws the loss and accuracy of a run over its epochs, as PNG and SVG, and writes its page"
            + " for a browser.")
public final class PlotCommand implements Callable<Integer> {
  @Parameters(arity = "1", paramLabel = "RUN", description = "Folder of the run")
  private @Nullable Path run;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for curves.png, curves.svg and report.html (default: the run's own)")
  private @Nullable Path out;

  @Option(names = "--overwrite", description = "Replace files that incline did not write")
  private boolean overwrite;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Path folder = Path.of(String.valueOf(run));
    RunPage page = UnderWay.during("reading " + folder, () -> RunPage.read(folder));
    Path target = out == null ? folder : out;
    boolean replaced = RunCurves.require(target, overwrite);
    replaced |= RunPage.require(target, overwrite);
    if (replaced && out != null) {
      spec.commandLine().getErr().printf("NOTE: replaced the curves in %s%n", target);
    }
    List<String> warnings =
        UnderWay.during(
            "drawing the curves",
            () -> {
              RunCurves.write(page.record().epochs(), target);
              return page.write(target);
            });
    warnings.forEach(warning -> spec.commandLine().getErr().println("WARNING: " + warning));
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.println(target.resolve(RunCurves.PNG));
    stdout.println(target.resolve(RunCurves.SVG));
    stdout.println(target.resolve(RunPage.FILE));
    stdout.flush();
    return ExitCode.DONE;
  }
}
