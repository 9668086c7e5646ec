package dev.incline.cli.device;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.tiling.ProductShape;
import dev.incline.cli.options.ExitCode;
import dev.incline.cli.options.Flags;
import dev.incline.file.Json;
import dev.incline.model.Network;
import dev.incline.model.Recipe;
import dev.incline.option.Options;
import dev.incline.plan.MatMul;
import dev.incline.plan.Planner;
import dev.incline.plan.Source;
import dev.incline.run.device.ChosenDevice;
import dev.incline.run.device.NoSuchDeviceException;
import dev.incline.run.device.OpenClSettings;
import dev.incline.run.watch.UnderWay;
import dev.incline.tune.TunedProduct;
import dev.incline.tune.TunedTiles;
import dev.incline.tune.Tuner;
import dev.incline.tune.TuningCache;
import dev.incline.tune.TuningKey;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code incline tune}. */
@Command(
    name = "tune",
    sortOptions = false,
    description = {
      "Finds the fastest tiles for the products of a network on an OpenCL device, and remembers them"
          + " for every later command. Tiles do not change results; each candidate is compared with plain"
          + " Java first.",
      "Tuning concerns dense products. On CPU devices the first layer's products of sparse images"
          + " are left to kernels that skip zeros, which have no tiles."
    })
public final class TuneCommand implements Callable<Integer> {
  private static final String DEFAULT = " (default: ${DEFAULT-VALUE})";
  private static final String INPUTS = "a whole number from 1 to 1000000";
  private static final String CLASSES = "a whole number from 2 to 256";

  @Mixin
  private final Flags flags =
      Flags.of(
          Options.MODEL, Options.HIDDEN, Options.ACTIVATION, Options.LOGIT_RELU, Options.BATCH);

  @Option(
      names = "--inputs",
      paramLabel = "N",
      defaultValue = "784",
      description = "Pixels of an image, " + INPUTS + DEFAULT)
  private int inputs = 784;

  @Option(
      names = "--classes",
      paramLabel = "N",
      defaultValue = "10",
      description = "Classes, " + CLASSES + DEFAULT)
  private int classes = 10;

  @Mixin private final Flags deviceFlags = Flags.device();

  @Option(names = "--quick", description = "Fewer candidates and shorter measurements")
  private boolean quick;

  @Option(names = "--list", description = "Print what is remembered, for all devices, and stop")
  private boolean list;

  @Option(names = "--clear", description = "Forget what is remembered, for all devices, and stop")
  private boolean clear;

  @Option(names = "--json", description = "Print one JSON document")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, NoSuchDeviceException {
    validate();
    TuningCache cache = OpenClSettings.tuningCache();
    if (list) {
      return list(cache);
    }
    if (clear) {
      int files = cache.clear();
      print(
          json
              ? Json.text(Map.of("deleted", files))
              : "forgot %s of tuned tiles in %s"
                  .formatted(Numeral.count(files, "file"), cache.folder()));
      return ExitCode.DONE;
    }
    return tune(cache);
  }

  private void validate() {
    if (list && clear) {
      throw new InvalidOptionException("--list does not go with --clear");
    }
    require(inputs >= 1 && inputs <= 1_000_000, "--inputs", INPUTS, inputs);
    require(classes >= 2 && classes <= 256, "--classes", CLASSES, classes);
  }

  private static void require(boolean legal, String flag, String range, int value) {
    if (!legal) {
      throw new InvalidOptionException(Phrase.of("%s must be %s, not %d", flag, range, value));
    }
  }

  private int tune(TuningCache cache) throws IOException, NoSuchDeviceException {
    ChosenDevice device = new ChosenDevice(deviceFlags.values());
    ClDevice chosen = device.openClDevice("it has no tiles");
    TuningKey key = TuningKey.of(chosen, device.kernels());
    Network network = flags.values().network(inputs, classes);
    int batch = flags.values().get(Options.BATCH);
    Source source = Source.of("training", batch, inputs, batch);
    List<MatMul> products =
        Tuner.products(Planner.trainingStep(network, source, batch, Recipe.STANDARD));
    if (!json) {
      print(Phrase.of("%s, batch %d, on %s%n", network, batch, chosen.title()));
      print(row("product", "default", "GFLOP/s", "best", "GFLOP/s", "gain", "tried"));
    }
    List<Tuner.ProductResult> outcomes;
    try (UnderWay underWay = UnderWay.begin("trying tiles")) {
      outcomes =
          device
              .tuner(chosen, quick)
              .tune(
                  products,
                  outcome -> {
                    if (!json) {
                      underWay.restart();
                      print(row(outcome));
                    }
                  });
    }
    List<TunedProduct> found = outcomes.stream().flatMap(o -> o.best().stream()).toList();
    Path file = null;
    if (!found.isEmpty()) {
      TunedTiles known = cache.read(key).orElse(new TunedTiles(key, List.of()));
      file = cache.write(known.with(found));
    }
    if (json) {
      print(Json.text(document(chosen, network, outcomes, file)));
    } else if (file != null) {
      print("%nremembered in %s".formatted(file));
    }
    return verdict(outcomes);
  }

  /** A default that computes wrong bits is as bad as no tile that computes the right ones. */
  private int verdict(List<Tuner.ProductResult> outcomes) {
    int code = ExitCode.DONE;
    for (Tuner.ProductResult o : outcomes) {
      if (o.wrong().contains(o.standard())) {
        complain("the default tile computes wrong bits for %s: see 'incline verify'", o.shape());
        code = ExitCode.MISMATCH;
      } else if (o.best().isEmpty()) {
        complain("no tile builds and computes the right bits for %s; -v says why", o.shape());
        code = code == ExitCode.DONE ? ExitCode.FAILED : code;
      }
    }
    return code;
  }

  private void complain(String message, ProductShape shape) {
    spec.commandLine().getErr().println("incline: " + String.format(Locale.ROOT, message, shape));
  }

  private static String row(Tuner.ProductResult o) {
    String tried = Integer.toString(o.tried().size());
    if (!o.failed().isEmpty()) {
      tried += Phrase.of(", %d failed", o.failed().size());
    }
    if (!o.wrong().isEmpty()) {
      tried += Phrase.of(", %d WRONG", o.wrong().size());
    }
    Optional<TunedProduct> best = o.best();
    if (best.isEmpty()) {
      return row(o.shape().toString(), o.standard().toString(), "", "none", "", "", tried);
    }
    return row(
        o.shape().toString(),
        o.standard().toString(),
        rate(best.get().standardGflops()),
        best.get().tiling().toString(),
        rate(best.get().gflops()),
        gain(best.get()),
        tried);
  }

  private static String row(String... cells) {
    return String.format("%-28s %-22s %8s  %-22s %8s %7s  %s", (Object[]) cells).stripTrailing();
  }

  private static String rate(double gflops) {
    return gflops == 0 ? "fails" : String.format(Locale.ROOT, "%.1f", gflops);
  }

  private static String gain(TunedProduct p) {
    return p.standardGflops() == 0
        ? ""
        : String.format(Locale.ROOT, "%+.0f %%", 100 * (p.gflops() / p.standardGflops() - 1));
  }

  private int list(TuningCache cache) throws IOException {
    List<TunedTiles> all = cache.list();
    if (json) {
      List<Map<String, Object>> files = new ArrayList<>();
      for (TunedTiles tiles : all) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("file", cache.file(tiles.key()).toString());
        fields.put("device", tiles.key().device());
        fields.put("driver", tiles.key().driver());
        fields.put("kernelsSha256", tiles.key().kernelsSha256());
        fields.put("products", tiles.products().stream().map(TuneCommand::fields).toList());
        files.add(fields);
      }
      print(Json.text(Map.of("tuned", files)));
      return ExitCode.DONE;
    }
    for (TunedTiles tiles : all) {
      TuningKey key = tiles.key();
      print("%s, driver %s".formatted(key.device(), key.driver()));
      print("  " + cache.file(key));
      for (TunedProduct p : tiles.products()) {
        print("  %-28s %-22s %8s".formatted(p.shape(), p.tiling(), rate(p.gflops())));
      }
    }
    if (all.isEmpty()) {
      print("nothing is tuned yet: %s holds no tiles".formatted(cache.folder()));
    }
    return ExitCode.DONE;
  }

  private static Map<String, Object> document(
      ClDevice device, Network network, List<Tuner.ProductResult> outcomes, @Nullable Path file) {
    List<Map<String, Object>> products = new ArrayList<>();
    for (Tuner.ProductResult o : outcomes) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("shape", o.shape());
      fields.put("standard", o.standard().toString());
      fields.put("best", o.best().map(TuneCommand::fields).orElse(null));
      fields.put("tried", o.tried().size());
      fields.put("failed", o.failed().stream().map(Object::toString).toList());
      fields.put("wrong", o.wrong().stream().map(Object::toString).toList());
      products.add(fields);
    }
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("device", device.title());
    root.put("driver", device.driver());
    root.put("network", network.toString());
    root.put("products", products);
    root.put("file", file == null ? null : file.toString());
    return root;
  }

  private static Map<String, Object> fields(TunedProduct p) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("shape", p.shape());
    fields.put("tiling", p.tiling().toString());
    fields.put("gflops", p.gflops());
    fields.put("standardGflops", p.standardGflops());
    return fields;
  }

  private void print(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
