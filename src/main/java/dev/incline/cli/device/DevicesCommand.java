package dev.incline.cli.device;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.backend.opencl.cl.PciAddress;
import dev.incline.cli.options.ExitCode;
import dev.incline.file.Json;
import dev.incline.option.OptionValues;
import dev.incline.run.device.ChosenDevice;
import dev.incline.run.device.DeviceSelection;
import dev.incline.run.device.DeviceTrust;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code incline devices}. */
@Command(
    name = "devices",
    description = "Lists the OpenCL devices, and which one --device auto takes.")
public final class DevicesCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Print the list as one JSON document")
  private boolean json;

  @Option(
      names = "--spark",
      description =
          "Print what Apache Spark wants of a discovery script: the GPUs and accelerators, as P:D or"
              + " P:D@PCI-ADDRESS; where there is none, the CPU")
  private boolean spark;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<ClDevice> present = ChosenDevice.present(false);
    DeviceTrust trust = new ChosenDevice(OptionValues.NONE).trust();
    Optional<ClDevice> best = DeviceSelection.known(present, trust);
    PrintWriter out = spec.commandLine().getOut();
    if (spark) {
      out.println(
          Json.line(
              SparkResource.of(
                  present,
                  device -> trust.remembered(device).orElse(List.of()).isEmpty(),
                  PciAddress::of)));
    } else if (json) {
      List<Map<String, Object>> list = new ArrayList<>();
      present.forEach(device -> list.add(described(device, best, trust)));
      out.println(Json.text(Map.of("devices", list)));
    } else {
      out.print(table(present, best, trust));
    }
    out.flush();
    if (present.isEmpty()) {
      spec.commandLine().getErr().println("incline: " + ClDevice.whyNone());
    }
    return ExitCode.DONE;
  }

  /** What {@code --json} says of a device. */
  static Map<String, Object> described(
      ClDevice device, Optional<ClDevice> best, DeviceTrust trust) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("device", device.index());
    fields.put("name", device.name());
    fields.put("platform", device.platform());
    fields.put("type", type(device));
    fields.put("computeUnits", device.computeUnits());
    fields.put("globalMemoryBytes", device.globalMemory());
    fields.put("maxAllocationBytes", device.maxAllocation());
    fields.put("localMemoryBytes", device.localMemory());
    fields.put("version", device.version());
    fields.put("driver", device.driver());
    fields.put("deviations", device.deviations());
    fields.put("faults", trust.remembered(device).orElse(List.of()));
    fields.put("auto", best.filter(device::equals).isPresent());
    return fields;
  }

  private static String table(List<ClDevice> present, Optional<ClDevice> best, DeviceTrust trust) {
    StringBuilder text = new StringBuilder();
    for (ClDevice device : present) {
      text.append(
          String.format(
              Locale.ROOT,
              "%s %-5s %s%n      %s, %s, driver %s%n      %d compute units, %,d MiB memory (%,d MiB in one"
                  + " buffer), %,d KiB local%n",
              best.filter(device::equals).isPresent() ? "*" : " ",
              device.index(),
              device.name(),
              device.platform(),
              type(device),
              device.driver(),
              device.computeUnits(),
              device.globalMemory() >> 20,
              device.maxAllocation() >> 20,
              device.localMemory() >> 10));
      for (String deviation : device.deviations()) {
        text.append("      ")
            .append(deviation)
            .append(": its results are held to error bounds, not bits")
            .append(System.lineSeparator());
      }
      for (String fault : trust.remembered(device).orElse(List.of())) {
        text.append("      must not be believed: ").append(fault).append(System.lineSeparator());
      }
    }
    String note =
        best.isPresent() ? "* what --device auto takes" : "--device auto takes plain Java";
    return text.append("  cpu   plain Java, ")
        .append(Runtime.getRuntime().availableProcessors())
        .append(" threads")
        .append(System.lineSeparator())
        .append(note)
        .append(System.lineSeparator())
        .toString();
  }

  private static String type(ClDevice device) {
    return device.type().name().toLowerCase(Locale.ROOT);
  }
}
