package dev.incline.cli;

import dev.incline.backend.Backend;
import dev.incline.data.NpyArray;
import dev.incline.data.NpzFile;
import dev.incline.inspect.Batch;
import dev.incline.inspect.StepTrace;
import dev.incline.model.Weights;
import dev.incline.train.InvalidOptionException;
import dev.incline.train.OutputFile;
import dev.incline.train.RunFolder;
import dev.incline.train.TrainOptions;
import dev.incline.wording.Numeral;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code incline trace}. */
@Command(
    name = "trace",
    sortOptions = false,
    description = {
      "Takes one training step and writes every tensor of it, to hold an implementation of your own against.",
      "",
      "The names: X and y, the batch; W1, b1, ...; Z1 = X W1 + b1 and H1 = act(Z1) of each hidden layer; Z, the last"
          + " layer's sum, and R = ReLU(Z) where the logits have one; S = softmax; losses of each row and loss, their"
          + " mean; prediction; dR, dZ, dH1, dZ1: the gradients of the mean loss by R, Z, H1, Z1; dW1, db1, ...,"
          + " without L2; W1_new, b1_new, ..., after W -= lr (dW + l2 W) and b -= lr db.",
      "",
      "All are the device's own float32; but S, which a step never stores, is taken from the logits in float64.",
      ""
    })
final class TraceCommand implements Callable<Integer> {
  private static final String DEFAULT = " (default: ${DEFAULT-VALUE})";

  @Mixin private StepOptions step;

  @Option(
      names = "--lr",
      paramLabel = "RATE",
      defaultValue = "0.1",
      description = "Learning rate, " + TrainOptions.LEARNING_RATE + DEFAULT)
  private double learningRate = 0.1;

  @Option(
      names = "--l2",
      paramLabel = "LAMBDA",
      defaultValue = "0.001",
      description = "L2 on weights, not on biases, " + TrainOptions.L2 + DEFAULT)
  private double l2 = 0.001;

  @Mixin private DeviceOptions device;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "trace.npz",
      description = "The npz file to write; numpy.load reads it" + DEFAULT)
  private Path out = Path.of("trace.npz");

  @Option(names = "--overwrite", description = "Replace a file that incline did not write")
  private boolean overwrite;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, NoSuchDeviceException {
    step.validate();
    device.validate();
    TrainOptions.requireStep(learningRate, l2);
    if (!out.toString().endsWith(".npz")) {
      throw new InvalidOptionException("--out must be a file that ends in .npz, not " + out);
    }
    OutputFile.require(out, "--out", overwrite, NpzFile::wrote);
    Batch batch = step.batch();
    Weights weights = step.weights(batch);
    PrintWriter stdout = spec.commandLine().getOut();
    try (RunFolder folder = RunFolder.at(Objects.requireNonNull(out.toAbsolutePath().getParent()));
        Backend backend = device.open()) {
      Map<String, NpyArray> tensors =
          UnderWay.during(
              "taking the step on " + backend.name(),
              () -> StepTrace.of(backend, weights, batch, learningRate, l2));
      folder.write(
          Objects.requireNonNull(out.getFileName()).toString(),
          file -> NpzFile.write(file, tensors));
      stdout.printf(
          Locale.ROOT,
          "one step of %s on %s%n%s, weights %s, lr %s, l2 %s%n%n",
          weights.network(),
          backend.name(),
          step.batchSource(),
          step.weightsSource(),
          Numeral.of(learningRate),
          Numeral.of(l2));
      print(stdout, tensors);
    }
    stdout.printf("%nwritten to %s%n", out);
    stdout.flush();
    return Main.DONE;
  }

  private static void print(PrintWriter out, Map<String, NpyArray> tensors) {
    out.println(row("tensor", "shape", "type", "norm", "smallest", "largest"));
    tensors.forEach(
        (name, array) -> {
          double squares = 0;
          double smallest = Double.POSITIVE_INFINITY;
          double largest = Double.NEGATIVE_INFINITY;
          for (int i = 0; i < array.size(); i++) {
            squares += array.get(i) * array.get(i);
            smallest = Math.min(smallest, array.get(i));
            largest = Math.max(largest, array.get(i));
          }
          out.println(
              row(
                  name,
                  array.sizes(),
                  array.type(),
                  number(Math.sqrt(squares)),
                  number(smallest),
                  number(largest)));
        });
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6g", value);
  }

  private static String row(String... cells) {
    return String.format("%-11s %-12s %-4s %13s %13s %13s", (Object[]) cells);
  }
}
