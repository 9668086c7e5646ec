package dev.incline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.incline.data.Dataset;
import dev.incline.data.FeatureScaling;
import dev.incline.data.Inputs;
import dev.incline.data.PixelStatistics;
import dev.incline.data.TableColumns;
import dev.incline.data.image.Resizing;
import dev.incline.model.Activation;
import dev.incline.model.Initializer;
import dev.incline.model.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SavedModelTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("model.safetensors");
  }

  static Stream<Network> networks() {
    return Stream.of(
        Network.softmaxRegression(6, 3, true),
        Network.softmaxRegression(6, 3, false),
        Network.mlp(6, List.of(5, 4), 3, Activation.RELU));
  }

  private static SavedModel model(Network network) {
    return new SavedModel(
        new Initializer(Initializer.Kind.HE, 0).draw(network, 1),
        List.of("a", "b", "c"),
        "incline 1",
        null);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void readsWhatItWrote(Network network) throws IOException {
    SavedModel model = model(network);
    model.write(file);
    SavedModel read = SavedModel.read(file);
    assertThat(read.weights().network()).isEqualTo(network);
    assertThat(read.weights().sha256()).isEqualTo(model.weights().sha256());
    assertThat(read.classes()).containsExactly("a", "b", "c");
    assertThat(read.program()).isEqualTo("incline 1");
  }

  @Test
  void namesAndMetadataAreThoseDocumented() throws IOException {
    SavedModel model = model(Network.mlp(6, List.of(5), 3, Activation.SIGMOID));
    model.write(file);
    SafetensorsFile content = SafetensorsFile.read(file);
    assertThat(content.tensors().keySet()).containsExactly("W1", "b1", "W2", "b2");
    assertThat(content.tensors().get("W1").shape()).containsExactly(6, 5);
    assertThat(content.tensors().get("b2").shape()).containsExactly(3);
    assertThat(content.metadata())
        .containsEntry("input_scaling", "1/255")
        .containsEntry("classes", "[\"a\",\"b\",\"c\"]")
        .containsEntry("weights_sha256", model.weights().sha256())
        .containsKeys("network", "program");
  }

  private static TrainingData data(int features) {
    byte[] images = new byte[20 * features];
    for (int i = 0; i < images.length; i++) {
      images[i] = (byte) (i * 37);
    }
    return new TrainingData("digits", PixelStatistics.of(images, 1, features, 1));
  }

  @Test
  void itKnowsHowPicturesWereResized() throws IOException {
    SavedModel old = model(Network.softmaxRegression(6, 3, true));
    old.write(file);
    assertThat(SavedModel.read(file).resizing()).isNull();
    resized(old, new Resizing(2, 3)).write(file);
    assertThat(SavedModel.read(file).resizing()).isEqualTo(new Resizing(2, 3));
    resized(old, new Resizing(2, 4)).write(file);
    refuses("its pictures of 2x4 are other than its 6 inputs");
  }

  private static SavedModel resized(SavedModel model, Resizing resizing) {
    return new SavedModel(
        model.weights(),
        model.classes(),
        model.program(),
        null,
        null,
        TableColumns.UNNAMED,
        resizing);
  }

  @Tag("field")
  @Test
  void itKnowsItsDataWhereItWasToldThem() throws IOException {
    SavedModel old = model(Network.softmaxRegression(6, 3, true));
    old.write(file);
    assertThat(SavedModel.read(file).data()).isNull();
    TrainingData data = data(6);
    new SavedModel(old.weights(), old.classes(), old.program(), data).write(file);
    assertThat(SavedModel.read(file).data()).isEqualTo(data);
    new SavedModel(old.weights(), old.classes(), old.program(), data(5)).write(file);
    refuses("its training data are not of images of 6 pixels");
  }

  @Test
  void itKnowsHowItsNumbersAreScaled() throws IOException {
    SavedModel old = model(Network.softmaxRegression(2, 3, true));
    FeatureScaling scaling =
        new FeatureScaling(FeatureScaling.Kind.STANDARD, List.of(1.0, 0.1), List.of(2.0, 1e-3));
    new SavedModel(old.weights(), old.classes(), old.program(), null, scaling, TableColumns.UNNAMED)
        .write(file);
    SavedModel read = SavedModel.read(file);
    assertThat(read.scaling()).isEqualTo(scaling);
    Dataset numbers = rows(new Inputs.Numbers(new float[] {5, 0.1f}), List.of("c"));
    Dataset inputs = read.inputs(numbers);
    assertThat(inputs.numbers()).containsExactly(2, (float) ((0.1f - 0.1) / 1e-3));
    assertThat(inputs.labels()).containsExactly(2);
    assertThatThrownBy(() -> read.inputs(rows(new Inputs.Pixels(new byte[2]), List.of("c"))))
        .hasMessage("the rows holds images, but the model takes numbers");
    assertThatThrownBy(() -> old.inputs(numbers))
        .hasMessage("the rows holds numbers, but the model takes images");
    assertThatThrownBy(() -> read.inputs(rows(new Inputs.Numbers(new float[3]), List.of("c"))))
        .hasMessage("the rows has rows of 3 numbers, but the model takes 2");
    SavedModel other = model(Network.softmaxRegression(6, 3, true));
    new SavedModel(
            other.weights(), other.classes(), other.program(), null, scaling, TableColumns.UNNAMED)
        .write(file);
    refuses("its input scaling is standard, for other than 6 numbers");
  }

  @Test
  void itKnowsTheNamesOfItsFeatures() throws IOException {
    SavedModel old = model(Network.softmaxRegression(2, 3, true));
    FeatureScaling scaling =
        new FeatureScaling(FeatureScaling.Kind.NONE, List.of(0.0, 0.0), List.of(1.0, 1.0));
    named(old, scaling, List.of("height", "\"w\", width"));
    assertThat(SavedModel.read(file).columns().names()).containsExactly("height", "\"w\", width");
    assertThat(SafetensorsFile.read(file).metadata().get("features"))
        .isEqualTo("[\"height\",\"\\\"w\\\", width\"]");
    named(old, scaling, List.of());
    assertThat(SafetensorsFile.read(file).metadata()).doesNotContainKey("features");
    assertThat(SavedModel.read(file).columns()).isEqualTo(TableColumns.UNNAMED);
    named(old, scaling, List.of("height"));
    refuses("its features are other than its 2 inputs");
    assertThatThrownBy(() -> new TableColumns(List.of("height", "height")))
        .hasMessage("two of its features have one name");
    TableColumns words = new TableColumns(List.of("a"), List.of(List.of("blue", "red")), List.of());
    saved(old, scaling, words);
    assertThat(SavedModel.read(file).columns()).isEqualTo(words);
    saved(old, scaling, words.with(List.of(List.of("blue"))));
    refuses("its features are other than its 2 inputs");
    assertThatThrownBy(() -> words.with(List.of(List.of("blue"), List.of())))
        .hasMessage("its features have other columns than their words");
  }

  @Test
  void itKnowsWhatStandsForMissingValues() throws IOException {
    SavedModel old = model(Network.softmaxRegression(2, 3, true));
    FeatureScaling scaling =
        new FeatureScaling(FeatureScaling.Kind.STANDARD, List.of(1.0, 0.0), List.of(2.0, 1.0));
    saved(old, scaling, new TableColumns(List.of(), List.of(), List.of(9.0, 0.1)));
    SavedModel read = SavedModel.read(file);
    assertThat(read.columns().means()).containsExactly(9.0, 0.1);
    Dataset gaps = rows(new Inputs.Numbers(new float[] {Float.NaN, Float.NaN}), List.of("c"));
    assertThat(read.inputs(gaps).numbers()).containsExactly(4, 0.1f);
    saved(old, scaling, new TableColumns(List.of(), List.of(), List.of(9.0)));
    refuses("its features are other than its 2 inputs");
  }

  private void named(SavedModel old, FeatureScaling scaling, List<String> names)
      throws IOException {
    saved(old, scaling, new TableColumns(names));
  }

  private void saved(SavedModel old, FeatureScaling scaling, TableColumns columns)
      throws IOException {
    new SavedModel(old.weights(), old.classes(), old.program(), null, scaling, columns).write(file);
  }

  private static Dataset rows(Inputs inputs, List<String> classes) {
    return new Dataset("rows", inputs, new byte[1], 1, 1, (int) inputs.size(), classes);
  }

  @Test
  void aFlippedBitIsNoticed() throws IOException {
    model(Network.softmaxRegression(6, 3, true)).write(file);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    refuses("not those of its checksum");
  }

  @Test
  void whatDoesNotFitTheNetworkIsRefused() throws IOException {
    model(Network.softmaxRegression(6, 3, true)).write(file);
    SafetensorsFile good = SafetensorsFile.read(file);
    change(good, "network", null, "it has no metadata network");
    change(good, "network", "null", "its network is null");
    change(good, "network", "{\"layers\":[]}", "at least one layer");
    change(good, "network", "{\"layers\":[{\"inputs\":6}]}", "is no model of this program");
    change(
        good,
        "network",
        good.metadata().get("network").replace("6", "7"),
        "it has no tensor W1 of shape [7, 3]");
    change(good, "input_scaling", "1/128", "its input scaling is 1/128");
    change(good, "classes", "[\"a\",\"b\"]", "it names the classes a, b,");
    change(good, "classes", "[\"a\",\"b\",null]", "but its network has 3");
    change(good, "classes", "null", "it names the classes null");

    Map<String, SafetensorsFile.Tensor> tensors = new LinkedHashMap<>(good.tensors());
    tensors.put("b1", new SafetensorsFile.Tensor(new int[] {1}, new float[1]));
    new SafetensorsFile(good.metadata(), tensors).write(file);
    refuses("its network has no tensors b1");
  }

  private void change(SafetensorsFile good, String key, String value, String message)
      throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>(good.metadata());
    if (value == null) {
      metadata.remove(key);
    } else {
      metadata.put(key, value);
    }
    new SafetensorsFile(metadata, good.tensors()).write(file);
    refuses(message);
  }

  private void refuses(String message) {
    assertThatThrownBy(() -> SavedModel.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message);
  }
}
