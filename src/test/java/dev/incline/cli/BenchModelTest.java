package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incline.backend.opencl.forecast.GpuDescription;
import dev.incline.cli.options.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code bench --model}: nothing is measured, and no data are read. */
class BenchModelTest {
  private static final String GPU =
      "{\"name\": \"NVIDIA Own\", \"computeUnits\": 46, \"gigahertz\": 1.7, \"lanes\": 128, \"localKibibytes\": 48, \"maxWorkGroup\": 1024}";

  @TempDir private Path temp;

  private static CommandRun bench(String... more) {
    String[] arguments = new String[more.length + 1];
    arguments[0] = "bench";
    System.arraycopy(more, 0, arguments, 1, more.length);
    return CommandRun.of(arguments);
  }

  @Test
  void everyKnownGpuHasATable() {
    for (GpuDescription gpu : GpuDescription.KNOWN.values()) {
      CommandRun run = bench("--model", keyOf(gpu));
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(run.out())
          .startsWith(gpu.name())
          .contains("a model's figures, no measurements", "784-128-10 sigmoid, batch 64", "rows")
          .contains("gradients and updates", "taken by auto:");
    }
  }

  /** auto knows no lanes: where that leads it astray, the table says so. */
  @Test
  void aSlowerFormThatAutoTakesIsSaid() {
    String note = "auto supposes the lanes of a core by the vendor";
    assertThat(bench("--model", "a100", "--works", "512-256", "--batches", "64").out())
        .contains(note);
    assertThat(bench("--model", "h200").out()).doesNotContain(note);
  }

  private static String keyOf(GpuDescription gpu) {
    return GpuDescription.KNOWN.entrySet().stream()
        .filter(entry -> entry.getValue().equals(gpu))
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  @Test
  void aFileMayDescribeAGpu() throws IOException {
    Path file = Files.writeString(temp.resolve("own.json"), GPU);
    CommandRun run =
        bench("--model", file.toString(), "--works", "128", "--batches", "8", "--json");
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.at("/model/computeUnits").intValue()).isEqualTo(46);
    assertThat(json.at("/steps/0/batch").intValue()).isEqualTo(8);
    assertThat(json.at("/steps/0/forms/0/parts")).hasSize(9);
    assertThat(json.at("/steps/0/forms/0/parts/0/host").doubleValue()).isGreaterThan(5);
  }

  @ParameterizedTest
  @CsvSource({
    "46, 0, computeUnits must be from 1 to 100000",
    "1.7, NaN, describes no GPU",
    "'\"lanes\": 128, ', '', describes no GPU",
    "'NVIDIA', '\"', describes no GPU"
  })
  void aWrongFileIsNamed(String part, String other, String said) throws IOException {
    Path file = Files.writeString(temp.resolve("own.json"), GPU.replace(part, other));
    CommandRun run = bench("--model", file.toString());
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains(file.toString(), said).doesNotContain("\tat ");
  }

  @Test
  void anUnknownNameIsRefusedWithThoseThatAreKnown() {
    CommandRun run = bench("--model", "h300");
    assertThat(run.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(run.err()).contains("--model must be", "h200", "rtx3060", "not h300");
    CommandRun batch = bench("--model", "h200", "--batches", "0");
    assertThat(batch.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(batch.err()).contains("--batches must be from 1 to 1,048,576 with --model, not 0");
  }
}
