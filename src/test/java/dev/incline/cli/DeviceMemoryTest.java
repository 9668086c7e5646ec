package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incline.cli.options.ExitCode;
import dev.incline.option.DeviceOptions;
import dev.incline.option.Origin;
import dev.incline.testing.SyntheticData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code incline train --device-memory}. */
class DeviceMemoryTest {
  @TempDir private Path temp;

  @BeforeEach
  void writeData() {
    SyntheticData.write(temp.resolve("data"), 6000, 50, 12);
  }

  private CommandRun train(String... more) {
    List<String> args = new ArrayList<>(List.of("train", "--device=cpu", "--epochs=2"));
    args.addAll(List.of("--data=" + temp.resolve("data"), "--out=" + temp.resolve("out")));
    args.addAll(List.of("--batch=16", "--quiet", "--overwrite"));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private JsonNode json(String... more) throws IOException {
    List<String> args = new ArrayList<>(List.of(more));
    args.add("--json");
    CommandRun run = train(args.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }

  @Test
  void littleMemoryStreamsAndChangesNothingButTheTime() throws IOException {
    JsonNode resident = json();
    JsonNode streamed = json("--device-memory", "700k");
    assertThat(resident.get("chunkRows").intValue()).isZero();
    assertThat(streamed.get("chunkRows").intValue()).isBetween(16, 4799);
    assertThat(streamed.at("/options/device-memory").longValue()).isEqualTo(700 << 10);
    for (String field : List.of("weightsSha256", "bestWeightsSha256", "test", "best")) {
      assertThat(streamed.get(field)).as(field).isEqualTo(resident.get(field));
    }
  }

  @Test
  void theSummarySaysWhetherDataIsStreamed() {
    CommandRun streamed = train("--device-memory=700K");
    assertThat(streamed.code()).isZero();
    assertThat(streamed.out()).containsPattern("data +streamed in chunks of \\d+ rows");
    assertThat(train("--device-memory=1G").out()).doesNotContain("streamed");
  }

  @Test
  void tooLittleIsToldWithTheSizesBeforeAnythingIsTrained() {
    CommandRun run = train("--device-memory", "30K");
    assertThat(run.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(run.err())
        .containsPattern(
            "144-128-10 sigmoid at --batch 16 needs at least \\d{3}\\.\\d KiB on plain Java")
        .contains("there are 30.0 KiB", "weights 83.0 KiB", "--device-memory")
        .doesNotContain("\tat ");
    assertThat(run.out()).isEmpty();
    assertThat(temp.resolve("out")).doesNotExist();
  }

  @Test
  void thePlansAreThoseOfTheStagingBuffers() {
    assertThat(train("--print-plan").out()).doesNotContain("staging");
    assertThat(train("--print-plan", "--device-memory=700K").out())
        .contains("staging0.images", "staging1.images");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0M", "0", "-1M", "1.5G", "64MB", "64 M", "M", "lots", "9999999T"})
  void aWrongSizeNamesFlagAndSyntax(String size) {
    CommandRun run = train("--device-memory", size);
    assertThat(run.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(run.err())
        .contains("--device-memory", "'" + size + "'", "K, M, G or T, such as 64M or 2G")
        .doesNotContain("\tat ");
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"80, 80", "1K, 1024", "064m, 67108864", "2G, 2147483648", "3T, 3298534883328"})
  void aSizeIsInBinaryUnits(String text, long bytes) {
    assertThat(DeviceOptions.DEVICE_MEMORY.read(text, Origin.FLAG).value()).isEqualTo(bytes);
  }
}
