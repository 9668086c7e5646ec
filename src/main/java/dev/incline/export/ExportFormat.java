package dev.incline.export;

import dev.incline.data.NpzFile;
import dev.incline.model.Network;
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
    public List<String> lines(Network network, Path file) {
      return PythonLines.onnx(file);
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
    public List<String> lines(Network network, Path file) {
      return PythonLines.pytorch(network, file);
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
      OutputFile.write(file, draft -> ArraysFile.write(model.weights(), draft));
    }

    @Override
    public List<String> lines(Network network, Path file) {
      return PythonLines.keras(network, file);
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
      OutputFile.write(file, draft -> ArraysFile.write(model.weights(), draft));
    }

    @Override
    public List<String> lines(Network network, Path file) {
      return PythonLines.numpy(network, file);
    }
  },
  /** A folder with a file for each array. */
  CSV("-csv") {
    @Override
    boolean wrote(Path file) {
      return false; // nothing in it tells
    }

    @Override
    List<Path> files(Network network, Path folder) {
      return CsvFolder.files(network, folder);
    }

    @Override
    public void write(SavedModel model, Path folder) throws IOException {
      CsvFolder.write(model, folder);
    }

    @Override
    public List<String> lines(Network network, Path folder) {
      return PythonLines.csv(network, folder);
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
  public void require(Network network, Path out, boolean overwrite) throws IOException {
    for (Path file : files(network, out)) {
      OutputFile.require(file, "--out", overwrite, this::wrote);
    }
  }

  /** The files that there will be. */
  List<Path> files(Network network, Path out) {
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

  /** The lines of Python that use it: from {@code pixels} to {@code probabilities}. */
  public abstract List<String> lines(Network network, Path out);
}
