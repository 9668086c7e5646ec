package dev.incline.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.data.Dataset;
import dev.incline.data.NpyArray;
import dev.incline.data.NpzFile;
import dev.incline.model.Activation;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.model.Weights;
import dev.incline.store.SavedModel;
import dev.incline.testing.SyntheticData;
import dev.incline.train.score.Predictions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The printed lines run in Python and give this program's probabilities. PyTorch, safetensors and
 * Keras, where they are not installed, are played by numpy, which sees the same calls and files.
 * The variable INCLINE_PYTHON names a Python that has them. Which ran is printed.
 */
@Tag("slow")
class PythonLinesTest {
  private static final String PYTHON =
      Objects.requireNonNullElse(System.getenv("INCLINE_PYTHON"), "python3");
  private static final Dataset IMAGES = SyntheticData.of("images", 40, 6, 3);

  @TempDir private Path temp;

  @BeforeAll
  static void requirePython() throws IOException, InterruptedException {
    assertThat(python("import numpy")).as("python3 with numpy (python3-numpy) runs").isEmpty();
    for (ExportFormat format : List.of(ExportFormat.PYTORCH, ExportFormat.KERAS)) {
      String said = python(before(format) + "\nprint(run_by)");
      assertThat(said).doesNotContain("Error", "exit code");
      System.out.printf("The lines for %s are run by %s%n", format, said.strip());
    }
  }

  static List<Network> networks() {
    return List.of(
        Network.softmaxRegression(36, 10, true),
        Network.mlp(36, List.of(7), 10, Activation.SIGMOID),
        Network.mlp(36, List.of(1, 5), List.of(Activation.TANH, Activation.RELU), 10));
  }

  private static SavedModel model(Network network) {
    Weights weights = Initializer.parse("xavier").draw(network, 5);
    weights
        .biases()
        .forEach(bias -> IntStream.range(0, bias.length).forEach(i -> bias[i] = i - 3f));
    return ExportedModels.of(weights);
  }

  /** What a script printed, both ways; empty where it printed nothing and ended well. */
  private static String python(String script) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(PYTHON, "-c", script).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue() == 0 ? said : said + " exit code " + process.exitValue();
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = PythonLinesTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String before(ExportFormat format) throws IOException {
    return switch (format) {
      case PYTORCH -> resource("torch_in_numpy.py");
      case KERAS -> resource("keras_in_numpy.py");
      default -> "";
    };
  }

  private double[] probabilities(String before, List<String> lines)
      throws IOException, InterruptedException {
    return probabilities(before, lines, ScaledModel.FEATURES);
  }

  private double[] probabilities(String before, List<String> lines, float[] features)
      throws IOException, InterruptedException {
    Path in = temp.resolve("in.npz");
    Path out = temp.resolve("out.npz");
    NpzFile.write(
        in,
        Map.of(
            "pixels", NpyArray.of(IMAGES.images(), IMAGES.rows(), 36),
            "features", NpyArray.of(features, IMAGES.rows(), 36)));
    List<String> script = new ArrayList<>();
    script.add(before);
    script.add(
        "import numpy; pixels, features = map(numpy.load(\"%s\").get, (\"pixels\", \"features\"))"
            .formatted(in));
    script.addAll(lines);
    script.add("numpy.savez(\"%s\", p=numpy.asarray(probabilities, numpy.float64))".formatted(out));
    assertThat(python(String.join("\n", script))).doesNotContain("Error", "exit code");
    return (double[]) NpzFile.read(out).get("p").values();
  }

  private static double furthest(Predictions ours, double[] theirs) {
    assertThat(theirs).hasSameSizeAs(ours.probabilities());
    return IntStream.range(0, theirs.length)
        .mapToDouble(i -> Math.abs(theirs[i] - ours.probabilities()[i]))
        .max()
        .orElseThrow();
  }

  private void agree(Network network, ExportFormat format, String before)
      throws IOException, InterruptedException {
    SavedModel model = model(network);
    Path file = format.beside(temp.resolve("it's \"mine\".safetensors"));
    format.write(model, file);
    Predictions ours = ExportedModels.predictions(model, IMAGES);
    assertThat(furthest(ours, probabilities(before, format.lines(model, file)))).isLessThan(1e-5);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void numpyComputesTheSame(Network network) throws IOException, InterruptedException {
    agree(network, ExportFormat.NUMPY, "");
  }

  @ParameterizedTest
  @MethodSource("networks")
  void numpyComputesTheSameFromCsv(Network network) throws IOException, InterruptedException {
    agree(network, ExportFormat.CSV, "");
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theLinesForPytorchFitItsFile(Network network) throws IOException, InterruptedException {
    agree(network, ExportFormat.PYTORCH, resource("torch_in_numpy.py"));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theLinesForKerasFitItsFile(Network network) throws IOException, InterruptedException {
    agree(network, ExportFormat.KERAS, resource("keras_in_numpy.py"));
  }

  /** Features of very different sizes: what is left out of the scaling is seen. */
  @ParameterizedTest
  @EnumSource(names = {"NUMPY", "CSV", "PYTORCH", "KERAS"})
  void numbersAreScaledFirst(ExportFormat format) throws IOException, InterruptedException {
    SavedModel model = ScaledModel.of(model(networks().get(2)).weights());
    Path file = format.beside(temp.resolve("model.safetensors"));
    format.write(model, file);
    String before = before(format);
    Predictions ours = ScaledModel.predictions(model);
    List<String> lines = new ArrayList<>(format.lines(model, file));
    assertThat(furthest(ours, probabilities(before, lines))).isLessThan(1e-5);
    lines.replaceAll(line -> line.replace(" / m[\"divisor\"]", ""));
    assertThat(furthest(ours, probabilities(before, lines))).isGreaterThan(1e-4);
  }

  @ParameterizedTest
  @EnumSource(names = {"NUMPY", "CSV", "PYTORCH", "KERAS"})
  void missingValuesAreMeans(ExportFormat format) throws IOException, InterruptedException {
    SavedModel model = ScaledModel.withGaps(model(networks().get(2)).weights());
    Path file = format.beside(temp.resolve("model.safetensors"));
    format.write(model, file);
    List<String> lines = new ArrayList<>(format.lines(model, file));
    Predictions ours = ScaledModel.predictions(model);
    float[] features = ScaledModel.features(model);
    assertThat(furthest(ours, probabilities(before(format), lines, features))).isLessThan(1e-5);
    lines.replaceAll(line -> line.replace("m[\"means\"])", "m[\"offset\"])"));
    assertThat(furthest(ours, probabilities(before(format), lines, features)))
        .as("planted: another value for what is missing")
        .isGreaterThan(1e-4);
  }

  @Test
  void aPlantedMistakeIsFound() throws IOException, InterruptedException {
    Network network = networks().get(1);
    SavedModel model = model(network);
    Path file = temp.resolve("model.npz");
    ExportFormat.NUMPY.write(model, file);
    List<String> lines = new ArrayList<>(ExportFormat.NUMPY.lines(model, file));
    lines.replaceAll(line -> line.replace("pixels / 255", "pixels / 256"));
    Predictions ours = ExportedModels.predictions(model, IMAGES);
    assertThat(furthest(ours, probabilities("", lines))).isGreaterThan(1e-4);
  }
}
