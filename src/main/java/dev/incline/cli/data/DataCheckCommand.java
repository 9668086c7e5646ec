package dev.incline.cli.data;

import dev.incline.cli.options.ExitCode;
import dev.incline.cli.options.Flags;
import dev.incline.data.check.DataCheck;
import dev.incline.data.check.Description;
import dev.incline.data.format.DataRequest;
import dev.incline.file.Json;
import dev.incline.option.DataOptions;
import dev.incline.option.OptionValues;
import dev.incline.option.Origin;
import dev.incline.run.watch.DataOpening;
import dev.incline.run.watch.UnderWay;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code incline data check}. */
@Command(
    name = "check",
    sortOptions = false,
    description = {
      "Describes a data set and finds its errors before training: headers, sizes, labels and their balance, the range"
          + " of pixels, duplicates, rows that are in both training and test set, and whether it is a known set.",
      "Exit code 1 if an error is found."
    })
public final class DataCheckCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "PATH",
      description = DataOptions.DATA_HELP + " (default: " + DataOptions.DATA_USUAL + ")")
  private @Nullable Path path;

  @Mixin private final Flags flags = Flags.of(DataOptions.besidePath());

  @Option(names = "--json", description = "Print the findings as one JSON document")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    OptionValues values = flags.values();
    if (path != null) {
      values = values.with(DataOptions.DATA, path, Origin.FLAG);
    }
    DataRequest request = values.data();
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
    for (Description d : check.sets()) {
      out.printf(
          Locale.ROOT,
          "%n%s: %,d %s, %s to %s, mean %.1f, %.1f %% zeros%n",
          d.name(),
          d.rows(),
          d.pixels()
              ? Phrase.of(
                  "rows of %d x %d %spixels",
                  d.height(), d.width(), d.channels() == 3 ? "coloured " : "")
              : Phrase.of("rows of %,d numbers", d.width()),
          d.smallest(),
          d.largest(),
          d.mean(),
          100 * d.zeros());
      StringBuilder labels = new StringBuilder("  label");
      StringBuilder rows = new StringBuilder("  rows ");
      for (int c = 0; c < d.perClass().length; c++) {
        String cell = "%" + Math.max(7, d.classes().get(c).length() + 1);
        labels.append(String.format(Locale.ROOT, cell + "s", d.classes().get(c)));
        rows.append(String.format(Locale.ROOT, cell + "d", d.perClass()[c]));
      }
      out.println(labels);
      out.println(rows);
    }
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
