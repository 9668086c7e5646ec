package dev.incline.export;

import dev.incline.data.NpzFile;
import dev.incline.store.OutputFile;
import dev.incline.store.SavedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;

/** What a model can be written as: the file, and the lines with which a tool uses it. */
@SuppressWarnings("ImmutableEnumChecker") // functions of no state
public enum ExportFormat {
  /** With scaling and softmax inside. */
  ONNX(".onnx", OnnxFile::wrote, inOneFile(OnnxFile::write), PythonLines::onnx),
  /** The state of a module, in safetensors. */
  PYTORCH(
      ".pytorch.safetensors",
      PytorchFile::wrote,
      inOneFile(PytorchFile::write),
      PythonLines::pytorch),
  /** The arrays of {@link #NUMPY}, which are in the order that Keras takes them in. */
  KERAS(".npz", NpzFile::wrote, inOneFile(ArraysFile::write), PythonLines::keras),
  /** The arrays W1, b1, W2, ... */
  NUMPY(".npz", NpzFile::wrote, inOneFile(ArraysFile::write), PythonLines::numpy),
  /** A folder with a file for each array, of which nothing tells that an export wrote it. */
  CSV("-csv", file -> false, CsvFolder::write, PythonLines::csv);

  private interface Writer {
    void write(SavedModel model, Path out) throws IOException;
  }

  private final String ending;
  private final OutputFile.Maker wrote;
  private final Writer writer;
  private final BiFunction<PythonLines, Path, List<String>> lines;

  ExportFormat(
      String ending,
      OutputFile.Maker wrote,
      Writer writer,
      BiFunction<PythonLines, Path, List<String>> lines) {
    this.ending = ending;
    this.wrote = wrote;
    this.writer = writer;
    this.lines = lines;
  }

  private static Writer inOneFile(Writer writer) {
    return (model, file) -> OutputFile.write(file, draft -> writer.write(model, draft));
  }

  /** Where the result goes unless the user names a place: beside the model. */
  public Path beside(Path model) {
    String name = String.valueOf(model.getFileName());
    int dot = name.lastIndexOf('.');
    return model.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ending);
  }

  /**
   * Tries the places of all files, and leaves nothing there.
   *
   * @param out the file, or of CSV the folder
   * @throws dev.incline.wording.InvalidOptionException when something is there that no export made
   * @throws IOException when their folder takes no file
   */
  public void require(SavedModel model, Path out, boolean overwrite) throws IOException {
    for (Path file : this == CSV ? CsvFolder.files(model, out) : List.of(out)) {
      OutputFile.require(file, "--out", overwrite, wrote);
    }
  }

  /**
   * Writes the result, replacing what is there; each file appears whole or not at all.
   *
   * @throws IOException naming the file
   */
  public void write(SavedModel model, Path out) throws IOException {
    writer.write(model, out);
  }

  /**
   * The lines of Python that use it: from {@code pixels} or {@code features} to {@code
   * probabilities}.
   */
  public List<String> lines(SavedModel model, Path out) {
    return lines.apply(PythonLines.of(model), out);
  }
}
