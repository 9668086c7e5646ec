package dev.incline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.incline.cli.options.ExitCode;
import dev.incline.data.FeatureScaling;
import dev.incline.data.TableColumns;
import dev.incline.model.Activation;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import dev.incline.store.SavedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where an export goes, what it replaces, and what it says. */
class ExportCommandTest {
  @TempDir private Path temp;
  private Path model;

  @BeforeEach
  void writeModel() throws IOException {
    Network network = Network.mlp(4, List.of(2), 3, Activation.SIGMOID);
    model = temp.resolve("model.safetensors");
    new SavedModel(
            Initializer.parse("xavier").draw(network, 1),
            List.of("a", "b, \"c\"", "d"),
            "incline test",
            null)
        .write(model);
  }

  private CommandRun export(String... more) {
    String[] args = new String[more.length + 2];
    args[0] = "export";
    args[1] = temp.toString();
    System.arraycopy(more, 0, args, 2, more.length);
    return CommandRun.of(args);
  }

  @ParameterizedTest
  @CsvSource({
    "onnx, model.onnx",
    "pytorch, model.pytorch.safetensors",
    "keras, model.npz",
    "NUMPY, model.npz",
  })
  void theFileIsBesideTheModelAndMayBeWrittenAgain(String format, String name) throws IOException {
    CommandRun run = export("--to", format);
    assertThat(run.code()).as(run.err()).isZero();
    Path file = temp.resolve(name);
    assertThat(file).isNotEmptyFile();
    assertThat(run.out()).contains("4-2-3 sigmoid written to " + file, "    import ", "\"" + file);
    assertThat(export("--to", format).code()).isZero();
    assertThat(temp.toFile().list()).containsExactlyInAnyOrder("model.safetensors", name);

    Files.writeString(file, "mine");
    CommandRun refused = export("--to", format);
    assertThat(refused.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(refused.err()).contains(name + " is there", "--overwrite");
    assertThat(file).hasContent("mine");
    assertThat(export("--to", format, "--overwrite").code()).isZero();
    assertThat(Files.size(file)).isGreaterThan(100);
  }

  @Test
  void columnsThatHaveNamesAreToldInTheirOrder() throws IOException {
    CommandRun pixels = export("--to", "numpy");
    assertThat(pixels.out())
        .endsWith("\n\ncolumns of probabilities: a,\"b, \"\"c\"\"\",d\n")
        .doesNotContain("columns of features");
    Network network = Network.mlp(4, List.of(2), 3, Activation.SIGMOID);
    TableColumns columns =
        new TableColumns(
            List.of("height", "kind"), List.of(List.of(), List.of("x", "y, z", "0")), List.of());
    List<Double> ones = List.of(1.0, 1.0, 1.0, 1.0);
    new SavedModel(
            Initializer.parse("xavier").draw(network, 1),
            List.of("0", "1", "2"),
            "incline test",
            null,
            new FeatureScaling(FeatureScaling.Kind.STANDARD, ones, ones),
            columns)
        .write(model);
    assertThat(export("--to", "onnx").out())
        .endsWith("\n\ncolumns of features: height,kind=x,\"kind=y, z\",kind=0\n")
        .doesNotContain("columns of probabilities");
  }

  @Test
  void csvIsAFolder() throws IOException {
    Path folder = temp.resolve("tables");
    assertThat(export("--to", "csv", "--out", folder.toString()).code()).isZero();
    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder("W1.csv", "b1.csv", "W2.csv", "b2.csv", "classes.csv");
    assertThat(folder.resolve("classes.csv")).hasContent("a,\"b, \"\"c\"\"\",d");
    List<String> lines = Files.readAllLines(folder.resolve("W1.csv"));
    assertThat(lines).hasSize(4);
    float[] first = SavedModel.read(model).weights().matrices().get(0);
    assertThat(lines.get(1)).isEqualTo(first[2] + "," + first[3]);

    CommandRun refused = export("--to", "csv", "--out", folder.toString());
    assertThat(refused.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(refused.err()).contains("W1.csv is there", "--overwrite");
    assertThat(export("--to", "csv", "--out", folder.toString(), "--overwrite").code()).isZero();
  }

  @Test
  void theModelItselfIsNeverReplaced() throws IOException {
    byte[] before = Files.readAllBytes(model);
    for (String way :
        List.of("model.safetensors", "../" + temp.getFileName() + "/model.safetensors")) {
      CommandRun run =
          export("--to", "pytorch", "--overwrite", "--out", temp.resolve(way).toString());
      assertThat(run.code()).isEqualTo(ExitCode.WRONG_USAGE);
      assertThat(run.err()).contains("--out would replace the model");
    }
    assertThat(model).hasBinaryContent(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--to=tflite"})
  void anUnknownFormatIsRefusedWithThoseThereAre(String to) {
    CommandRun run = to.isEmpty() ? export() : export(to);
    assertThat(run.code()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(run.err()).contains("--to ", "onnx, pytorch, keras, numpy or csv");
  }

  @Test
  void whatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "");
    CommandRun run = export("--to", "onnx", "--out", file.resolve("model.onnx").toString());
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("cannot write", file.toString());
  }
}
