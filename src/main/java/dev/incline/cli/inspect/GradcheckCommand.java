package dev.incline.cli.inspect;

import dev.incline.backend.Backend;
import dev.incline.cli.options.ExitCode;
import dev.incline.cli.options.Flags;
import dev.incline.file.Json;
import dev.incline.inspect.Batch;
import dev.incline.inspect.GradientCheck;
import dev.incline.inspect.GradientCheck.Dropped;
import dev.incline.inspect.GradientCheck.Tensor;
import dev.incline.model.Weights;
import dev.incline.option.OptionValues;
import dev.incline.run.device.ChosenDevice;
import dev.incline.run.device.NoSuchDeviceException;
import dev.incline.run.watch.UnderWay;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code incline gradcheck}. */
@Command(
    name = "gradcheck",
    sortOptions = false,
    description = {
      "Compares a device's gradient with finite differences of the loss in double precision, for a network and data"
          + " of your own. To test the check itself, it plants a sign error in each tensor, which it must find.",
      "Exit code 3 if the gradient is wrong, 1 if the check could not decide."
    })
public final class GradcheckCommand implements Callable<Integer> {
  private static final String COORDINATES = "a whole number from 1 to 2147483647";

  @Mixin private StepOptions step;
  @Mixin private final Flags flags = Flags.device();

  @Option(
      names = "--coordinates",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "Numbers of each tensor to compare at most, "
              + COORDINATES
              + " (default: ${DEFAULT-VALUE})")
  private int coordinates = 1000;

  @Option(names = "--json", description = "Print the result as one JSON document")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, NoSuchDeviceException {
    step.validate();
    ChosenDevice device = new ChosenDevice(flags.values());
    if (coordinates < 1) {
      throw new InvalidOptionException(
          Phrase.of("--coordinates must be %s, not %d", COORDINATES, coordinates));
    }
    Batch batch = step.batch();
    Weights weights = step.weights(batch);
    PrintWriter out = spec.commandLine().getOut();
    try (Backend backend = device.open()) {
      GradientCheck check;
      try (UnderWay unused = UnderWay.begin("comparing gradients on " + backend.name())) {
        check =
            GradientCheck.of(
                backend,
                weights,
                batch,
                step.recipe(OptionValues.NONE, List.of(batch)),
                step.draw(),
                coordinates,
                step.seed());
      }
      if (json) {
        out.println(document(weights.network().toString(), backend.name(), check));
      } else {
        out.printf(
            "gradient of %s on %s%n%s, weights %s%n%n",
            weights.network(), backend.name(), step.batchSource(1), step.weightsSource());
        print(out, check);
      }
      out.flush();
      return check.isWrong()
          ? ExitCode.MISMATCH
          : check.isConclusive() ? ExitCode.DONE : ExitCode.FAILED;
    }
  }

  private static void print(PrintWriter out, GradientCheck check) {
    out.println(row("tensor", "checked", "of", "at kinks", "worst", "control", "verdict"));
    for (Tensor t : check.tensors()) {
      out.println(
          row(
              t.name(),
              Integer.toString(t.checked()),
              Integer.toString(t.size()),
              Integer.toString(t.kinks()),
              number(t.worst()),
              number(t.control()),
              t.verdict().toString()));
    }
    out.printf(
        Locale.ROOT,
        "%n%s, loss %.6f; %s left out, where a ReLU is too close to its kink for float32%n",
        Numeral.count(check.rows(), "row"),
        check.loss(),
        Numeral.count(check.rowsLeftOut(), "row"));
    for (Dropped dropped : check.dropped()) {
      out.println(
          Phrase.of("%s drops %,d of %,d units", dropped.mask(), dropped.units(), dropped.of()));
    }
    out.println(
        "worst: largest error, relative to the slope plus a tenth of the tensor's largest; control: the same with a"
            + " sign error planted; mismatch above "
            + Numeral.of(GradientCheck.TOLERANCE));
    out.println(sentence(check));
  }

  /** The verdict in a line or two. */
  static String sentence(GradientCheck check) {
    if (check.isWrong()) {
      Tensor worst =
          check.tensors().stream()
              .filter(t -> t.verdict() == GradientCheck.Verdict.MISMATCH)
              .max(java.util.Comparator.comparingDouble(Tensor::worst))
              .orElseThrow();
      return String.format(
          Locale.ROOT,
          "verdict: WRONG: %s[%s] is %.6g, but the loss's slope there is %.6g. Do not train on this device",
          worst.name(),
          worst.worstAt(),
          worst.gradient(),
          worst.slope());
    }
    return check.isConclusive()
        ? "verdict: right: every gradient is the slope of the loss, and every planted sign error was seen"
        : "verdict: CANNOT TELL for some tensor: choose more --rows, other --weights or another --init";
  }

  private static String document(String network, String device, GradientCheck check) {
    List<Map<String, Object>> tensors = new ArrayList<>();
    for (Tensor t : check.tensors()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("tensor", t.name());
      fields.put("size", t.size());
      fields.put("checked", t.checked());
      fields.put("atKinks", t.kinks());
      fields.put("worstError", Json.finite(t.worst()));
      fields.put("worstAt", t.worstAt());
      fields.put("gradient", Json.finite(t.gradient()));
      fields.put("slope", Json.finite(t.slope()));
      fields.put("controlError", Json.finite(t.control()));
      fields.put("verdict", t.verdict().name().toLowerCase(Locale.ROOT));
      tensors.add(fields);
    }
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("network", network);
    root.put("device", device);
    root.put("rows", check.rows());
    root.put("rowsLeftOut", check.rowsLeftOut());
    root.put("loss", check.loss());
    root.put("dropped", check.dropped());
    root.put("tolerance", GradientCheck.TOLERANCE);
    root.put("wrong", check.isWrong());
    root.put("conclusive", check.isConclusive());
    root.put("tensors", tensors);
    return Json.text(root);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2e", value);
  }

  private static String row(String... cells) {
    return String.format("%-8s %8s %9s %9s %10s %10s  %s", (Object[]) cells);
  }
}
