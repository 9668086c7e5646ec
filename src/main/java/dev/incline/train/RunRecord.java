package dev.incline.train;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.incline.train.score.CheckRecord;
import dev.incline.train.score.ConfusionMatrix;
import dev.incline.train.score.Score;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run as one JSON document: what {@code --json} prints and history.json holds.
 *
 * @param model {@code softmax} or {@code mlp}
 * @param network such as {@code 784-128-10 sigmoid}
 * @param device for people
 * @param options by flag name, without dashes
 * @param seed of weights and shuffles
 * @param epochs every epoch
 * @param best the epoch of the best validation result; the last where no row validates
 * @param stopped why it stopped early, and when; empty where it did not
 * @param test the best weights on the test rows
 * @param weightsSha256 of the weights after the last epoch
 * @param bestWeightsSha256 of the best weights, which are the saved ones
 * @param deadClasses see {@link TrainResult}
 * @param rows how many trained, validated and tested
 * @param predicted how many test rows were taken for each class, by its name, in the order of the
 *     classes' numbers; empty where an older program did not record it
 * @param confusion [true class][predicted class] test rows, in that order; empty where an older
 *     program did not record it
 * @param seconds of the whole training, upload to test
 * @param chunkRows rows of a chunk where the data was streamed through the device; 0 where all of
 *     it was there
 * @param shadow what shadowed steps showed
 * @param checked how many scores were compared with plain Java
 * @param out the run's folder
 * @param warnings what the user should not miss
 */
@JsonPropertyOrder({
  "model",
  "network",
  "device",
  "options",
  "seed",
  "epochs",
  "best",
  "stopped",
  "test",
  "weightsSha256",
  "bestWeightsSha256",
  "deadClasses",
  "rows",
  "predicted",
  "confusion",
  "seconds",
  "chunkRows",
  "shadow",
  "checked",
  "out",
  "warnings"
})
public record RunRecord(
    String model,
    String network,
    String device,
    Map<String, Object> options,
    long seed,
    List<EpochRecord> epochs,
    Best best,
    String stopped,
    Score test,
    String weightsSha256,
    String bestWeightsSha256,
    List<Integer> deadClasses,
    TrainResult.Rows rows,
    Map<String, Integer> predicted,
    List<List<Integer>> confusion,
    double seconds,
    int chunkRows,
    ShadowRecord shadow,
    CheckRecord checked,
    String out,
    List<String> warnings) {
  /** Which epoch's weights were kept. */
  public record Best(
      int epoch,
      @JsonSerialize(using = Absent.Writer.class) @JsonDeserialize(using = Absent.Reader.class)
          double validationAccuracy) {
    /** Whether any row validated; if none did, the epoch is the last. */
    public boolean hasValidation() {
      return !Double.isNaN(validationAccuracy);
    }
  }

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /**
   * The document of a training's result.
   *
   * @param context to look for causes in; null where nothing is known but the result
   */
  public static RunRecord of(
      String model,
      String device,
      Map<String, Object> options,
      long seed,
      TrainResult result,
      ShadowRecord shadow,
      String out,
      @Nullable TrainingContext context) {
    EpochRecord best = result.history().best();
    return new RunRecord(
        model,
        result.weights().network().toString(),
        device,
        options,
        seed,
        result.history().epochs(),
        new Best(best.epoch(), best.validationAccuracy()),
        result.stopped(),
        result.test(),
        result.finalSha256(),
        result.weights().sha256(),
        Hints.deadClasses(result, context),
        result.rows(),
        predicted(result.confusion(), context),
        rows(result.confusion()),
        result.seconds(),
        result.chunkRows(),
        shadow,
        result.checked(),
        out,
        Hints.of(result, context));
  }

  private static Map<String, Integer> predicted(
      ConfusionMatrix confusion, @Nullable TrainingContext context) {
    Map<String, Integer> predicted = new LinkedHashMap<>();
    for (int c = 0; c < confusion.classes(); c++) {
      String number = Integer.toString(c);
      predicted.put(
          context == null ? number : context.classes().names().get(c), confusion.predicted(c));
    }
    return predicted;
  }

  private static List<List<Integer>> rows(ConfusionMatrix confusion) {
    return Arrays.stream(confusion.counts())
        .map(row -> Arrays.stream(row).boxed().toList())
        .toList();
  }

  /** The same where its folder has another name since. */
  public RunRecord movedTo(Path folder) {
    ObjectNode fields = JSON.valueToTree(this);
    fields.put("out", folder.toString());
    return JSON.convertValue(fields, RunRecord.class);
  }

  /**
   * Brings the JSON of an older program's run into the present form.
   *
   * @return whether there was anything to do
   */
  public static boolean modernise(JsonNode run) {
    boolean changed = false;
    for (JsonNode epoch : run.path("epochs")) {
      changed |= EpochRecord.modernise(epoch);
    }
    if (run instanceof ObjectNode fields) {
      changed |= !fields.has("checked") || !fields.has("stopped");
      changed |= !fields.has("rows") || !fields.has("predicted");
      changed |= !fields.has("confusion");
      fields.putIfAbsent("rows", JSON.valueToTree(TrainResult.Rows.UNKNOWN));
      fields.putIfAbsent("predicted", JSON.createObjectNode());
      fields.putIfAbsent("confusion", JSON.createArrayNode());
      fields.putIfAbsent("checked", JSON.valueToTree(CheckRecord.NONE));
      fields.putIfAbsent("stopped", TextNode.valueOf(""));
    }
    return changed;
  }

  public String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new AssertionError("a record of numbers and text has a JSON form", e);
    }
  }
}
