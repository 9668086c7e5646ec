package dev.incline.export;

import dev.incline.file.Json;
import dev.incline.model.Activation;
import dev.incline.model.Layer;
import dev.incline.model.Network;
import dev.incline.plan.Parameters;
import dev.incline.plan.Slot;
import dev.incline.store.SavedModel;
import dev.incline.wording.Phrase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The lines of Python with which a tool uses an exported file. Each takes {@code pixels}, uint8
 * [batch x inputs], or {@code features}, float64, and gives {@code probabilities} [batch x
 * classes].
 *
 * @param numbers whether the model takes features
 * @param gaps whether these may be missing: NaN
 */
record PythonLines(Network network, boolean numbers, boolean gaps) {
  static PythonLines of(SavedModel model) {
    return new PythonLines(
        model.weights().network(), model.scaling() != null, model.columns().hasMeans());
  }

  /** Names of the arrays that are used before those of the layers. */
  static List<String> before(SavedModel model) {
    return of(model).before();
  }

  private List<String> before() {
    List<String> names = new ArrayList<>();
    if (gaps) {
      names.add(ArraysFile.MEANS);
    }
    if (numbers) {
      names.add(ArraysFile.OFFSET);
      names.add(ArraysFile.DIVISOR);
    }
    return names;
  }

  /**
   * What goes into the first layer.
   *
   * @param module that has numpy's functions
   * @param features the variable's name
   */
  private String scaled(String module, String features) {
    String filled =
        gaps ? "%s.where(%2$s == %2$s, %2$s, m[\"means\"])".formatted(module, features) : features;
    return "(%s - m[\"offset\"]) / m[\"divisor\"]".formatted(filled);
  }

  List<String> onnx(Path file) {
    return List.of(
        "import onnxruntime",
        "session = onnxruntime.InferenceSession(%s)".formatted(quoted(file)),
        "probabilities, = session.run(None, {\"%1$s\": %1$s})"
            .formatted(numbers ? "features" : "pixels"));
  }

  List<String> pytorch(Path file) {
    List<String> modules = new ArrayList<>();
    for (Layer layer : network.layers()) {
      modules.add(
          Phrase.of(
              "nn.Linear(%d, %d%s)",
              layer.inputs(), layer.outputs(), layer.bias() ? "" : ", bias=False"));
      switch (layer.activation()) {
        case RELU -> modules.add("nn.ReLU()");
        case SIGMOID -> modules.add("nn.Sigmoid()");
        case TANH -> modules.add("nn.Tanh()");
        case IDENTITY -> {}
      }
    }
    return List.of(
        "import torch; from torch import nn; from safetensors.torch import load_file",
        "net = nn.Module()",
        "net.layers = nn.Sequential(%s)".formatted(String.join(", ", modules)),
        numbers
            ? "m = load_file(%s); net.load_state_dict(m, strict=False)".formatted(quoted(file))
            : "net.load_state_dict(load_file(%s))".formatted(quoted(file)),
        "with torch.no_grad(): x = torch.as_tensor(%s); probabilities = net.layers(%s).softmax(1)"
            .formatted(
                numbers ? "features" : "pixels",
                numbers ? "(" + scaled("torch", "x") + ").float()" : "x / 255"));
  }

  List<String> keras(Path file) {
    List<String> layers = new ArrayList<>();
    layers.add(Phrase.of("keras.Input((%d,))", network.inputs()));
    if (!numbers) {
      layers.add("keras.layers.Rescaling(1 / 255)");
    }
    for (Layer layer : network.layers()) {
      String activation =
          layer.activation() == Activation.IDENTITY ? "" : ", \"%s\"".formatted(layer.activation());
      layers.add(
          Phrase.of(
              "keras.layers.Dense(%d%s%s)",
              layer.outputs(), activation, layer.bias() ? "" : ", use_bias=False"));
    }
    layers.add("keras.layers.Softmax()");
    return List.of(
        "import keras, numpy",
        "net = keras.Sequential([%s])".formatted(String.join(", ", layers)),
        numbers
            ? Phrase.of(
                "m = numpy.load(%s); net.set_weights(list(m.values())[%d:])",
                quoted(file), before().size())
            : "net.set_weights(list(numpy.load(%s).values()))".formatted(quoted(file)),
        "probabilities = net.predict(%s)"
            .formatted(numbers ? scaled("numpy", "features") : "pixels"));
  }

  List<String> numpy(Path file) {
    return inNumpy("m = np.load(%s)".formatted(quoted(file)));
  }

  List<String> csv(Path folder) {
    String names =
        Stream.concat(Parameters.slots(network).stream().map(Slot::name), before().stream())
            .map(Json::line)
            .collect(Collectors.joining(", "));
    return inNumpy(
        "m = {name: np.loadtxt(%s + f\"/{name}.csv\", delimiter=\",\", ndmin=2) for name in (%s,)}"
            .formatted(quoted(folder), names));
  }

  private List<String> inNumpy(String reading) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "import numpy as np",
                reading,
                "h = " + (numbers ? scaled("np", "features") : "pixels / 255")));
    IntStream.range(0, network.layers().size())
        .mapToObj(l -> inNumpy(network.layers().get(l), l + 1))
        .forEach(lines::add);
    lines.add("e = np.exp(h - h.max(axis=1, keepdims=True))");
    lines.add("probabilities = e / e.sum(axis=1, keepdims=True)");
    return lines;
  }

  private static String inNumpy(Layer layer, int number) {
    String product = Phrase.of("h @ m[\"W%d\"]", number);
    String sum = layer.bias() ? product + Phrase.of(" + m[\"b%d\"]", number) : product;
    return switch (layer.activation()) {
      case IDENTITY -> "h = " + sum;
      case RELU -> "h = np.maximum(%s, 0)".formatted(sum);
      case SIGMOID -> "h = 1 / (1 + np.exp(-(%s)))".formatted(sum);
      case TANH -> "h = np.tanh(%s)".formatted(sum);
    };
  }

  /** JSON's text is Python's too. */
  private static String quoted(Path file) {
    return Json.line(file.toString());
  }
}
