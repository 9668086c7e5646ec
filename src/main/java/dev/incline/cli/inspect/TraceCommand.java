package dev.incline.cli.inspect;

import dev.incline.backend.Backend;
import dev.incline.cli.options.ExitCode;
import dev.incline.cli.options.Flags;
import dev.incline.data.DataException;
import dev.incline.data.NpyArray;
import dev.incline.data.NpzFile;
import dev.incline.inspect.Batch;
import dev.incline.inspect.StepComparison;
import dev.incline.inspect.StepRates;
import dev.incline.inspect.StepTrace;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.model.Weights;
import dev.incline.option.Options;
import dev.incline.run.device.ChosenDevice;
import dev.incline.run.device.NoSuchDeviceException;
import dev.incline.run.watch.UnderWay;
import dev.incline.store.OutputFile;
import dev.incline.store.RunFolder;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
      "Runs training steps and writes every tensor, or compares the tensors with those of your own program.",
      "",
      "The names: X and y, the batch; W1, b1, ...; Z1 = X W1 + b1 and H1 = act(Z1) of each hidden layer; Z, the last"
          + " layer's sum, and R = ReLU(Z) where the logits have one; S = softmax; losses of each row and loss, their"
          + " mean; prediction; dR, dZ, dH1, dZ1: gradients of the mean loss; dW1, db1, ...,"
          + " without L2; with --dropout mask1, 0 or 1/(1 - P), H1_dropped = H1 mask1, and dH1_dropped, of which dH1 is"
          + " taken by the same mask; with --class-weights class_weights, scaled over the rows;"
          + " W1_new, b1_new, ..., after the optimizer's step, with sgd W -= lr (dW + l2 W) and b -= lr db;"
          + " what the optimizer keeps, before and after it: V1, vb1, ... of momentum and nesterov, M1, mb1, S1, sb1, ..."
          + " of adam and adamw. Those of a second step are called 2/X, 2/y and so on.",
      "",
      "All are float32 from the device, except S: a step never stores it, so it is computed from the logits in float64.",
      "Each step has the learning rate --lr. With --schedule or --warmup it has that of its --epoch and --position, in"
          + " an epoch of steps as long as the batch; 'incline train --print-schedule' lists the rates of a training. What"
          + " the optimizer keeps starts at 0, whatever the epoch.",
      ""
    })
public final class TraceCommand implements Callable<Integer> {
  private static final String DEFAULT = " (default: ${DEFAULT-VALUE})";
  private static final String FILE = "trace.npz";
  private static final String STEPS = "a whole number from 1 to 100";

  @Mixin private StepOptions step;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "1",
      description = {
        "Number of steps, " + STEPS + "; the rows are cut into that many batches" + DEFAULT
      })
  private int steps = 1;

  @Mixin
  private final Flags rates =
      Flags.of(
          Options.OPTIMIZER,
          Options.LR,
          Options.L2,
          Options.MOMENTUM,
          Options.BETA1,
          Options.BETA2,
          Options.EPSILON);

  @Mixin private RateOptions schedule;

  @Mixin private final Flags flags = Flags.device();

  @Option(
      names = "--compare",
      paramLabel = "MINE.npz",
      description = {
        "Compare with the tensors in this npz file, all or some of them, and name the likely mistake;"
            + " exit code 3 if a tensor is wrong. With --dropout, our steps take the masks of the file"
      })
  private @Nullable Path compare;

  @Option(names = "--json", description = "With --compare: print the comparison as JSON")
  private boolean json;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = {
        "The npz file to write; numpy.load reads it (default: " + FILE + "; none with --compare)"
      })
  private @Nullable Path out;

  @Option(names = "--overwrite", description = "Replace a file that incline did not write")
  private boolean overwrite;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, NoSuchDeviceException {
    Path target = out != null ? out : compare == null ? Path.of(FILE) : null;
    validate(target);
    ChosenDevice device = new ChosenDevice(flags.values());
    Map<String, NpyArray> mine = compare == null ? null : NpzFile.read(compare);
    List<Batch> batches = step.batches(steps);
    Weights weights = step.weights(batches.get(0));
    Recipe recipe = step.recipe(rates.values().with(schedule.values()), batches);
    StepRates learning =
        schedule.of(
            recipe, step.draw(), batches.get(0).rows(), batches.size(), step::usualEpochRows);
    PrintWriter stdout = spec.commandLine().getOut();
    try (Backend backend = device.open()) {
      Map<String, NpyArray> tensors =
          UnderWay.during(
              "taking the steps on " + backend.name(),
              () ->
                  StepTrace.of(
                      backend,
                      weights,
                      batches,
                      learning,
                      step.draw(),
                      mine == null ? Map.of() : mine));
      if (target != null) {
        write(target, tensors);
      }
      StepComparison.Result result =
          mine == null
              ? null
              : compared(weights.network(), batches.get(0), learning, tensors, mine);
      if (result != null && json) {
        stdout.println(TraceReport.document(heading(weights.network(), learning, backend), result));
      } else {
        stdout.println(heading(weights.network(), learning, backend) + "\n");
        stdout.print(result == null ? TraceReport.of(tensors) : TraceReport.of(result));
        if (target != null) {
          stdout.printf("%nwritten to %s%n", target);
        }
      }
      stdout.flush();
      return result == null || result.differing().isEmpty() ? ExitCode.DONE : ExitCode.MISMATCH;
    }
  }

  private void validate(@Nullable Path target) throws IOException {
    step.validate(schedule.isScheduled());
    schedule.validate(step.draw());
    if (steps < 1 || steps > 100) {
      throw new InvalidOptionException(Phrase.of("--steps must be %s, not %d", STEPS, steps));
    }
    if (json && compare == null) {
      throw new InvalidOptionException("--json goes with --compare: a trace is written to a file");
    }
    if (target == null) {
      return;
    }
    if (!target.toString().endsWith(".npz")) {
      throw new InvalidOptionException("--out must be a file that ends in .npz, not " + target);
    }
    if (compare != null && target.toAbsolutePath().equals(compare.toAbsolutePath())) {
      throw new InvalidOptionException("--out would replace the file of --compare: " + target);
    }
    OutputFile.require(target, "--out", overwrite, NpzFile::wrote);
  }

  private static void write(Path target, Map<String, NpyArray> tensors) throws IOException {
    try (RunFolder folder =
        RunFolder.at(Objects.requireNonNull(target.toAbsolutePath().getParent()))) {
      folder.write(
          Objects.requireNonNull(target.getFileName()).toString(),
          file -> NpzFile.write(file, tensors));
    }
  }

  private StepComparison.Result compared(
      Network network,
      Batch batch,
      StepRates learning,
      Map<String, NpyArray> ours,
      Map<String, NpyArray> mine) {
    try {
      return StepComparison.of(network, batch.rows(), learning, steps, ours, mine);
    } catch (DataException e) {
      throw new DataException(compare + ": " + e.getMessage(), e);
    }
  }

  private String heading(Network network, StepRates learning, Backend backend) {
    Recipe recipe = learning.recipe();
    return String.format(
        Locale.ROOT,
        "%s of %s on %s%n%s, weights %s, %s%s%s",
        steps == 1 ? "one step" : steps + " steps",
        network,
        backend.name(),
        step.batchSource(steps),
        step.weightsSource(),
        recipe.optimizer().words(learning.of(0)),
        step.masks(recipe),
        schedule.words(learning));
  }
}
