package dev.incline.cli.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.incline.backend.opencl.cl.ClDevice;
import dev.incline.cli.options.ExitCode;
import dev.incline.doctor.Anonymity;
import dev.incline.doctor.DeviceReport;
import dev.incline.doctor.DeviceReport.Question;
import dev.incline.doctor.Machine;
import dev.incline.examine.ChildCommand;
import dev.incline.experiment.Environment;
import dev.incline.file.FileTree;
import dev.incline.file.Json;
import dev.incline.run.device.ChosenDevice;
import dev.incline.wording.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * {@code incline doctor --share}: a report on a device, for others to read.
 *
 * @param device empty where there is none: then the report says why
 * @param kernels their folder; null for those in the program
 * @param tiny whether all is tiny, for emulated devices
 * @param json whether the document is printed, and not its text
 */
record SharedDeviceReport(
    Optional<ClDevice> device,
    @Nullable Path kernels,
    boolean tiny,
    boolean json,
    CommandLine command) {

  /**
   * Asks the device and leaves the report.
   *
   * @return the exit code
   */
  int run(DeviceReportFiles files) throws IOException {
    files.require();
    PrintWriter err = command.getErr();
    Anonymity anonymity = Anonymity.here().except(knownToAll());
    JsonNode[] last = new JsonNode[1];
    DeviceReport report =
        new DeviceReport(
            head(),
            ChildCommand::run,
            document -> {
              last[0] = anonymity.of(document);
              files.write(last[0]);
            });
    Path folder = Files.createTempDirectory("incline-share");
    DeviceReport.Verdict verdict;
    try {
      verdict =
          report.ask(
              questions(folder),
              question -> {
                err.println(question.about() + " ...");
                err.flush();
              });
    } finally {
      FileTree.delete(folder);
    }
    PrintWriter out = command.getOut();
    out.println(json ? Json.text(last[0]) : DeviceReportText.of(last[0]));
    out.flush();
    err.printf(
        "written to %s and %s: read them before you post them%n", files.text(), files.json());
    return switch (verdict) {
      case GOOD -> ExitCode.DONE;
      case INCOMPLETE -> ExitCode.FAILED;
      case WRONG -> ExitCode.MISMATCH;
      case NO_DEVICE -> ExitCode.NO_SUCH_DEVICE;
    };
  }

  /** Names that say nothing of the user, though the machine may be named like them. */
  private String knownToAll() {
    return "%s %s %s"
        .formatted(
            device.map(one -> one.title() + " " + one.driver()).orElse(""),
            Machine.here().processor(),
            Environment.javaRuntime());
  }

  private List<Question> questions(Path folder) {
    List<String> more = kernels == null ? List.of() : List.of("--kernels", kernels.toString());
    return device
        .map(one -> DeviceReport.questions(one.index(), more, folder.toString(), tiny))
        .orElse(List.of());
  }

  private ObjectNode head() {
    ObjectNode head = Json.STRICT.createObjectNode();
    head.put("report", DeviceReport.FORM);
    head.put("program", Version.program() + ", " + Version.commit());
    head.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    Machine machine = Machine.here();
    ObjectNode here = head.putObject("machine");
    here.put("processor", machine.processor());
    here.put("processors", Runtime.getRuntime().availableProcessors());
    here.put("system", Environment.operatingSystem());
    here.put("java", Environment.javaRuntime());
    here.set("openCl", Json.STRICT.valueToTree(machine.symptoms()));
    if (device.isPresent()) {
      ClDevice one = device.get();
      head.set(
          "device",
          Json.STRICT.valueToTree(
              DevicesCommand.described(one, device, ChosenDevice.examined(one, kernels).trust())));
    } else {
      head.put("whyNone", ClDevice.whyNone());
    }
    return head;
  }
}
