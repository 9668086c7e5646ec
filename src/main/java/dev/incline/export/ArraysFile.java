package dev.incline.export;

import dev.incline.data.NpyArray;
import dev.incline.data.NpzFile;
import dev.incline.model.Weights;
import dev.incline.plan.Tensors;
import dev.incline.store.NamedTensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The weights as an npz file: W1 [in x out], b1 [out], W2, ... In this order they are what a Keras
 * model of the same dense layers takes as its weights.
 */
final class ArraysFile {
  private ArraysFile() {}

  /** Writes the file, replacing what is there. */
  static void write(Weights weights, Path file) throws IOException {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    NamedTensors.of("", Tensors.of(weights))
        .forEach(
            (name, tensor) ->
                arrays.put(
                    name,
                    new NpyArray(Arrays.stream(tensor.shape()).boxed().toList(), tensor.values())));
    NpzFile.write(file, arrays);
  }
}
