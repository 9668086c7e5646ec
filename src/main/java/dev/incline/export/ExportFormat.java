package dev.incline.export;

import dev.incline.data.NpzFile;
import dev.incline.store.OutputFile;
import dev.incline.store.SavedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What a model can be written as: the file, and the lines with which a tool uses it. */
public enum ExportFormat {
  /** With scaling and softmax inside. */
  ONNX(".onnx") {
    @Override
    boolean wrote(Path file) throws IOException {
      return OnnxFile.wrote(file);
    }

    @Override
    public void write(SavedModel model, Path file) throws IOException {
      OutputFile.write(file, draft -> OnnxFile.write(model, draft));
    }

    @Override
    public List<String> lines(SavedModel model, Path file) {
      return PythonLines.of(model).onnx(file);
    }
  },
  /** The state of a module, in safetensors. */
  PYTORCH(".pytorch.safetensors") {
    @Override
    boolean wrote(Path file) {
      return PytorchFile.wrote(file);
    }

    @Override
    public void write(SavedModel model, Path file) throws IOException {
      OutputFile.write(file, draft -> PytorchFile.write(model, draft));
    }

    @Override
    public List<String> lines(SavedModel model, Path file) {
      return PythonLines.of(model).pytorch(file);
    }
  },
  /** The arrays of {@link #NUMPY}, which are in the order that Keras takes them in. */
  KERAS(".npz") {
    @Override
    boolean wrote(Path file) {
      return NpzFile.wrote(file);
    }

    @Override
    public void write(SavedModel model, Path file) throws IOException {
      OutputFile.write(file, draft -> ArraysFile.write(model, draft));
    }

    @Override
    public List<String> lines(SavedModel model, Path file) {
      return PythonLines.of(model).keras(file);
    }
  },
  /** The arrays W1, b1, W2, ... */
  NUMPY(".npz") {
    @Override
    boolean wrote(Path file) {
      return NpzFile.wrote(file);
    }

    @Override
    public void write(SavedModel model, Path file) throws IOException {
      OutputFile.write(file, draft -> ArraysFile.write(model, draft));
    }

    @Override
    public List<String> lines(SavedModel model, Path file) {
      return PythonLines.of(model).numpy(file);
    }
  },
  /** A folder with a file for each array. */
  CSV("-csv") {
    @Override
    boolean wrote(Path file) {
      return false; // nothing in it tells
    }

    @Override
    List<Path> files(SavedModel model, Path folder) {
      return CsvFolder.files(model, folder);
    }

    @Override
    public void write(SavedModel model, Path folder) throws IOException {
      CsvFolder.write(model, folder);
    }

    @Override
    public List<String> lines(SavedModel model, Path folder) {
      return PythonLines.of(model).csv(folder);
    }
  };

  private final String ending;

  ExportFormat(String ending) {
    this.ending = ending;
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
    for (Path file : files(model, out)) {
      OutputFile.require(file, "--out", overwrite, this::wrote);
    }
  }

  /** The files that there will be. */
  List<Path> files(SavedModel model, Path out) {
    return List.of(out);
  }

  /** Whether a file is one that this format wrote. */
  abstract boolean wrote(Path file) throws IOException;

  /**
   * Writes the result, replacing what is there; each file appears whole or not at all.
   *
   * @throws IOException naming the file
   */
  public abstract void write(SavedModel model, Path out) throws IOException;

  /**
   * The lines of Python that use it: from {@code pixels} or {@code features} to {@code
   * probabilities}.
   */
  public abstract List<String> lines(SavedModel model, Path out);
}
