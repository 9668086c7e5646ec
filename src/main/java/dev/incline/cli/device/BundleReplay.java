package dev.incline.cli.device;

import dev.incline.backend.Backend;
import dev.incline.backend.opencl.compile.KernelSources;
import dev.incline.cli.options.ExitCode;
import dev.incline.file.Json;
import dev.incline.run.device.ChosenDevice;
import dev.incline.run.device.NoSuchDeviceException;
import dev.incline.run.watch.UnderWay;
import dev.incline.shadow.Bundle;
import dev.incline.verify.Difference;
import dev.incline.wording.Phrase;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code incline verify --bundle} does. */
public record BundleReplay(Path file, Bundle bundle, ChosenDevice device) {
  /**
   * Takes the bundle's step again.
   *
   * @return the exit code
   */
  int run(PrintWriter out, boolean json) throws NoSuchDeviceException {
    List<String> deviations = device.deviations();
    try (Backend here = device.open();
        Backend reference = ChosenDevice.plainJava()) {
      Optional<Difference> difference =
          UnderWay.during(
              "taking the step again on " + here.name(),
              () -> bundle.replay(here, reference, deviations.isEmpty()));
      if (json) {
        out.println(Json.text(document(here.name(), difference)));
      } else {
        print(out, here.name(), deviations, difference);
      }
      out.flush();
      return difference.isPresent() ? ExitCode.MISMATCH : ExitCode.DONE;
    }
  }

  private void print(
      PrintWriter out, String name, List<String> deviations, Optional<Difference> difference) {
    Bundle.About about = bundle.about();
    out.println(bundle.step());
    out.printf("found wrong on %s, driver %s: %s%n", about.device(), about.driver(), found());
    Map<String, String> kernels = about.kernels();
    boolean ours = kernels.isEmpty() || kernels.equals(device.kernels().texts(KernelSources.FILES));
    out.printf(
        "taken again on %s%s%n%n",
        name, ours ? "" : ", with kernels other than the bundle's (--bundle-kernels takes those)");
    out.println(
        difference
            .map(d -> "verdict: reproduced: first in %s: %s".formatted(d.made(), d.where()))
            .orElse(
                deviations.isEmpty()
                    ? "verdict: bit-equal here: every op gives what plain Java gives"
                    : "verdict: within bounds here: the device "
                        + String.join(" and ", deviations)));
  }

  private String found() {
    Bundle.About about = bundle.about();
    Bundle.Found found = about.cause().isEmpty() ? about.seen() : about.cause().get(0);
    return Phrase.of(
        "%s, %s at row %d, column %d is %s and not %s",
        found.made(), found.tensor(), found.row(), found.column(), found.got(), found.expected());
  }

  private Map<String, Object> document(String name, Optional<Difference> difference) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("bundle", file.toString());
    root.put("device", name);
    root.put("reproduced", difference.isPresent());
    root.put("difference", difference.map(Bundle.Found::of).stream().toList());
    return root;
  }
}
