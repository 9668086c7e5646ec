package dev.incline.export;

import dev.incline.data.FeatureScaling;
import dev.incline.plan.Parameters;
import dev.incline.plan.Slot;
import dev.incline.plan.Tensors;
import dev.incline.store.OutputFile;
import dev.incline.store.SavedModel;
import dev.incline.wording.CsvRecord;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of CSV files without headers: W1.csv, a line for each input and a column for each
 * output; b1.csv, one line; ...; classes.csv, one line of names; offset.csv and divisor.csv, one
 * line each, where the model takes numbers, and means.csv, where values may be missing. Each number
 * is the shortest that is read back as the same number.
 */
final class CsvFolder {
  private static final String CLASSES = "classes";

  private CsvFolder() {}

  /** The files that there will be. */
  static List<Path> files(SavedModel model, Path folder) {
    Stream<String> names = Parameters.slots(model.weights().network()).stream().map(Slot::name);
    Stream<String> others = Stream.concat(Stream.of(CLASSES), PythonLines.before(model).stream());
    return Stream.concat(names, others).map(name -> file(folder, name)).toList();
  }

  private static Path file(Path folder, String name) {
    return folder.resolve(name + ".csv");
  }

  /**
   * Writes the files, each whole or not at all.
   *
   * @throws IOException naming the file
   */
  static void write(SavedModel model, Path folder) throws IOException {
    Tensors tensors = Tensors.of(model.weights());
    for (Slot<float[]> slot : tensors.slots()) {
      OutputFile.write(
          file(folder, slot.name()), file -> matrix(tensors.get(slot), slot.cols(), file));
    }
    FeatureScaling scaling = model.scaling();
    if (model.columns().hasMeans()) {
      line(model.columns().roundedMeans(), file(folder, ArraysFile.MEANS));
    }
    if (scaling != null) {
      line(scaling.offset(), file(folder, ArraysFile.OFFSET));
      line(scaling.divisor(), file(folder, ArraysFile.DIVISOR));
    }
    OutputFile.write(
        file(folder, CLASSES),
        file -> Files.writeString(file, CsvRecord.of(model.classes()) + "\n"));
  }

  private static void line(List<Double> values, Path file) throws IOException {
    List<String> texts = values.stream().map(value -> Double.toString(value)).toList();
    OutputFile.write(file, draft -> Files.writeString(draft, String.join(",", texts) + "\n"));
  }

  private static void matrix(float[] values, int columns, Path file) throws IOException {
    try (Writer out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < values.length; i++) {
        out.write(Float.toString(values[i]));
        out.write((i + 1) % columns == 0 ? '\n' : ',');
      }
    }
  }
}
