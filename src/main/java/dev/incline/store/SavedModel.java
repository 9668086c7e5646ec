package dev.incline.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.incline.model.Network;
import dev.incline.model.Weights;
import dev.incline.plan.Parameters;
import dev.incline.plan.Tensors;
import dev.incline.store.SafetensorsFile.Tensor;
import dev.incline.wording.Listing;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A trained network with what it takes to use it, as a safetensors file: tensors W1 [inputs x
 * outputs], b1 [outputs], W2, ...; metadata {@code network} (its layers, JSON), {@code
 * input_scaling}, {@code classes} (their names, JSON), {@code weights_sha256} (of {@link
 * Weights#sha256()}), {@code program}, and {@code data} (a {@link TrainingData}, JSON), which older
 * files lack.
 *
 * @param classes one name per class
 * @param program name and version of what wrote it
 * @param data what it was trained on, or null where that is not known
 */
public record SavedModel(
    Weights weights, List<String> classes, String program, @Nullable TrainingData data) {
  /** What a pixel byte is multiplied by. */
  public static final String INPUT_SCALING = "1/255";

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  public SavedModel {
    classes = List.copyOf(classes);
  }

  /** A model of which nobody knows what it was trained on. */
  public SavedModel(Weights weights, List<String> classes, String program) {
    this(weights, classes, program, null);
  }

  /** Writes the file, replacing what is there. */
  public void write(Path file) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("network", JSON.writeValueAsString(weights.network()));
    metadata.put("input_scaling", INPUT_SCALING);
    metadata.put("classes", JSON.writeValueAsString(classes));
    metadata.put("weights_sha256", weights.sha256());
    metadata.put("program", program);
    if (data != null) {
      metadata.put("data", JSON.writeValueAsString(data));
    }
    new SafetensorsFile(metadata, NamedTensors.of("", Tensors.of(weights))).write(file);
  }

  /**
   * Reads and checks a file.
   *
   * @throws IOException naming the file and what is wrong: not such a file, made by another
   *     program, or damaged
   */
  public static SavedModel read(Path file) throws IOException {
    SafetensorsFile content = SafetensorsFile.read(file);
    try {
      return of(content);
    } catch (IllegalArgumentException | JsonProcessingException e) {
      String reason =
          e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
      throw new IOException(file + " is no model of this program: " + reason, e);
    }
  }

  private static SavedModel of(SafetensorsFile content) throws JsonProcessingException {
    Network network = JSON.readValue(metadata(content, "network"), Network.class);
    if (network == null) {
      throw new IllegalArgumentException("its network is null");
    }
    String scaling = metadata(content, "input_scaling");
    if (!scaling.equals(INPUT_SCALING)) {
      throw new IllegalArgumentException("its input scaling is " + scaling);
    }
    Map<String, Tensor> rest = new LinkedHashMap<>(content.tensors());
    Weights weights = NamedTensors.take(rest, "", Parameters.slots(network)).weights(network);
    if (!rest.isEmpty()) {
      throw new IllegalArgumentException("its network has no tensors " + Listing.of(rest.keySet()));
    }
    if (!weights.sha256().equals(metadata(content, "weights_sha256"))) {
      throw new IllegalArgumentException("its weights are not those of its checksum");
    }
    List<String> classes =
        JSON.readValue(metadata(content, "classes"), new TypeReference<List<String>>() {});
    if (classes == null || classes.size() != network.classes() || classes.contains(null)) {
      throw new IllegalArgumentException(
          Phrase.of(
              "it names the classes %s, but its network has %d",
              classes == null ? "null" : Listing.of(classes), network.classes()));
    }
    String data = content.metadata().get("data");
    return new SavedModel(
        weights,
        classes,
        metadata(content, "program"),
        data == null ? null : data(data, network.inputs()));
  }

  private static TrainingData data(String text, int inputs) throws JsonProcessingException {
    TrainingData data = JSON.readValue(text, TrainingData.class);
    if (data == null || data.pixels().meanImage().size() != inputs) {
      throw new IllegalArgumentException(
          Phrase.of("its training data are not of images of %,d pixels", inputs));
    }
    return data;
  }

  private static String metadata(SafetensorsFile content, String key) {
    String value = content.metadata().get(key);
    if (value == null) {
      throw new IllegalArgumentException("it has no metadata " + key);
    }
    return value;
  }
}
