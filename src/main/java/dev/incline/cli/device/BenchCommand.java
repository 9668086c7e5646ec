package dev.incline.cli.device;

import dev.incline.backend.Backend;
import dev.incline.backend.opencl.forecast.Forecast;
import dev.incline.backend.opencl.forecast.GpuDescription;
import dev.incline.bench.Bench;
import dev.incline.bench.BenchReport;
import dev.incline.bench.Stopwatch;
import dev.incline.bench.TrainingRate;
import dev.incline.cli.options.ExitCode;
import dev.incline.cli.options.Flags;
import dev.incline.data.DataSource;
import dev.incline.data.Dataset;
import dev.incline.experiment.Configuration;
import dev.incline.file.Json;
import dev.incline.model.Activation;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.option.DataOptions;
import dev.incline.option.Options;
import dev.incline.plan.Planner;
import dev.incline.plan.Source;
import dev.incline.run.device.ChosenDevice;
import dev.incline.run.device.NoSuchDeviceException;
import dev.incline.run.watch.DataOpening;
import dev.incline.run.watch.UnderWay;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code incline bench}. */
@Command(
    name = "bench",
    sortOptions = false,
    description = {
      "Measures a device: launch cost, copies, matrix products, then training, and what bounds it.",
      "Takes a few minutes. Nothing else should run on the machine. Every number is a median."
    })
public final class BenchCommand implements Callable<Integer> {
  private static final String WORKS =
      "softmax (regression), or the widths of the hidden layers, as in 128 or 512-256, or of all"
          + " layers, as in 784-128-10";
  private static final String BATCHES = "whole numbers from 1 to the number of training rows";
  private static final List<Integer> MEASURED = List.of(1, 8, 32, 64, 128, 256, 512, 1024, 4096);
  private static final List<Integer> MODELLED = List.of(64, 512);
  private static final int INPUTS = 784;
  private static final int CLASSES = 10;
  private static final int MAX_BATCH = 1 << 20;
  private static final String DEFAULT = " (default: ${DEFAULT-VALUE})";

  @Option(
      names = "--works",
      paramLabel = "WORK[,WORK...]",
      split = ",",
      hideParamSyntax = true,
      defaultValue = "softmax,128,1024,512-256",
      description = "Networks to train: " + WORKS + DEFAULT)
  private List<String> works = List.of();

  @Option(
      names = "--batches",
      paramLabel = "N[,N...]",
      split = ",",
      hideParamSyntax = true,
      description = {
        "Batch sizes to train each with, "
            + BATCHES
            + " (default: those of 1,8,32,64,128,256,512,1024,4096 for which there are rows; with --model 64,512)"
      })
  private List<Integer> batches = List.of();

  @Mixin private final Flags data = Flags.of(DataOptions.rows());

  @Mixin private final Flags flags = Flags.device();

  @Option(
      names = "--model",
      paramLabel = "GPU|FILE",
      description = {
        "Measure nothing; print what a model says that steps take on a GPU: h200, h100, a100, rtx3060, mi210 or"
            + " arc770, or one that a JSON file describes"
      })
  private @Nullable String model;

  @Option(names = "--quick", description = "Shorter measurements: a look, not numbers to quote")
  private boolean quick;

  @Option(names = "--json", description = "Print the results as one JSON document")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, NoSuchDeviceException {
    if (batches.isEmpty() && model != null) {
      batches = MODELLED;
    }
    return model == null ? measure() : forecast(GpuFile.of(model));
  }

  private int measure() throws NoSuchDeviceException {
    ChosenDevice device = new ChosenDevice(flags.values());
    Path folder = data.values().get(DataOptions.DATA);
    DataSource source = DataOpening.of(data.values().data(), spec.commandLine().getErr());
    Configuration configuration =
        Configuration.of(data.values(), spec.commandLine().getErr()::println);
    Dataset training = UnderWay.during("reading " + folder, () -> configuration.training(source));
    Bench bench = bench(training);
    PrintWriter out = spec.commandLine().getOut();
    try (Backend backend = device.open();
        UnderWay underWay = UnderWay.begin("measuring")) {
      BenchTable table =
          json
              ? new BenchTable(new PrintWriter(Writer.nullWriter()), () -> {})
              : new BenchTable(out, underWay::restart);
      table.head(backend.name());
      BenchReport report = bench.run(backend, training, table);
      table.foot();
      if (json) {
        underWay.clear();
        out.println(Json.text(report));
      }
    }
    out.flush();
    return ExitCode.DONE;
  }

  /** On images of MNIST's size: nothing is read. */
  private int forecast(GpuDescription gpu) {
    for (int batch : batches) {
      if (batch < 1 || batch > MAX_BATCH) {
        throw new InvalidOptionException(
            Phrase.of("--batches must be from 1 to %,d with --model, not %d", MAX_BATCH, batch));
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    ForecastTable table = new ForecastTable(out);
    List<Map<String, Object>> all = new ArrayList<>();
    if (!json) {
      table.head(gpu);
    }
    for (String work : works) {
      Network network = network(work, INPUTS, CLASSES);
      for (int batch : batches) {
        Source source = Source.of("training", batch, INPUTS, batch);
        List<Forecast> forms =
            Forecast.of(gpu, Planner.trainingStep(network, source, batch, Recipe.STANDARD));
        if (json) {
          all.add(Map.of("network", network.toString(), "batch", batch, "forms", forms));
        } else {
          table.step(network.toString(), batch, forms);
        }
      }
    }
    if (json) {
      out.println(Json.text(Map.of("model", gpu, "steps", all)));
    }
    out.flush();
    return ExitCode.DONE;
  }

  /**
   * @throws InvalidOptionException naming the flag and the legal range
   */
  private Bench bench(Dataset training) {
    int rows = TrainingRate.samples(training.rows());
    if (batches.isEmpty()) {
      batches = MEASURED.stream().filter(size -> size <= rows).toList();
    }
    for (int batch : batches) {
      if (batch < 1 || batch > rows) {
        throw new InvalidOptionException(
            Phrase.of("--batches must be %s, here %,d, not %d", BATCHES, rows, batch));
      }
    }
    List<Network> networks = new ArrayList<>();
    for (String work : works) {
      networks.add(network(work, training.features(), training.classes()));
    }
    return quick
        ? new Bench(networks, batches, List.of(512, 1024), 4, Stopwatch.QUICK)
        : new Bench(networks, batches, List.of(512, 1024, 2048), 64, Stopwatch.FULL);
  }

  /** Reads {@link #WORKS}. */
  public static Network network(String work, int inputs, int classes) {
    if (work.equalsIgnoreCase("softmax")) {
      return Network.softmaxRegression(inputs, classes, true);
    }
    List<Integer> hidden = new ArrayList<>();
    for (String width : work.split("-", -1)) {
      if (!width.matches("[1-9]\\d{0,4}") || Integer.parseInt(width) > Options.WIDEST) {
        throw new InvalidOptionException(
            Phrase.of("--works must be %s (widths up to %d), not %s", WORKS, Options.WIDEST, work));
      }
      hidden.add(Integer.valueOf(width));
    }
    int last = hidden.size() - 1;
    if (last >= 2 && hidden.get(0) == inputs && hidden.get(last) == classes) {
      hidden = hidden.subList(1, last);
    }
    return Network.mlp(inputs, hidden, classes, Activation.SIGMOID);
  }
}
