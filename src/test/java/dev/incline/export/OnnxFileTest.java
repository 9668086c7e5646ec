package dev.incline.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import dev.incline.data.Dataset;
import dev.incline.model.Activation;
import dev.incline.model.Initializer;
import dev.incline.model.Layer;
import dev.incline.model.Network;
import dev.incline.model.Weights;
import dev.incline.store.SavedModel;
import dev.incline.train.score.Predictions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ONNX Runtime computes from an exported file what this program computes, on all test images. */
@Tag("slow")
class OnnxFileTest {
  private static final double FURTHEST = 1e-5; // of two probabilities: rounding makes less of them
  private static final Dataset TEST = ExportedModels.MNIST.test();

  @TempDir private Path temp;

  /** How two programs differ: rows of other classes, and the largest difference. */
  private record Difference(int classes, double probability) {
    boolean isRounding() {
      return classes == 0 && probability < FURTHEST;
    }
  }

  private Path export(SavedModel model) throws IOException {
    Path file = temp.resolve("model.onnx");
    ExportFormat.ONNX.write(model, file);
    return file;
  }

  private static Difference difference(Predictions ours, Path file) throws OrtException {
    float[][] theirs;
    try (RuntimeModel model = RuntimeModel.of(file)) {
      theirs = model.classify(TEST.images(), TEST.rows());
    }
    int classes = 0;
    double furthest = 0;
    for (int row = 0; row < theirs.length; row++) {
      int likeliest = 0;
      for (int c = 0; c < ours.classes(); c++) {
        likeliest = theirs[row][c] > theirs[row][likeliest] ? c : likeliest;
        furthest = Math.max(furthest, Math.abs(theirs[row][c] - ours.probability(row, c)));
      }
      classes += likeliest == ours.predicted()[row] ? 0 : 1;
    }
    return new Difference(classes, furthest);
  }

  static List<Network> networks() {
    return ExportedModels.networks();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void onnxRuntimeComputesTheSame(Network network) throws IOException, OrtException {
    SavedModel model = ExportedModels.trained(network);
    Predictions ours = ExportedModels.predictions(model, TEST);
    assertThat(TEST.rows()).isEqualTo(10_000);
    assertThat(difference(ours, export(model))).satisfies(d -> assertThat(d.isRounding()).isTrue());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void numbersAreFilledInAndScaledInside(boolean gaps) throws IOException, OrtException {
    Network network = Network.mlp(ScaledModel.COLUMNS, List.of(9), 10, Activation.SIGMOID);
    Weights weights = Initializer.parse("xavier").draw(network, 5);
    SavedModel model = gaps ? ScaledModel.withGaps(weights) : ScaledModel.of(weights);
    float[] given = ScaledModel.features(model);
    Predictions ours = ScaledModel.predictions(model);
    double[] features = new double[given.length];
    Arrays.setAll(features, i -> given[i]);
    float[][] theirs;
    float[][] others;
    try (RuntimeModel runtime = RuntimeModel.of(export(model))) {
      theirs = runtime.classify(features, ScaledModel.ROWS);
      features[7] += 50; // two deviations
      others = runtime.classify(features, ScaledModel.ROWS);
    }
    for (int row = 0; row < ScaledModel.ROWS; row++) {
      for (int c = 0; c < 10; c++) {
        assertThat(theirs[row][c]).isCloseTo((float) ours.probability(row, c), within(1e-5f));
      }
    }
    assertThat(others[0]).isNotEqualTo(theirs[0]);
  }

  @Test
  void plantedMistakesAreFound() throws IOException, OrtException {
    Network network = Network.mlp(784, List.of(20, 20), 10, Activation.SIGMOID);
    SavedModel model = ExportedModels.trained(network);
    Predictions ours = ExportedModels.predictions(model, TEST);
    assertThat(difference(ours, export(model)).isRounding()).isTrue();

    assertThat(difference(ours, export(transposed(model, 1))).isRounding()).isFalse();

    Path file = export(model);
    replace(file, 255f, 1f); // no scaling
    assertThat(difference(ours, file).isRounding()).isFalse();

    export(model);
    replace(file, model.weights().biases().get(2)[3], 0f);
    assertThat(difference(ours, file).isRounding()).isFalse();
  }

  /** With one square matrix as if it lay the other way. */
  private static SavedModel transposed(SavedModel model, int l) {
    Layer layer = model.weights().network().layers().get(l);
    assertThat(layer.inputs()).isEqualTo(layer.outputs());
    float[] matrix = model.weights().matrices().get(l);
    float[] turned = new float[matrix.length];
    for (int i = 0; i < turned.length; i++) {
      turned[i] = matrix[i % layer.inputs() * layer.outputs() + i / layer.inputs()];
    }
    List<float[]> matrices = new ArrayList<>(model.weights().matrices());
    matrices.set(l, turned);
    return ExportedModels.of(
        new Weights(model.weights().network(), matrices, model.weights().biases()));
  }

  /** Replaces the only place of a float. */
  private static void replace(Path file, float what, float by) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int bits = Float.floatToIntBits(what);
    int places = 0;
    for (int i = 0; i + 4 <= bytes.capacity(); i++) {
      if (bytes.getInt(i) == bits) {
        bytes.putFloat(i, by);
        places++;
      }
    }
    assertThat(places).isEqualTo(1);
    Files.write(file, bytes.array());
  }

  @Test
  void theFileSaysWhatItTakesAndGives() throws IOException, OrtException {
    Network network = Network.mlp(12, List.of(5), 3, Activation.RELU);
    SavedModel model = ExportedModels.of(Initializer.parse("xavier").draw(network, 1));
    try (RuntimeModel exported = RuntimeModel.of(export(model))) {
      TensorInfo input = (TensorInfo) exported.session().getInputInfo().get("pixels").getInfo();
      assertThat(input.type).isEqualTo(OnnxJavaType.UINT8);
      assertThat(input.getShape()).containsExactly(-1, 12);
      TensorInfo output =
          (TensorInfo) exported.session().getOutputInfo().get("probabilities").getInfo();
      assertThat(output.type).isEqualTo(OnnxJavaType.FLOAT);
      assertThat(output.getShape()).containsExactly(-1, 3);
      assertThat(exported.session().getMetadata().getProducerName()).isEqualTo("incline");
      assertThat(exported.session().getMetadata().getCustomMetadata())
          .containsEntry("classes", "[\"digit 0\",\"digit 1\",\"digit 2\"]")
          .containsEntry("weights_sha256", model.weights().sha256())
          .containsEntry("network", "12-5-3 relu");
    }
  }
}
