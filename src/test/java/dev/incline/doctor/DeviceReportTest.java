package dev.incline.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.incline.doctor.DeviceReport.Question;
import dev.incline.doctor.DeviceReport.Verdict;
import dev.incline.examine.ChildCommand.Outcome;
import dev.incline.file.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a report makes of what its commands leave. */
class DeviceReportTest {
  private static final List<Question> QUESTIONS =
      DeviceReport.questions("0:0", List.of(), "/tmp/out", false);

  private final Map<String, Outcome> outcomes = new HashMap<>();
  private final List<JsonNode> kept = new ArrayList<>();
  private final ObjectNode head = Json.STRICT.createObjectNode();

  DeviceReportTest() {
    head.putObject("device").putArray("deviations");
    outcomes.put("train 0:0", trained("abc"));
    outcomes.put("train cpu", trained("abc"));
    outcomes.put("bench 0:0", good("{\"peakFlopsPerSecond\":1}"));
    outcomes.put("verify 0:0", good("{\"verdict\":\"bit-equal\"}"));
  }

  private static Outcome good(String json) {
    return new Outcome(0, json, Optional.empty());
  }

  private static Outcome bad(int code, String json, String problem) {
    return new Outcome(code, json, Optional.of(problem));
  }

  private static Outcome trained(String hash) {
    return good(
        "{\"weightsSha256\":\"%s\",\"out\":\"/tmp/out\",\"epochs\":[{\"samplesPerSecond\":5}]}"
            .formatted(hash));
  }

  private Outcome run(List<String> words, Duration limit) {
    assertThat(limit).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(180));
    return outcomes.get(words.get(0) + " " + words.get(words.indexOf("--device") + 1));
  }

  private Verdict ask() throws IOException {
    return new DeviceReport(head, this::run, report -> kept.add(report.deepCopy()))
        .ask(QUESTIONS, question -> {});
  }

  private JsonNode last() {
    return kept.get(kept.size() - 1);
  }

  private List<String> problems() {
    List<String> problems = new ArrayList<>();
    last().get("problems").forEach(problem -> problems.add(problem.textValue()));
    return problems;
  }

  @Test
  void whatAllCommandsSaidIsPutTogether() throws IOException {
    assertThat(ask()).isEqualTo(Verdict.GOOD);
    assertThat(problems()).isEmpty();
    assertThat(last().at("/training/result/samplesPerSecond/0").intValue()).isEqualTo(5);
    assertThat(last().at("/training/result").has("out")).isFalse();
    assertThat(last().at("/bench/result/peakFlopsPerSecond").intValue()).isEqualTo(1);
    assertThat(last().at("/verify/command").textValue())
        .isEqualTo("incline verify --json --quick --device 0:0");
    assertThat(last().toString()).doesNotContain("/tmp/out");
  }

  @Test
  void weightsThatDifferAreWrongUnlessTheDeviceCannotConform() throws IOException {
    outcomes.put("train 0:0", trained("abd"));
    assertThat(ask()).isEqualTo(Verdict.WRONG);
    assertThat(problems())
        .containsExactly("the trained weights differ from plain Java's: abd and abc");
    head.withArray("/device/deviations").add("flushes denormals to zero");
    assertThat(ask()).isEqualTo(Verdict.GOOD);
  }

  @Test
  void aDeviceThatVerifyFindsWrongIsWrong() throws IOException {
    outcomes.put("verify 0:0", bad(3, "{\"verdict\":\"wrong\"}", "exit code 3"));
    assertThat(ask()).isEqualTo(Verdict.WRONG);
    outcomes.put("verify 0:0", bad(3, "", "must not be believed"));
    assertThat(ask()).isEqualTo(Verdict.WRONG);
    assertThat(problems()).containsExactly("verify: must not be believed");
  }

  @Test
  void aCommandThatFailsLeavesTheOthers() throws IOException {
    outcomes.put("train 0:0", bad(134, "", "the process died of SIGABRT"));
    outcomes.put("bench 0:0", good("no JSON"));
    outcomes.put("verify 0:0", good(""));
    assertThat(ask()).isEqualTo(Verdict.INCOMPLETE);
    assertThat(problems())
        .containsExactly(
            "training: the process died of SIGABRT",
            "bench: what it printed is no JSON",
            "verify: it printed nothing");
    assertThat(last().at("/plainJava/result/weightsSha256").textValue()).isEqualTo("abc");
  }

  /** As a driver does that takes the whole program with it. */
  @Test
  void whereTheProgramEndsTheReportSaysUnderWhat() {
    outcomes.remove("bench 0:0");
    assertThatThrownBy(this::ask).isInstanceOf(NullPointerException.class);
    assertThat(last().at("/bench/problem").textValue())
        .isEqualTo("the program ended while this ran");
    assertThat(last().at("/training/result/weightsSha256").textValue()).isEqualTo("abc");
    assertThat(last().has("verdict")).isFalse();
  }

  @Test
  void withoutADeviceNothingIsAsked() throws IOException {
    head.remove("device");
    assertThat(new DeviceReport(head, this::run, kept::add).ask(List.of(), question -> {}))
        .isEqualTo(Verdict.NO_DEVICE);
  }
}
