package dev.incline.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportWriterTest {
  @TempDir Path folder;

  @Test
  void writes() throws Exception {
    List<String> w =
        new ReportWriter(SyntheticRuns.assignment(), null, null, "incline 0.1.0")
            .write(Path.of(System.getProperty("look", folder.toString())).resolve("report.pdf"), null, List.of());
    assertThat(w).isEmpty();
  }
}
