package dev.incline.cli.device;

import com.fasterxml.jackson.databind.JsonNode;
import dev.incline.doctor.DeviceReport;
import dev.incline.file.InputFile;
import dev.incline.file.Json;
import dev.incline.store.OutputFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The two files of a report.
 *
 * @param folder they are written to
 * @param overwrite whether what something else made may be replaced
 */
record DeviceReportFiles(Path folder, boolean overwrite) {
  /** Of both, before the dot. */
  static final String NAME = "incline-device";

  Path text() {
    return folder.resolve(NAME + ".txt");
  }

  Path json() {
    return folder.resolve(NAME + ".json");
  }

  /**
   * Before anything is measured.
   *
   * @throws dev.incline.wording.InvalidOptionException when something else made a file of that name
   */
  void require() throws IOException {
    for (Path file : new Path[] {text(), json()}) {
      OutputFile.require(file, "--out", overwrite, DeviceReportFiles::isReport);
    }
  }

  private static boolean isReport(Path file) throws IOException {
    return InputFile.text(file, InputFile.SMALL, StandardCharsets.UTF_8)
        .lines()
        .limit(2)
        .anyMatch(line -> line.contains(DeviceReport.FORM));
  }

  /**
   * Replaces both.
   *
   * @param report that anybody may read
   */
  void write(JsonNode report) throws IOException {
    OutputFile.write(text(), draft -> Files.writeString(draft, DeviceReportText.of(report)));
    OutputFile.write(json(), draft -> Files.writeString(draft, Json.text(report) + "\n"));
  }
}
