package dev.incline.cli.model;

import dev.incline.data.ImageRows;
import dev.incline.file.Json;
import dev.incline.store.SavedModel;
import dev.incline.train.score.CheckRecord;
import dev.incline.train.score.Predictions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a model says of the images of several files, for people and for scripts. */
final class PredictionReport {
  /**
   * A file that could be read.
   *
   * @param first its first row among the rows of all files
   */
  private record Input(String file, int first, int rows, List<String> notes) {}

  private record UnreadFile(String file, String reason) {}

  private final ModelFile file;
  private final SavedModel model;
  private final int top;
  private final List<Input> inputs = new ArrayList<>();
  private final List<UnreadFile> failures = new ArrayList<>();
  private int rows;
  private @Nullable String device;
  private @Nullable Predictions predictions;
  private CheckRecord checked = CheckRecord.NONE;

  /**
   * @param top classes per image
   */
  PredictionReport(ModelFile file, int top) {
    this.file = file;
    this.model = file.model();
    this.top = top;
  }

  void add(String name, ImageRows read) {
    inputs.add(new Input(name, rows, read.rows(), read.notes()));
    rows += read.rows();
  }

  void addFailure(String name, String reason) {
    failures.add(new UnreadFile(name, reason));
  }

  boolean hasFailures() {
    return !failures.isEmpty();
  }

  /** The rows of all files, in the order in which they were added. */
  void predicted(String device, Predictions predictions, CheckRecord checked) {
    this.device = device;
    this.checked = checked;
    this.predictions = predictions;
  }

  /** A line per image: where it lies, the likeliest classes, and what was done to it. */
  String toText() {
    if (predictions == null) {
      return "";
    }
    int width = 0;
    for (Input input : inputs) {
      width = Math.max(width, place(input, input.rows - 1).length());
    }
    int name = model.classes().stream().mapToInt(String::length).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (Input input : inputs) {
      for (int row = 0; row < input.rows; row++) {
        StringBuilder line = new StringBuilder();
        line.append(String.format(Locale.ROOT, "%-" + width + "s", place(input, row)));
        for (int c : predictions.ranking(input.first + row).subList(0, top)) {
          double probability = predictions.probability(input.first + row, c);
          line.append(
              String.format(
                  Locale.ROOT, "  %" + name + "s %.4f", model.classes().get(c), probability));
        }
        if (row == 0 && !input.notes.isEmpty()) { // they are of the file, not of a row
          line.append("  (").append(String.join("; ", input.notes)).append(')');
        }
        text.append(line).append(System.lineSeparator());
      }
    }
    return text.toString();
  }

  private static String place(Input input, int row) {
    return input.rows == 1 ? input.file : input.file + " row " + (row + 1);
  }

  String toJson() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("model", file.path().toString());
    root.put("network", model.weights().network().toString());
    root.put("weightsSha256", model.weights().sha256());
    root.put("classes", model.classes());
    root.put("device", device);
    root.put("checked", checked);
    root.put("files", inputs.stream().map(this::fields).toList());
    root.put("failures", failures);
    return Json.text(root);
  }

  private Map<String, Object> fields(Input input) {
    List<Map<String, Object>> images = new ArrayList<>();
    for (int row = 0; row < input.rows; row++) {
      Map<String, Object> image = new LinkedHashMap<>();
      image.put("row", row + 1);
      image.put("top", ranked(input.first + row));
      images.add(image);
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("file", input.file);
    fields.put("notes", input.notes);
    fields.put("images", images);
    return fields;
  }

  private List<Map<String, Object>> ranked(int row) {
    List<Map<String, Object>> classes = new ArrayList<>();
    if (predictions != null) {
      for (int c : predictions.ranking(row).subList(0, top)) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("class", model.classes().get(c));
        entry.put("probability", predictions.probability(row, c));
        classes.add(entry);
      }
    }
    return classes;
  }
}
