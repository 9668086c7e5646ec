package dev.incline.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.incline.examine.ChildCommand.Outcome;
import dev.incline.file.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What a device computes and how fast, for others to read: the documents of verify, train and
 * bench, put together.
 *
 * <p>Each command runs in a process of its own. What fails is in the report, and so is a command
 * under which the whole program ended: the report is kept before each one begins, and at the end.
 */
public final class DeviceReport {
  /** Begins each report's document, with the version of its form. */
  public static final String FORM = "incline device report 1";

  /** Runs a command line of this program. */
  @FunctionalInterface
  public interface Commands {
    Outcome run(List<String> words, Duration limit) throws IOException;
  }

  /** Is given the report, as far as it has come. */
  @FunctionalInterface
  public interface Keeper {
    void keep(JsonNode report) throws IOException;
  }

  /** What it comes to. */
  public enum Verdict {
    /** All was computed, and rightly. */
    GOOD,
    /** A part is missing: its command failed. */
    INCOMPLETE,
    /** The device computes something else than plain Java. */
    WRONG,
    /** There is no OpenCL device. */
    NO_DEVICE
  }

  /**
   * What is asked of the device.
   *
   * @param key of its part of the report
   * @param about it, for people
   * @param words of the command line
   * @param most seconds that it may take
   */
  public record Question(String key, String about, List<String> words, int most) {}

  private static final int ALL_SECONDS = 180;

  /**
   * Times as long as that, and as each question's limit: for a machine that has much else to do.
   */
  private static final double PATIENCE =
      Double.parseDouble(System.getProperty("incline.share.patience", "1"));

  private static final int LEAST_SECONDS = 5;
  private static final int MISMATCH = 3; // exit code of a command that finds the device wrong

  private final ObjectNode report;
  private final Commands commands;
  private final Keeper keeper;

  /**
   * A report that has its head alone.
   *
   * @param head the program, the machine and the device, where there is one
   */
  public DeviceReport(ObjectNode head, Commands commands, Keeper keeper) {
    this.report = head.deepCopy();
    this.commands = commands;
    this.keeper = keeper;
  }

  /**
   * What is asked of a device. The comparison comes last, for it takes the time that is left: each
   * driver takes another for the kernels.
   *
   * @param device as {@code --device} takes it
   * @param more options that concern it
   * @param folder for what the trainings leave
   * @param tiny whether all is tiny
   */
  public static List<Question> questions(
      String device, List<String> more, String folder, boolean tiny) {
    List<String> size = tiny ? List.of("--limit", "500", "--epochs", "2") : List.of();
    List<String> works =
        tiny
            ? List.of("--quick", "--works", "softmax", "--batches", "64")
            : List.of("--works", "softmax,128,1024", "--batches", "64,512");
    List<String> on = joined(List.of("--device", device), more);
    List<String> cases = tiny ? List.of("--tiny") : List.of("--quick");
    List<String> train = joined(List.of("train", "--json", "--quiet"), size);
    List<String> untried = List.of("--no-verify", "--no-tuned", "--out", folder + "/device");
    return List.of(
        new Question("training", "trains on it", joined(train, on, untried), 40),
        new Question(
            "plainJava",
            "trains in plain Java",
            joined(train, List.of("--device", "cpu", "--out", folder + "/cpu")),
            40),
        new Question(
            "bench",
            "measures launches, copies, products and steps",
            joined(List.of("bench", "--json"), works, on, List.of("--no-tuned")),
            75),
        new Question(
            "verify",
            "compares it with plain Java",
            joined(List.of("verify", "--json"), cases, on),
            ALL_SECONDS));
  }

  @SafeVarargs
  private static List<String> joined(List<String>... parts) {
    List<String> all = new ArrayList<>();
    List.of(parts).forEach(all::addAll);
    return all;
  }

  /**
   * Asks everything.
   *
   * @param begun hears what is asked next
   * @throws IOException when the report cannot be kept
   */
  public Verdict ask(List<Question> questions, Consumer<Question> begun) throws IOException {
    long start = System.nanoTime();
    for (Question question : questions) {
      begun.accept(question);
      ObjectNode part = report.putObject(question.key());
      part.put("command", command(question.words()));
      part.put("problem", "the program ended while this ran");
      keeper.keep(report);
      ask(question, part, start);
    }
    List<String> problems = problems();
    problems.forEach(report.putArray("problems")::add);
    Verdict verdict = verdict(problems);
    report.put("verdict", verdict.name());
    report.put("seconds", Math.round(seconds(start)));
    keeper.keep(report);
    return verdict;
  }

  private void ask(Question question, ObjectNode part, long start) {
    double most = PATIENCE * question.most();
    int left = (int) Math.min(most, PATIENCE * ALL_SECONDS - seconds(start));
    if (left < LEAST_SECONDS) {
      part.put("problem", "there was no time left for it");
      return;
    }
    try {
      long begun = System.nanoTime();
      Outcome outcome = commands.run(question.words(), Duration.ofSeconds(left));
      part.put("seconds", Math.round(seconds(begun) * 10) / 10.0);
      part.put("exitCode", outcome.code());
      part.remove("problem");
      outcome.problem().ifPresent(problem -> part.put("problem", problem));
      if (!outcome.out().isBlank()) {
        part.set("result", chosen(Json.STRICT.readTree(outcome.out())));
      } else if (outcome.problem().isEmpty()) {
        part.put("problem", "it printed nothing");
      }
    } catch (JsonProcessingException e) {
      part.put("problem", "what it printed is no JSON");
    } catch (IOException e) {
      part.put("problem", String.valueOf(e.getMessage()));
    }
  }

  /** Of a training, what is of use to others. */
  private static JsonNode chosen(JsonNode result) {
    if (!result.has("weightsSha256")) {
      return result;
    }
    ObjectNode part = Json.STRICT.createObjectNode();
    for (String field :
        List.of("network", "device", "weightsSha256", "test", "seconds", "warnings")) {
      part.set(field, result.get(field));
    }
    part.putArray("samplesPerSecond")
        .addAll(stream(result.get("epochs")).map(e -> e.get("samplesPerSecond")).toList());
    return part;
  }

  /** The command, without the folder for its results. */
  private static String command(List<String> words) {
    int out = words.indexOf("--out");
    return "incline " + String.join(" ", out < 0 ? words : words.subList(0, out));
  }

  private List<String> problems() {
    List<String> problems = new ArrayList<>();
    report
        .fields()
        .forEachRemaining(
            part -> {
              if (part.getValue().has("problem")) {
                problems.add(part.getKey() + ": " + part.getValue().get("problem").textValue());
              }
            });
    if (differs()) {
      problems.add(
          "the trained weights differ from plain Java's: %s and %s"
              .formatted(hash("training").textValue(), hash("plainJava").textValue()));
    }
    return problems;
  }

  private Verdict verdict(List<String> problems) {
    if (!report.has("device")) {
      return Verdict.NO_DEVICE;
    } else if (foundWrong() || differs()) {
      return Verdict.WRONG;
    }
    return problems.isEmpty() ? Verdict.GOOD : Verdict.INCOMPLETE;
  }

  /** Whether the weights differ, of a device whose weights may not. */
  private boolean differs() {
    JsonNode hash = hash("training");
    JsonNode expected = hash("plainJava");
    return hash.isTextual()
        && expected.isTextual()
        && !hash.equals(expected)
        && report.path("device").path("deviations").isEmpty();
  }

  private JsonNode hash(String key) {
    return report.path(key).path("result").path("weightsSha256");
  }

  private boolean foundWrong() {
    return report.path("verify").path("result").path("verdict").asText().equals("wrong")
        || stream(report).anyMatch(part -> part.path("exitCode").asInt() == MISMATCH);
  }

  private static Stream<JsonNode> stream(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false);
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
