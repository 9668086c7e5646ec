package dev.incline.cli.device;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.incline.bench.BenchReport;
import dev.incline.file.Json;
import dev.incline.wording.Listing;
import dev.incline.wording.Phrase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/** A report's document as text. */
final class DeviceReportText {
  private static final String HASH = "weightsSha256";

  private final StringWriter text = new StringWriter();
  private final JsonNode report;

  private DeviceReportText(JsonNode report) {
    this.report = report;
  }

  /** The whole text, with its last line's end. */
  static String of(JsonNode report) {
    DeviceReportText text = new DeviceReportText(report);
    text.head();
    text.verify();
    text.trainings();
    text.bench();
    text.end();
    return text.text.toString();
  }

  private void head() {
    text.append(report.get("report").textValue() + ", " + report.get("date").textValue() + "\n\n");
    line("program", report.get("program").textValue());
    JsonNode machine = report.get("machine");
    line(
        "machine",
        Phrase.of(
            "%s, %d processors, %s, %s",
            machine.get("processor").textValue(),
            machine.get("processors").intValue(),
            machine.get("system").textValue(),
            machine.get("java").textValue()));
    for (JsonNode symptom : machine.get("openCl")) {
      if (symptom.get("isProblem").booleanValue()) {
        line("PROBLEM", symptom.get("what").textValue() + ": " + symptom.get("text").textValue());
      }
    }
    JsonNode device = report.path("device");
    if (device.isMissingNode()) {
      line("device", "none: " + report.get("whyNone").textValue());
      return;
    }
    line(
        "device",
        Phrase.of(
            "%s (%s), %s, driver %s, %s",
            device.get("name").textValue(),
            device.get("platform").textValue(),
            device.get("type").textValue(),
            device.get("driver").textValue(),
            device.get("version").textValue()));
    line(
        "",
        Phrase.of(
            "%d compute units, %,d MiB memory, %d KiB local",
            device.get("computeUnits").intValue(),
            device.get("globalMemoryBytes").longValue() >> 20,
            device.get("localMemoryBytes").longValue() >> 10));
    List<String> against = texts(device.get("deviations"));
    against.addAll(texts(device.get("faults")));
    if (!against.isEmpty()) {
      line("", "it " + Listing.of(against, "; "));
    }
  }

  private void verify() {
    JsonNode result = report.path("verify").path("result");
    if (!result.has("findings")) {
      texts(result.path("faults")).forEach(fault -> line("verify", "wrong: " + fault));
      return;
    }
    int cases = sum(result.get("findings"), "cases");
    int equal = sum(result.get("findings"), "bitEqual");
    line(
        "verify",
        Phrase.of(
            "%s: %,d of %,d comparisons give plain Java's bits",
            result.get("verdict").textValue(), equal, cases));
    for (JsonNode finding : result.get("findings")) {
      if (finding.get("wrong").booleanValue()) {
        line("WRONG", finding.get("op").textValue() + ": " + finding.get("worstCase").textValue());
      }
    }
  }

  private void trainings() {
    JsonNode device = report.path("training").path("result");
    JsonNode plainJava = report.path("plainJava").path("result");
    if (device.has(HASH) && device.get(HASH).equals(plainJava.get(HASH))) {
      line("hash", device.get(HASH).textValue() + " on the device and in plain Java");
    } else {
      hash(device, "on the device");
      hash(plainJava, "in plain Java");
    }
    training(device, "on the device");
    training(plainJava, "in plain Java");
  }

  private void hash(JsonNode training, String where) {
    if (training.has(HASH)) {
      line("hash", training.get(HASH).textValue() + " " + where);
    }
  }

  private void training(JsonNode training, String where) {
    if (!training.has(HASH)) {
      return;
    }
    double[] rates =
        StreamSupport.stream(training.get("samplesPerSecond").spliterator(), false)
            .mapToDouble(JsonNode::doubleValue)
            .sorted()
            .toArray();
    line(
        "training",
        Phrase.of(
            "%s %s: %,.0f samples/s, the median of %d epochs from %,.0f to %,.0f; %.2f s in all; test accuracy %.4f",
            training.get("network").textValue(),
            where,
            rates[rates.length / 2],
            rates.length,
            rates[0],
            rates[rates.length - 1],
            training.get("seconds").doubleValue(),
            training.get("test").get("accuracy").doubleValue()));
  }

  private void bench() {
    JsonNode result = report.path("bench").path("result");
    if (result.isMissingNode()) {
      return;
    }
    try {
      BenchReport bench = Json.STRICT.treeToValue(result, BenchReport.class);
      BenchTable table = new BenchTable(new PrintWriter(text), () -> {});
      text.append('\n');
      table.launch(bench.launch());
      table.copy(bench.copy());
      bench.products().forEach(table::product);
      table.peak(bench.peakFlopsPerSecond());
      bench.training().forEach(table::training);
      table.foot();
      text.append('\n');
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("bench printed another document than its own", e);
    }
  }

  private void end() {
    report
        .fields()
        .forEachRemaining(
            part -> {
              if (part.getValue().has("command")) {
                line(
                    "ran",
                    "%s%s"
                        .formatted(
                            part.getValue().get("command").textValue(),
                            part.getValue().has("seconds")
                                ? Phrase.of(
                                    ": %.1f s", part.getValue().get("seconds").doubleValue())
                                : ""));
              }
            });
    if (!report.has("verdict")) {
      line("PROBLEM", "this report ends early: the program did, or still runs");
      return;
    }
    texts(report.get("problems")).forEach(problem -> line("PROBLEM", problem));
    line(
        "verdict",
        report.get("verdict").textValue().toLowerCase(Locale.ROOT).replace('_', ' ')
            + Phrase.of(", in %d s", report.get("seconds").intValue()));
  }

  private void line(String what, String of) {
    text.append("%-8s %s\n".formatted(what, of));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.textValue()));
    return texts;
  }

  private static int sum(JsonNode findings, String field) {
    int sum = 0;
    for (JsonNode finding : findings) {
      sum += finding.get(field).intValue();
    }
    return sum;
  }
}
