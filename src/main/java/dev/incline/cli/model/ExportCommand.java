package dev.incline.cli.model;

import dev.incline.cli.options.ExitCode;
import dev.incline.data.Classes;
import dev.incline.data.TableColumns;
import dev.incline.export.ExportFormat;
import dev.incline.model.Network;
import dev.incline.store.SavedModel;
import dev.incline.wording.CsvRecord;
import dev.incline.wording.InvalidOptionException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code incline export}. */
@Command(
    name = "export",
    sortOptions = false,
    description = {
      "Writes a saved model in the format of another tool, and prints the lines of Python that use it.",
      "",
      "onnx: bytes in, probabilities out, for ONNX Runtime and others. pytorch: safetensors for an"
          + " nn.Sequential. keras, numpy: an npz file of W1, b1, W2, ... csv: a folder with a file for each of"
          + " these."
    })
public final class ExportCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "MODEL", description = ModelFile.DESCRIPTION)
  private Path given = Path.of("");

  @Option(
      names = "--to",
      paramLabel = "FORMAT",
      required = true,
      description = "Format: onnx, pytorch, keras, numpy or csv")
  private @Nullable ExportFormat to;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "The file to write, or with --to csv the folder (default: beside the model: model.onnx,"
              + " model.pytorch.safetensors, model.npz, model-csv)")
  private @Nullable Path out;

  @Option(
      names = "--overwrite",
      description = "Replace files that this command did not write, and any CSV file")
  private boolean overwrite;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    ModelFile model = ModelFile.read(given);
    ExportFormat format = Objects.requireNonNull(to);
    Network network = model.model().weights().network();
    Path target = out == null ? format.beside(model.path()) : out;
    if (Files.exists(target) && Files.isSameFile(target, model.path())) {
      throw new InvalidOptionException("--out would replace the model: " + target);
    }
    format.require(model.model(), target, overwrite);
    format.write(model.model(), target);
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.printf("%s written to %s%n", network, target);
    stdout.printf(
        Locale.ROOT,
        "%nin Python, with %s [batch, %d]%n%n",
        model.model().scaling() == null ? "pixels: uint8" : "features: float64",
        network.inputs());
    format.lines(model.model(), target).forEach(line -> stdout.println("    " + line));
    columns(model.model()).forEach(line -> stdout.printf("%n%s%n", line));
    stdout.flush();
    return ExitCode.DONE;
  }

  /** Which column is what, where that is no number from 0. */
  private static List<String> columns(SavedModel model) {
    List<String> lines = new ArrayList<>();
    TableColumns columns = model.columns();
    Network network = model.weights().network();
    if (!columns.names().isEmpty() || columns.hasWords()) {
      lines.add(
          "columns of features: "
              + CsvRecord.of(
                  IntStream.range(0, network.inputs()).mapToObj(columns::feature).toList()));
    }
    if (!model.classes().equals(Classes.numbered(network.classes()))) {
      lines.add("columns of probabilities: " + CsvRecord.of(model.classes()));
    }
    return lines;
  }
}
