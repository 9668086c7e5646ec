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

/** What a model says of the images of several files, whole, for people and for scripts. */
final class PredictionReport implements Answers {
  /** A class and its probability. */
  private record Ranked(int number, double probability) {}

  /**
   * A file that could be read.
   *
   * @param rows the likeliest classes of each, the likeliest first
   */
  private record Input(String file, List<List<Ranked>> rows, List<String> notes) {}

  private record UnreadFile(String file, String reason) {}

  private final ModelFile file;
  private final SavedModel model;
  private final int top;
  private final List<Input> inputs = new ArrayList<>();
  private final List<UnreadFile> failures = new ArrayList<>();
  private @Nullable String device;
  private CheckRecord checked = CheckRecord.NONE;

  /**
   * @param top classes per image
   */
  PredictionReport(ModelFile file, int top) {
    this.file = file;
    this.model = file.model();
    this.top = top;
  }

  @Override
  public void add(String name, int first, ImageRows read, Predictions predictions, int from) {
    if (first == 0) {
      inputs.add(new Input(name, new ArrayList<>(), read.notes()));
    }
    Input input = inputs.get(inputs.size() - 1);
    for (int row = from; row < from + read.rows(); row++) {
      input.rows.add(ranked(predictions, row));
    }
  }

  private List<Ranked> ranked(Predictions predictions, int row) {
    return predictions.ranking(row).subList(0, top).stream()
        .map(c -> new Ranked(c, predictions.probability(row, c)))
        .toList();
  }

  @Override
  public void addFailure(String name, String reason, boolean begun) {
    if (begun) {
      inputs.remove(inputs.size() - 1); // of a damaged file nothing counts
    }
    failures.add(new UnreadFile(name, reason));
  }

  /** The device that predicted the rows. */
  void predicted(String device, CheckRecord checked) {
    this.device = inputs.isEmpty() ? null : device;
    this.checked = checked;
  }

  /** A line per image: where it lies, the likeliest classes, and what was done to it. */
  String toText() {
    int width = 0;
    for (Input input : inputs) {
      width = Math.max(width, place(input, input.rows.size() - 1).length());
    }
    int name = model.classes().stream().mapToInt(String::length).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (Input input : inputs) {
      for (int row = 0; row < input.rows.size(); row++) {
        StringBuilder line = new StringBuilder();
        line.append(String.format(Locale.ROOT, "%-" + width + "s", place(input, row)));
        for (Ranked one : input.rows.get(row)) {
          line.append(
              String.format(
                  Locale.ROOT,
                  "  %" + name + "s %.4f",
                  model.classes().get(one.number),
                  one.probability));
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
    return input.rows.size() == 1 ? input.file : input.file + " row " + (row + 1);
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
    for (int row = 0; row < input.rows.size(); row++) {
      Map<String, Object> image = new LinkedHashMap<>();
      image.put("row", row + 1);
      image.put("top", input.rows.get(row).stream().map(this::fields).toList());
      images.add(image);
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("file", input.file);
    fields.put("notes", input.notes);
    fields.put("images", images);
    return fields;
  }

  private Map<String, Object> fields(Ranked one) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("class", model.classes().get(one.number));
    fields.put("probability", one.probability);
    return fields;
  }
}
