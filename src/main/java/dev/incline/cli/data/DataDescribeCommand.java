package dev.incline.cli.data;

import dev.incline.cli.options.ExitCode;
import dev.incline.data.DataSource;
import dev.incline.data.check.DataDescription;
import dev.incline.data.format.DataRequest;
import dev.incline.file.Json;
import dev.incline.run.watch.DataOpening;
import dev.incline.run.watch.UnderWay;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code incline data describe}. */
@Command(
    name = "describe",
    sortOptions = false,
    description = {
      "Shows what is in a data set: what it is taken for, the rows of both sets, the classes and their shares, each column of numbers"
          + " or the range of pixels, and copies of rows, within a set and in both.",
      "It gives no verdict: 'incline data check' looks for errors."
    })
public final class DataDescribeCommand implements Callable<Integer> {
  @Mixin private final DataPath path = new DataPath();

  @Option(
      names = "--picture",
      paramLabel = "FILE",
      description =
          "Write 40 images of the training set with their labels as a PNG: as many of each class as of any other, the first ones")
  private @Nullable Path picture;

  @Option(names = "--overwrite", description = "Replace a FILE that another program wrote")
  private boolean overwrite;

  @Option(names = "--json", description = "Print the description as one JSON document")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    ExamplesFile examples = picture == null ? null : new ExamplesFile(picture);
    if (examples != null) {
      examples.require(overwrite);
    }
    DataRequest request = path.request();
    DataDescription data;
    try (UnderWay underWay = UnderWay.begin("reading " + request.path())) {
      DataSource source = DataOpening.of(request, underWay);
      underWay.at("describing " + request.path());
      data = DataDescription.of(source);
      if (examples != null) {
        examples.write(source.training());
      }
    }
    data.warnings().forEach(w -> spec.commandLine().getErr().println("WARNING: " + w));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> root = new LinkedHashMap<>();
      root.put("data", request.path().toString());
      root.put("description", data);
      out.println(Json.text(root));
    } else {
      out.print(DescriptionText.of(request.path(), data));
    }
    out.flush();
    return ExitCode.DONE;
  }
}
