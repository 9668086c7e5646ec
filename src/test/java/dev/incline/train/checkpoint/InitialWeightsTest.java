package dev.incline.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.data.DataException;
import dev.incline.data.NpyArray;
import dev.incline.data.NpzFile;
import dev.incline.model.Activation;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.model.Weights;
import dev.incline.store.SafetensorsFile;
import dev.incline.store.SavedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitialWeightsTest {
  private static final Network NETWORK = Network.mlp(3, List.of(2), 2, Activation.RELU);

  @TempDir private Path folder;
  private final Map<String, NpyArray> arrays = new HashMap<>();

  @BeforeEach
  void fill() {
    arrays.put("W1", NpyArray.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2));
    arrays.put("b1", NpyArray.of(new float[] {7, 8}, 2));
    arrays.put("W2", NpyArray.of(new double[] {9, 10, 11, 0.1}, 2, 2));
    arrays.put("b2", NpyArray.of(new double[] {13, 14}, 1, 2));
  }

  private Weights read() throws IOException {
    Path file = folder.resolve("w.npz");
    NpzFile.write(file, arrays);
    return InitialWeights.read(file, NETWORK);
  }

  @Test
  void npzGivesEachArrayItsPlace() throws IOException {
    arrays.put("X", NpyArray.of(new float[1], 1)); // a trace holds more than weights
    arrays.put("W1_new", NpyArray.of(new float[1], 1));
    Weights weights = read();
    assertThat(weights.matrices().get(0)).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(weights.biases().get(0)).containsExactly(7, 8);
    assertThat(weights.matrices().get(1)).containsExactly(9, 10, 11, 0.1f);
    assertThat(weights.biases().get(1)).containsExactly(13, 14);
  }

  @Test
  void aSavedModelGivesItsBits() throws IOException {
    Weights saved = Initializer.parse("xavier").draw(NETWORK, 3);
    Path file = folder.resolve("model.safetensors");
    new SavedModel(saved, List.of("a", "b"), "test", null).write(file);
    assertThat(InitialWeights.read(file, NETWORK).sha256()).isEqualTo(saved.sha256());
    Network sigmoid = Network.mlp(3, List.of(2), 2, Activation.SIGMOID);
    assertThatThrownBy(() -> InitialWeights.read(file, sigmoid))
        .hasMessageContaining("is a model of 3-2-2 relu, not of 3-2-2 sigmoid");
  }

  @Test
  void safetensorsOfAnotherProgramNeedNoMetadata() throws IOException {
    Map<String, SafetensorsFile.Tensor> tensors =
        Map.of("W1", new SafetensorsFile.Tensor(new int[] {3, 2}, new float[] {1, 2, 3, 4, 5, 6}));
    Path file = folder.resolve("w.safetensors");
    new SafetensorsFile(Map.of(), tensors).write(file);
    Weights weights = InitialWeights.read(file, Network.softmaxRegression(3, 2, false));
    assertThat(weights.matrices().get(0)).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void whatDoesNotFitIsNamed() {
    arrays.put("W1", NpyArray.of(new float[6], 2, 3));
    expect("w.npz: W1 is [2, 3], but 3-2-2 relu needs [3, 2]");
    arrays.put("W1", NpyArray.of(new int[6], 3, 2));
    expect("w.npz: W1 is of type <i4");
    arrays.put("W1", NpyArray.of(new double[] {0, 0, 0, 0, 1e300, 0}, 3, 2));
    expect("w.npz: W1 holds 1e300 at 4");
    arrays.remove("W1");
    expect("w.npz: W1 is missing");
    fill();
    arrays.put("b3", NpyArray.of(new float[2], 2));
    expect("w.npz holds b3, which 3-2-2 relu has no place for");
  }

  private void expect(String message) {
    assertThatThrownBy(this::read).isInstanceOf(DataException.class).hasMessageContaining(message);
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.txt"), "W1 = 3, and so on and so on");
    assertThatThrownBy(() -> InitialWeights.read(text, NETWORK))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("notes.txt");
    assertThatThrownBy(() -> InitialWeights.read(folder.resolve("none"), NETWORK))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none does not exist");
  }

  @Test
  @Tag("field")
  void transposedWeightsAreCalledSo() throws IOException {
    arrays.put("W1", NpyArray.of(new float[6], 2, 3));
    expect("W1 is [2, 3], but 3-2-2 relu needs [3, 2]: it looks transposed. Save W1.T");
  }

  @Test
  @Tag("field")
  void theNamesOfPyTorchAreToldWithHowToSaveThem() throws IOException {
    Path file = folder.resolve("w.npz");
    Map<String, NpyArray> torch = new LinkedHashMap<>();
    torch.put("fc1.weight", NpyArray.of(new float[6], 2, 3));
    torch.put("fc1.bias", NpyArray.of(new float[2], 2));
    torch.put("fc2.weight", NpyArray.of(new float[4], 2, 2));
    torch.put("fc2.bias", NpyArray.of(new float[2], 2));
    NpzFile.write(file, torch);
    assertThatThrownBy(() -> InitialWeights.read(file, NETWORK))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "save W1 = fc1.weight.T, b1 = fc1.bias, W2 = fc2.weight.T, b2 = fc2.bias");
  }

  @Test
  @Tag("field")
  void whatIsNoFileOfWeightsIsToldByItsContent() throws IOException {
    Path page = Files.writeString(folder.resolve("w.npz"), "<!DOCTYPE html><p>404");
    assertThatThrownBy(() -> InitialWeights.read(page, NETWORK))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("w.npz is an HTML page (a download that failed?), but the weights");
  }
}
