package dev.incline.cli.device;

import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.cli.options.ExitCode;
import dev.incline.doctor.Diagnosis;
import dev.incline.doctor.Machine;
import dev.incline.doctor.Symptom;
import dev.incline.examine.Examined;
import dev.incline.file.Json;
import dev.incline.run.device.ChosenDevice;
import dev.incline.run.device.DeviceChoice;
import dev.incline.run.device.NoSuchDeviceException;
import dev.incline.wording.InvalidOptionException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code incline doctor}. */
@Command(
    name = "doctor",
    sortOptions = false,
    description = {
      "Says whether each OpenCL device is fine, slow, broken, wrong or could not be asked (unasked), and why devices"
          + " of this machine are not found. Takes minutes the first time, while the driver compiles some hundred"
          + " kernels, and then seconds.",
      "Exit code 3 if a device computes anything wrongly, 1 if no device works, 4 if there is none."
    })
public final class DoctorCommand implements Callable<Integer> {
  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = "Examine this one only: P:D as 'incline devices' prints it, or part of a name")
  private @Nullable String only;

  @Option(
      names = "--kernels",
      paramLabel = "DIR",
      description = "Read the OpenCL kernels from this folder (default: those in the program)")
  private @Nullable Path kernels;

  @Option(names = "--tiny", description = "Tiny shapes, for emulated devices")
  private boolean tiny;

  @Option(
      names = "--share",
      description =
          "Compare, train and measure one device (default: the one that 'incline devices' marks) for at most three"
              + " minutes, and write a report for others to read, as text and as JSON: "
              + DeviceReportFiles.NAME
              + ".txt and .json. It has no path in it, and no name of user or machine")
  private boolean share;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for the files of --share (default: the current one)")
  private @Nullable Path out;

  @Option(
      names = "--overwrite",
      description = "Replace files of these names that --share did not write")
  private boolean overwrite;

  @Option(names = "--json", description = "Print the findings as one JSON document")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, NoSuchDeviceException {
    if (kernels != null && !Files.isDirectory(kernels)) {
      throw new InvalidOptionException("--kernels must be a folder, and " + kernels + " is none");
    }
    if (only != null && (DeviceChoice.isPlainJava(only) || DeviceChoice.isAuto(only))) {
      throw new InvalidOptionException(
          "--device must be an OpenCL device: P:D or part of a name, not " + only);
    }
    if (share) {
      return share();
    } else if (out != null || overwrite) {
      throw new InvalidOptionException("--out and --overwrite go with --share");
    }
    PrintWriter out = spec.commandLine().getOut();
    List<Symptom> symptoms = Machine.here().symptoms();
    if (!json) {
      symptoms.forEach(
          s -> out.println(line(s.isProblem() ? "PROBLEM" : "ok", s.what(), s.text())));
      out.flush();
    }
    List<ClDevice> present = ChosenDevice.present(false);
    List<Diagnosis> diagnoses = new ArrayList<>();
    for (ClDevice device : chosen(present)) {
      spec.commandLine().getErr().println("examining " + device.title() + " ...");
      Diagnosis diagnosis = examine(device);
      diagnoses.add(diagnosis);
      if (!json) {
        out.println(
            line(
                diagnosis.verdict().name().toLowerCase(Locale.ROOT),
                device.index() + " " + device.title(),
                diagnosis.sentence()));
        out.flush();
      }
    }
    if (json) {
      out.println(document(symptoms, diagnoses));
    } else if (present.isEmpty()) {
      out.println(line("none", "OpenCL devices", ClDevice.whyNone()));
      out.println("--device cpu, plain Java, works without any");
    }
    out.flush();
    return exitCode(diagnoses);
  }

  private int share() throws IOException, NoSuchDeviceException {
    List<ClDevice> present = ChosenDevice.present(false);
    Optional<ClDevice> device = DeviceChoice.choose(only == null ? "auto" : only, present);
    return new SharedDeviceReport(device, kernels, tiny, json, spec.commandLine())
        .run(new DeviceReportFiles(out == null ? Path.of("") : out, overwrite));
  }

  private List<ClDevice> chosen(List<ClDevice> present) throws NoSuchDeviceException {
    return only == null
        ? present
        : DeviceChoice.choose(only, present).map(List::of).orElse(List.of());
  }

  private Diagnosis examine(ClDevice device) throws IOException, NoSuchDeviceException {
    ChosenDevice options = ChosenDevice.examined(device, kernels);
    Examined examined =
        options.examine(
            finding -> {},
            List.of(
                "--probes", "--cases", tiny ? "tiny" : "quick", "--square", tiny ? "64" : "512"));
    options.trust().learn(device, examined);
    return Diagnosis.of(device.title(), device.deviations(), examined);
  }

  /** The worst of all devices decides; without one, that. */
  public static int exitCode(List<Diagnosis> diagnoses) {
    if (diagnoses.isEmpty()) {
      return ExitCode.NO_SUCH_DEVICE;
    } else if (diagnoses.stream().anyMatch(Diagnosis::isRefused)) {
      return ExitCode.MISMATCH;
    }
    return diagnoses.stream().anyMatch(Diagnosis::isUsable) ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static String line(String verdict, String what, String text) {
    return "%-8s %s: %s".formatted(verdict, what, text);
  }

  private static String document(List<Symptom> symptoms, List<Diagnosis> diagnoses) {
    Map<String, Object> root = new LinkedHashMap<>();
    List<Map<String, Object>> machine = new ArrayList<>();
    for (Symptom s : symptoms) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("problem", s.isProblem());
      fields.put("what", s.what());
      fields.put("text", s.text());
      machine.add(fields);
    }
    List<Map<String, Object>> devices = new ArrayList<>();
    for (Diagnosis d : diagnoses) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("device", d.device());
      fields.put("verdict", d.verdict().name().toLowerCase(Locale.ROOT));
      fields.put("sentence", d.sentence());
      fields.put("launchMicroseconds", d.launchMicroseconds());
      fields.put("gflops", d.gflops());
      devices.add(fields);
    }
    root.put("machine", machine);
    root.put("devices", devices);
    if (diagnoses.isEmpty()) {
      root.put("whyNone", ClDevice.whyNone());
    }
    return Json.text(root);
  }
}
