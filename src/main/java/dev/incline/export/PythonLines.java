package dev.incline.export;

import dev.incline.file.Json;
import dev.incline.model.Activation;
import dev.incline.model.Layer;
import dev.incline.model.Network;
import dev.incline.plan.Parameters;
import dev.incline.wording.Phrase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The lines of Python with which a tool uses an exported file. Each takes {@code pixels}, uint8
 * [batch x inputs], and gives {@code probabilities} [batch x classes].
 */
final class PythonLines {
  private PythonLines() {}

  static List<String> onnx(Path file) {
    return List.of(
        "import onnxruntime",
        "session = onnxruntime.InferenceSession(%s)".formatted(quoted(file)),
        "probabilities, = session.run(None, {\"pixels\": pixels})");
  }

  static List<String> pytorch(Network network, Path file) {
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
        "net.load_state_dict(load_file(%s))".formatted(quoted(file)),
        "with torch.no_grad(): probabilities = net.layers(torch.as_tensor(pixels) / 255).softmax(1)");
  }

  static List<String> keras(Network network, Path file) {
    List<String> layers = new ArrayList<>();
    layers.add(Phrase.of("keras.Input((%d,))", network.inputs()));
    layers.add("keras.layers.Rescaling(1 / 255)");
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
        "net.set_weights(list(numpy.load(%s).values()))".formatted(quoted(file)),
        "probabilities = net.predict(pixels)");
  }

  static List<String> numpy(Network network, Path file) {
    return inNumpy(network, "m = np.load(%s)".formatted(quoted(file)));
  }

  static List<String> csv(Network network, Path folder) {
    String names =
        Parameters.slots(network).stream()
            .map(slot -> Json.line(slot.name()))
            .collect(Collectors.joining(", "));
    return inNumpy(
        network,
        "m = {name: np.loadtxt(%s + f\"/{name}.csv\", delimiter=\",\", ndmin=2) for name in (%s,)}"
            .formatted(quoted(folder), names));
  }

  private static List<String> inNumpy(Network network, String reading) {
    List<String> lines =
        new ArrayList<>(List.of("import numpy as np", reading, "h = pixels / 255"));
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
