package dev.incline.train.checkpoint;

import dev.incline.data.DataException;
import dev.incline.data.FileKind;
import dev.incline.data.NpyArray;
import dev.incline.data.NpzFile;
import dev.incline.file.InputFile;
import dev.incline.file.Sha256;
import dev.incline.model.Layer;
import dev.incline.model.Network;
import dev.incline.model.Weights;
import dev.incline.store.SafetensorsFile;
import dev.incline.store.SafetensorsFile.Tensor;
import dev.incline.store.SavedModel;
import dev.incline.train.TrainingState;
import dev.incline.wording.Listing;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import dev.incline.wording.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Weights to start from, out of a file that this program or another wrote. */
public final class InitialWeights {
  /** What the command line accepts. */
  public static final String SYNTAX =
      "Start from these weights: an npz or safetensors file with the arrays W1 [inputs x outputs], b1"
          + " [outputs], W2, ..., or a checkpoint";

  private static final byte[] ZIP = {'P', 'K', 3, 4};

  private InitialWeights() {}

  /**
   * Reads the arrays W1, b1, W2, b2, ... of a file that is told to be npz or safetensors by its
   * first bytes, or a checkpoint's. float64 is rounded to float32; a bias may be [outputs] or [1 x
   * outputs]; arrays of other names are passed over.
   *
   * @throws DataException naming the file and the array that is missing, of another shape or type,
   *     not finite, or beyond the network; or the other network that the file says it is of
   * @throws IOException naming the file when it cannot be read
   */
  public static Weights read(Path file, Network network) throws IOException {
    if (begins(file, Checkpoint.HEADER)) {
      TrainingState reached = Checkpoint.read(file).state();
      requireSame(file, "checkpoint", reached.best().network(), network);
      return reached.state().weights(network);
    }
    Map<String, NpyArray> rest = new LinkedHashMap<>(arrays(file, network));
    List<float[]> matrices = new ArrayList<>();
    List<float[]> biases = new ArrayList<>();
    for (Layer layer : network.layers()) {
      int number = matrices.size() + 1;
      int outputs = layer.outputs();
      matrices.add(
          take(file, rest, network, "W" + number, List.of(List.of(layer.inputs(), outputs))));
      biases.add(
          layer.bias()
              ? take(
                  file, rest, network, "b" + number, List.of(List.of(outputs), List.of(1, outputs)))
              : new float[0]);
    }
    for (String name : rest.keySet()) {
      if (name.matches("[Wb][0-9]+")) {
        throw new DataException(
            "%s holds %s, which %s has no place for: choose the network by --model and --hidden"
                .formatted(file, name, network));
      }
    }
    return new Weights(network, matrices, biases);
  }

  private static Map<String, NpyArray> arrays(Path file, Network network) throws IOException {
    FileKind kind = FileKind.of(file);
    if (begins(file, ZIP)) {
      return NpzFile.read(file);
    } else if (kind == FileKind.SAFETENSORS || kind == FileKind.UNKNOWN) {
      return safetensors(file, network);
    }
    throw new IOException(
        "%s is %s, but the weights must be in an npz or safetensors file, or in a checkpoint"
            .formatted(file, FileKind.phrase(file)));
  }

  /**
   * SHA-256 of the file, in hex: the weights of a run are known by it.
   *
   * @throws IOException naming the file when it cannot be read
   */
  public static String sha256(Path file) throws IOException {
    return reading(file, Sha256::of);
  }

  private static boolean begins(Path file, byte[] mark) throws IOException {
    return reading(file, in -> Arrays.equals(in.readNBytes(mark.length), mark));
  }

  private interface Reading<T> {
    T of(InputStream in) throws IOException;
  }

  private static <T> T reading(Path file, Reading<T> reading) throws IOException {
    try (InputStream in = InputFile.open(file, InputFile.LARGE)) {
      return reading.of(in);
    } catch (NoSuchFileException e) {
      throw new IOException(file + " does not exist", e);
    } catch (AccessDeniedException e) {
      throw new IOException(file + " cannot be read: permission denied", e);
    } catch (IOException e) {
      throw new IOException(file + " cannot be read: " + Reason.of(e), e);
    }
  }

  private static Map<String, NpyArray> safetensors(Path file, Network network) throws IOException {
    SafetensorsFile content = SafetensorsFile.read(file);
    if (content.metadata().containsKey("network")) {
      Network trained = SavedModel.read(file).weights().network();
      requireSame(file, "model", trained, network);
    }
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    for (Map.Entry<String, Tensor> entry : content.tensors().entrySet()) {
      Tensor tensor = entry.getValue();
      List<Integer> shape = Arrays.stream(tensor.shape()).boxed().toList();
      arrays.put(entry.getKey(), new NpyArray(shape, tensor.values()));
    }
    return arrays;
  }

  private static void requireSame(Path file, String kind, Network its, Network network) {
    if (!its.equals(network)) {
      throw new DataException(
          "%s is a %s of %s, not of %s: choose the network by --model, --hidden and --activation"
              .formatted(file, kind, its, network));
    }
  }

  /** How to save the arrays of a PyTorch state dict, where they look like one. */
  private static String renaming(Map<String, NpyArray> arrays) {
    List<String> saved = new ArrayList<>();
    int layer = 0;
    for (String name : arrays.keySet()) {
      if (name.endsWith(".weight")) {
        layer++;
        saved.add(Phrase.of("W%d = %s.T", layer, name));
      } else if (name.endsWith(".bias")) {
        saved.add(Phrase.of("b%d = %s", Math.max(1, layer), name));
      }
    }
    return saved.isEmpty()
        ? ""
        : ". These are PyTorch's names, and its weights are transposed: save " + Listing.of(saved);
  }

  private static float[] take(
      Path file,
      Map<String, NpyArray> arrays,
      Network network,
      String name,
      List<List<Integer>> shapes) {
    NpyArray array = arrays.remove(name);
    String place = file + ": " + name;
    if (array == null) {
      throw new DataException(
          "%s is missing: %s needs the arrays W1, b1, W2, ..., and the file has %s%s"
              .formatted(place, network, Listing.of(arrays.keySet()), renaming(arrays)));
    }
    List<Integer> turned = new ArrayList<>(array.shape());
    Collections.reverse(turned);
    if (!shapes.contains(array.shape()) && shapes.get(0).equals(turned)) {
      throw new DataException(
          "%s is %s, but %s needs %s: it looks transposed. Save %s.T; PyTorch keeps a layer's weights as [outputs, inputs]"
              .formatted(place, array.shape(), network, shapes.get(0), name));
    }
    if (!shapes.contains(array.shape())) {
      throw new DataException(
          "%s is %s, but %s needs %s: choose the network by --model and --hidden"
              .formatted(place, array.shape(), network, shapes.get(0)));
    }
    if (!(array.values() instanceof float[]) && !(array.values() instanceof double[])) {
      throw new DataException(
          "%s is of type %s, not float32 or float64".formatted(place, array.type()));
    }
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) array.get(i);
      if (!Float.isFinite(values[i])) {
        throw new DataException(Phrase.of("%s holds %s at %d", place, Numeral.of(array.get(i)), i));
      }
    }
    return values;
  }
}
