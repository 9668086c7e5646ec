package dev.incline.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.incline.data.DataException;
import dev.incline.data.Dataset;
import dev.incline.data.FeatureScaling;
import dev.incline.data.TableColumns;
import dev.incline.data.image.Resizing;
import dev.incline.file.Json;
import dev.incline.file.JsonFault;
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
 * input_scaling}, {@code scaling} (a {@link FeatureScaling}, JSON, where inputs are numbers),
 * {@code features} (names of the table's columns, JSON, where it had any), {@code words} (a list
 * for each column, JSON, where one has words as features), {@code means} (of each feature, JSON,
 * where they stand for missing values), {@code resize} (height x width, where pictures were scaled
 * to it), {@code classes} (their names, JSON), {@code weights_sha256} (of {@link
 * Weights#sha256()}), {@code program}, and {@code data} (a {@link TrainingData}, JSON), which older
 * files lack.
 *
 * @param classes one name per class
 * @param program name and version of what wrote it
 * @param data what it was trained on, or null where that is not known
 * @param scaling of the numbers that it takes; null where it takes pixels
 * @param columns of the table that it was trained on
 * @param resizing of pictures, which those of a prediction get too; null where none was
 */
public record SavedModel(
    Weights weights,
    List<String> classes,
    String program,
    @Nullable TrainingData data,
    @Nullable FeatureScaling scaling,
    TableColumns columns,
    @Nullable Resizing resizing) {
  /** What a pixel byte is multiplied by. */
  static final String INPUT_SCALING = "1/255";

  public SavedModel {
    classes = List.copyOf(classes);
  }

  /** Of pixels. */
  public SavedModel(
      Weights weights, List<String> classes, String program, @Nullable TrainingData data) {
    this(weights, classes, program, data, null, TableColumns.UNNAMED, null);
  }

  /** Of numbers. */
  public SavedModel(
      Weights weights,
      List<String> classes,
      String program,
      @Nullable TrainingData data,
      @Nullable FeatureScaling scaling,
      TableColumns columns) {
    this(weights, classes, program, data, scaling, columns, null);
  }

  /**
   * Labelled rows as the network takes them, with its classes.
   *
   * @throws DataException when they are pixels and the network takes numbers, or the other way
   *     round, or when a label is none of its classes
   */
  public Dataset inputs(Dataset rows) {
    if (rows.hasPixels() != (scaling == null)) {
      throw new DataException(
          "the %s holds %s, but the model takes %s"
              .formatted(
                  rows.name(),
                  rows.hasPixels() ? "images" : "numbers",
                  rows.hasPixels() ? "numbers" : "images"));
    }
    Dataset named = rows.withClasses(classes);
    if (scaling == null) {
      return named;
    }
    if (rows.features() != scaling.offset().size()) {
      throw new DataException(
          Phrase.of(
              "the %s has rows of %,d numbers, but the model takes %,d",
              rows.name(), rows.features(), scaling.offset().size()));
    }
    return scaling.of(columns.filled(named));
  }

  /** Writes the file, replacing what is there. */
  public void write(Path file) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("network", Json.line(weights.network()));
    metadata.put("input_scaling", scaling == null ? INPUT_SCALING : scaling.kind().toString());
    if (scaling != null) {
      metadata.put("scaling", Json.line(scaling));
    }
    if (!columns.names().isEmpty()) {
      metadata.put("features", Json.line(columns.names()));
    }
    if (columns.hasMeans()) {
      metadata.put("means", Json.line(columns.means()));
    }
    if (columns.hasWords()) {
      metadata.put("words", Json.line(columns.words()));
    }
    if (resizing != null) {
      metadata.put("resize", resizing.toString());
    }
    metadata.put("classes", Json.line(classes));
    metadata.put("weights_sha256", weights.sha256());
    metadata.put("program", program);
    if (data != null) {
      metadata.put("data", Json.line(data));
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
          e instanceof JsonProcessingException json ? JsonFault.of(json) : e.getMessage();
      throw new IOException(file + " is no model of this program: " + reason, e);
    }
  }

  private static SavedModel of(SafetensorsFile content) throws JsonProcessingException {
    Network network = Json.STRICT.readValue(content.required("network"), Network.class);
    if (network == null) {
      throw new IllegalArgumentException("its network is null");
    }
    FeatureScaling scaling = scaling(content, network.inputs());
    Map<String, Tensor> rest = new LinkedHashMap<>(content.tensors());
    Weights weights = NamedTensors.take(rest, "", Parameters.slots(network)).weights(network);
    if (!rest.isEmpty()) {
      throw new IllegalArgumentException("its network has no tensors " + Listing.of(rest.keySet()));
    }
    if (!weights.sha256().equals(content.required("weights_sha256"))) {
      throw new IllegalArgumentException("its weights are not those of its checksum");
    }
    List<String> classes =
        Json.STRICT.readValue(content.required("classes"), new TypeReference<List<String>>() {});
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
        content.required("program"),
        data == null ? null : data(data, network.inputs()),
        scaling,
        columns(content, network.inputs()),
        resizing(content, network.inputs()));
  }

  private static TableColumns columns(SafetensorsFile content, int inputs)
      throws JsonProcessingException {
    Map<String, String> metadata = content.metadata();
    List<String> names =
        Json.STRICT.readValue(metadata.getOrDefault("features", "[]"), new TypeReference<>() {});
    List<List<String>> words =
        Json.STRICT.readValue(metadata.getOrDefault("words", "[]"), new TypeReference<>() {});
    List<Double> means =
        Json.STRICT.readValue(metadata.getOrDefault("means", "[]"), new TypeReference<>() {});
    if (names == null || words == null || means == null) {
      throw new IllegalArgumentException("its features are null");
    }
    TableColumns columns = new TableColumns(names, words, means);
    if (columns.features(names.isEmpty() ? inputs : names.size()) != inputs
        || (columns.hasMeans() && means.size() != inputs)) {
      throw new IllegalArgumentException(
          Phrase.of("its features are other than its %,d inputs", inputs));
    }
    return columns;
  }

  private static @Nullable FeatureScaling scaling(SafetensorsFile content, int inputs)
      throws JsonProcessingException {
    String kind = content.required("input_scaling");
    String text = content.metadata().get("scaling");
    if (kind.equals(INPUT_SCALING)) {
      return null;
    }
    FeatureScaling scaling =
        text == null ? null : Json.STRICT.readValue(text, FeatureScaling.class);
    if (scaling == null
        || !scaling.kind().toString().equals(kind)
        || scaling.offset().size() != inputs) {
      throw new IllegalArgumentException(
          Phrase.of("its input scaling is %s, for other than %,d numbers", kind, inputs));
    }
    return scaling;
  }

  private static @Nullable Resizing resizing(SafetensorsFile content, int inputs) {
    String text = content.metadata().get("resize");
    Resizing resizing = text == null ? null : Resizing.parse(text);
    if (resizing != null && resizing.channels(inputs) == 0) {
      throw new IllegalArgumentException(
          Phrase.of("its pictures of %s are other than its %,d inputs", resizing, inputs));
    }
    return resizing;
  }

  private static TrainingData data(String text, int inputs) throws JsonProcessingException {
    TrainingData data = Json.STRICT.readValue(text, TrainingData.class);
    if (data == null || data.pixels().meanImage().size() != inputs) {
      throw new IllegalArgumentException(
          Phrase.of("its training data are not of images of %,d pixels", inputs));
    }
    return data;
  }
}
