package dev.incline.export;

import dev.incline.model.Network;
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
 * output; b1.csv, one line; ...; classes.csv, one line of names. Each number is the shortest that
 * is read back as the same float.
 */
final class CsvFolder {
  private static final String CLASSES = "classes";

  private CsvFolder() {}

  /** The files that there will be. */
  static List<Path> files(Network network, Path folder) {
    Stream<String> names = Parameters.slots(network).stream().map(Slot::name);
    return Stream.concat(names, Stream.of(CLASSES)).map(name -> file(folder, name)).toList();
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
    OutputFile.write(
        file(folder, CLASSES),
        file -> Files.writeString(file, CsvRecord.of(model.classes()) + "\n"));
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
