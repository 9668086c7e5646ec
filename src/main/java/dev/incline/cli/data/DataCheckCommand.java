package dev.incline.cli.data;

import dev.incline.cli.options.ExitCode;
import dev.incline.data.check.DataCheck;
import dev.incline.data.format.DataRequest;
import dev.incline.file.Json;
import dev.incline.run.watch.DataOpening;
import dev.incline.run.watch.UnderWay;
import dev.incline.wording.Numeral;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code incline data check}. */
@Command(
    name = "check",
    sortOptions = false,
    description = {
      "Looks for errors in a data set before training, and gives a verdict: headers, sizes, labels and their balance, the range"
          + " of pixels, duplicates, rows that are in both training and test set, and whether it is a known set.",
      "Exit code 1 if an error is found. 'incline data describe' shows what is in it."
    })
public final class DataCheckCommand implements Callable<Integer> {
  @Mixin private final DataPath path = new DataPath();

  @Option(names = "--json", description = "Print the findings as one JSON document")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    DataRequest request = path.request();
    Path chosen = request.path();
    DataCheck check;
    try (UnderWay underWay = UnderWay.begin("examining " + chosen)) {
      check = DataCheck.of(() -> DataOpening.of(request, underWay));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> root = new LinkedHashMap<>();
      root.put("folder", chosen.toString());
      root.put("taken", check.taken());
      root.put("usable", check.isUsable());
      root.put("knownAs", check.knownAs());
      root.put("sets", check.sets());
      root.put("findings", check.findings());
      out.println(Json.text(root));
    } else {
      print(out, chosen, check);
    }
    out.flush();
    return check.isUsable() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static void print(PrintWriter out, Path folder, DataCheck check) {
    String known = check.knownAs();
    String taken = check.taken().isEmpty() ? "" : ": taken for " + check.taken();
    out.println(folder + taken + (known == null ? "" : " of " + known));
    check.sets().forEach(set -> out.println(DescriptionText.figures(set)));
    out.println();
    for (DataCheck.Finding finding : check.findings()) {
      out.printf("%-8s %s%n", finding.severity().name().toLowerCase(Locale.ROOT), finding.text());
    }
    long warnings =
        check.findings().stream().filter(f -> f.severity() == DataCheck.Severity.WARNING).count();
    out.println(
        !check.isUsable()
            ? "verdict: do not train on this"
            : warnings == 0
                ? "verdict: fine"
                : "verdict: usable, with " + Numeral.count(warnings, "warning"));
  }
}
