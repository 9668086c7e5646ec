package dev.incline.train;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A run as one JSON document: what {@code --json} prints and history.json holds.
 *
 * @param model {@code softmax} or {@code mlp}
 * @param network such as {@code 784-128-10 sigmoid}
 * @param device for people
 * @param options by flag name, without dashes
 * @param seed of weights and shuffles
 * @param epochs every epoch
 * @param best the epoch of the best validation accuracy
 * @param test the best weights on the test rows
 * @param weightsSha256 of the weights after the last epoch
 * @param bestWeightsSha256 of the best weights, which are the saved ones
 * @param deadClasses see {@link TrainResult}
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
  "test",
  "weightsSha256",
  "bestWeightsSha256",
  "deadClasses",
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
    Score test,
    String weightsSha256,
    String bestWeightsSha256,
    List<Integer> deadClasses,
    double seconds,
    int chunkRows,
    ShadowRecord shadow,
    CheckRecord checked,
    String out,
    List<String> warnings) {
  /** Which epoch's weights were kept. */
  public record Best(int epoch, double validationAccuracy) {}

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  public static RunRecord of(
      String model,
      String device,
      Map<String, Object> options,
      long seed,
      TrainResult result,
      ShadowRecord shadow,
      String out) {
    EpochRecord best = result.history().best();
    return new RunRecord(
        model,
        result.weights().network().toString(),
        device,
        options,
        seed,
        result.history().epochs(),
        new Best(best.epoch(), best.validationAccuracy()),
        result.test(),
        result.finalSha256(),
        result.weights().sha256(),
        result.deadClasses(),
        result.seconds(),
        result.chunkRows(),
        shadow,
        result.checked(),
        out,
        warnings(result));
  }

  private static List<String> warnings(TrainResult result) {
    List<String> warnings = new ArrayList<>();
    if (!result.deadClasses().isEmpty()) {
      warnings.add(
          "%d of %d classes are dead: their logit is never positive, so they are never learnt: %s. Start with --init half-normal:0.01, or take --no-logit-relu"
              .formatted(
                  result.deadClasses().size(),
                  result.weights().network().classes(),
                  result.deadClasses()));
    }
    if (result.isAtChance()) {
      warnings.add(
          "NOTHING WAS LEARNT: the test accuracy is no better than guessing. Try another --lr, --init or more --epochs, and check the data");
    }
    return warnings;
  }

  public String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new AssertionError("a record of numbers and text has a JSON form", e);
    }
  }
}
