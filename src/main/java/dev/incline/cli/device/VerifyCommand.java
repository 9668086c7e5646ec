package dev.incline.cli.device;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.cli.options.ExitCode;
import dev.incline.cli.options.Flags;
import dev.incline.cli.options.KernelFolder;
import dev.incline.examine.Examined;
import dev.incline.file.Json;
import dev.incline.option.DeviceOptions;
import dev.incline.option.OptionValues;
import dev.incline.option.Origin;
import dev.incline.run.FirstVerification;
import dev.incline.run.device.ChosenDevice;
import dev.incline.run.device.DeviceTrust;
import dev.incline.run.device.NoSuchDeviceException;
import dev.incline.run.device.Objection;
import dev.incline.run.device.VerifiedDevice;
import dev.incline.run.device.WrongDeviceException;
import dev.incline.shadow.Bundle;
import dev.incline.verify.Finding;
import dev.incline.verify.Verification;
import dev.incline.verify.Verification.Verdict;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Listing;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code incline verify}. */
@Command(
    name = "verify",
    sortOptions = false,
    description = {
      "Compares a device with plain Java: every op on many shapes, then whole training steps.",
      "With --kernels it also says which files, and which edited lines, the device compiled.",
      "Exit code 3 if the device computes anything wrongly, 1 if it never compiled an edited line: that line was not"
          + " tested. --device cpu is refused: there is nothing to compare with."
    })
public final class VerifyCommand implements Callable<Integer> {
  @Mixin private final Flags flags = Flags.device();

  @Option(
      names = "--quick",
      description =
          "Fewer shapes, epilogues and networks: takes seconds, even where the driver compiles all their kernels,"
              + " those of --kernels without its optimisations; a pass is not remembered: 'train' compares its own"
              + " steps before it uses the device")
  private boolean quick;

  @Option(
      names = "--tiny",
      description =
          "Tiny shapes and two networks, for emulated devices; kernels of --kernels as with --quick")
  private boolean tiny;

  @Option(
      names = "--bundle",
      paramLabel = "FILE",
      description =
          "Repeat the step in this file, which 'train --shadow' found wrong; exit code 3 if it is wrong here too")
  private @Nullable Path bundle;

  @Option(
      names = "--bundle-kernels",
      description =
          "Use the OpenCL kernels in the bundle, not those of this program. They run on your device, so use"
              + " this only for a bundle that you trust")
  private boolean bundleKernels;

  @Option(names = "--json", description = "Print the findings as one JSON document")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, NoSuchDeviceException {
    if (bundle != null || bundleKernels) {
      return replay();
    }
    if (quick && tiny) {
      throw new InvalidOptionException("--quick does not go with --tiny, which is quicker still");
    }
    ChosenDevice device = new ChosenDevice(flags.values());
    device.believe(); // it is asked here
    PrintWriter out = spec.commandLine().getOut();
    ClDevice chosen = device.openClDevice("verify compares devices with it: nothing to compare");
    String name = chosen.title();
    if (!json) {
      out.printf("%s against plain Java%n%n", name);
      out.println(row("op", "cases", "bit-equal", "worst ulp", "of bound"));
      out.flush();
    }
    String cases = tiny ? "tiny" : quick ? "quick" : "full";
    Examined examined =
        device.examine(
            finding -> {
              if (!json) {
                out.println(row(finding));
                out.flush();
              }
            },
            List.of("--probes", "--cases", cases));
    if (examined.failure().isPresent()) {
      throw new IOException(examined.failure().get());
    }
    device.learn(examined);
    List<String> faults =
        device.isTrusted() && examined.crash().isEmpty() ? List.of() : DeviceTrust.faults(examined);
    if (!faults.isEmpty()) {
      if (json) {
        out.println(
            Json.text(
                Map.of("device", name, "verdict", Verdict.WRONG.toString(), "faults", faults)));
      }
      throw new WrongDeviceException(
          "verdict: wrong: %s must not be believed: %s. Do not train on this device"
              .formatted(name, Listing.of(faults, "; ")));
    }
    Optional<Objection> unasked = Objection.unasked(examined);
    if (unasked.isPresent() && !device.isTrusted()) {
      throw new IOException(
          "verdict: none: %s %s. %s"
              .formatted(name, unasked.get().sentence(), unasked.get().advice()));
    }
    Verification verification = examined.verification();
    List<String> deviations = device.deviations();
    Optional<EditedKernelsReport> kernels =
        EditedKernelsReport.of(chosen, device.kernels(), examined.builds());
    if (json) {
      out.println(document(name, verification, deviations, kernels));
    } else {
      kernels.ifPresent(report -> out.print(report.toText()));
      out.printf("%n%s%n", verification.sentence(deviations) + caveat(kernels));
      if ((quick || tiny) && kernels.isPresent()) {
        out.println("built without the driver's optimisations: the full verify has them");
      }
    }
    out.flush();
    if (verification.verdict() == Verdict.WRONG) {
      return ExitCode.MISMATCH;
    }
    if (!caveat(kernels).isEmpty()) {
      return ExitCode.FAILED;
    }
    if (!tiny && !quick) {
      device
          .verified(VerifiedDevice.ALL)
          .ifPresent(key -> FirstVerification.remember(key, spec.commandLine().getErr()));
    }
    return ExitCode.DONE;
  }

  private int replay() throws IOException, NoSuchDeviceException {
    if (bundle == null || quick || tiny) {
      throw new InvalidOptionException(
          bundle == null
              ? "--bundle-kernels goes with --bundle FILE"
              : "--bundle goes with neither --quick nor --tiny: it takes one step");
    }
    OptionValues values = flags.values();
    Bundle read = Bundle.read(bundle);
    if (!bundleKernels) {
      return replay(read, values);
    }
    if (values.has(DeviceOptions.KERNELS)) {
      throw new InvalidOptionException("--kernels does not go with --bundle-kernels");
    }
    try (KernelFolder folder = KernelFolder.of(read.about().kernels(), bundle)) {
      return replay(read, values.with(DeviceOptions.KERNELS, folder.path(), Origin.FLAG));
    }
  }

  private int replay(Bundle read, OptionValues values) throws NoSuchDeviceException {
    return new BundleReplay(Objects.requireNonNull(bundle), read, new ChosenDevice(values))
        .run(spec.commandLine().getOut(), json);
  }

  private static String row(Finding f) {
    return row(
        f.kind(),
        Integer.toString(f.cases()),
        f.isBitEqual() ? "yes" : f.isWrong() ? "WRONG" : "no, " + f.bitEqual(),
        f.isBitEqual() ? "0" : String.format(Locale.ROOT, "%.3g", f.worstUlp()),
        f.isBitEqual() ? "0" : String.format(Locale.ROOT, "%.3g", f.worstOfBound()));
  }

  private static String row(String op, String cases, String equal, String ulp, String bound) {
    return String.format("%-44s %6s  %-10s %10s %10s", op, cases, equal, ulp, bound);
  }

  /** What the verdict does not cover. */
  private static String caveat(Optional<EditedKernelsReport> kernels) {
    return kernels.map(EditedKernelsReport::caveat).orElse("");
  }

  private static String document(
      String name,
      Verification verification,
      List<String> deviations,
      Optional<EditedKernelsReport> kernels) {
    List<Map<String, Object>> findings = new ArrayList<>();
    for (Finding f : verification.findings()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("op", f.kind());
      fields.put("cases", f.cases());
      fields.put("bitEqual", f.bitEqual());
      fields.put("worstUlp", finite(f.worstUlp()));
      fields.put("worstOfBound", finite(f.worstOfBound()));
      fields.put("wrong", f.isWrong());
      fields.put("worstCase", f.worstCase());
      findings.add(fields);
    }
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("device", name);
    root.put("verdict", verification.verdict().toString());
    root.put("deviations", deviations);
    root.put("findings", findings);
    kernels.ifPresent(report -> root.put("kernels", report.document()));
    return Json.text(root);
  }

  /** JSON has no infinity. */
  private static Object finite(double value) {
    return Double.isFinite(value) ? value : "infinite";
  }
}
