package dev.incline.export;

import dev.incline.data.FeatureScaling;
import dev.incline.file.Json;
import dev.incline.file.ProtoMessage;
import dev.incline.model.Layer;
import dev.incline.model.Network;
import dev.incline.model.Weights;
import dev.incline.store.SavedModel;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Phrase;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An ONNX model, from bytes to probabilities:
 *
 * <pre>
 *   pixels uint8 [batch x D] ─▶ Cast ─▶ Div 255 ─▶ Gemm W1, b1 ─▶ Sigmoid ─▶ ... ─▶ Gemm ─▶ Softmax
 *                                                            probabilities float [batch x classes] ◀┘
 * </pre>
 *
 * Numbers begin with {@code features double [batch x D] ─▶ Sub offset ─▶ Div divisor ─▶ Cast},
 * which gives the bits that this program trains on; where values may be missing, NaN is the mean
 * before that. The input has the bytes of the images: so nobody scales twice, or forgets it.
 * Metadata: {@code classes} (their names, a JSON list), {@code weights_sha256}, {@code network}.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">the messages</a>
 */
final class OnnxFile {
  static final int OPSET = 17;
  private static final int IR_VERSION = 8; // the one of opset 17
  private static final String PRODUCER = "incline";
  private static final int FLOAT = 1;
  private static final int UINT8 = 2;
  private static final int DOUBLE = 11;
  private static final int INT_ATTRIBUTE = 2;

  private final ProtoMessage graph = new ProtoMessage();
  private String last = "";

  private OnnxFile() {}

  /**
   * Writes the file, replacing what is there.
   *
   * @throws InvalidOptionException when the model is larger than such a file can be
   */
  static void write(SavedModel model, Path file) throws IOException {
    Network network = model.weights().network();
    if (4 * network.parameters() > Integer.MAX_VALUE - (1 << 20)) {
      throw new InvalidOptionException(
          Phrase.of(
              "--to onnx: %,d weights do not fit an ONNX file, which has 2 GiB at most. Take --to pytorch or numpy",
              network.parameters()));
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      new OnnxFile().model(model).writeTo(out);
    }
  }

  /** Whether a file is one that this class wrote. */
  static boolean wrote(Path file) throws IOException {
    byte[] head = head();
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(head.length), head);
    }
  }

  private static byte[] head() {
    byte[] name = PRODUCER.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(4 + name.length)
        .put(new byte[] {1 << 3, IR_VERSION, 2 << 3 | 2, (byte) name.length})
        .put(name)
        .array();
  }

  private ProtoMessage model(SavedModel saved) {
    ProtoMessage model =
        new ProtoMessage()
            .number(1, IR_VERSION)
            .text(2, PRODUCER)
            .text(3, saved.program())
            .message(7, graph(saved))
            .message(8, new ProtoMessage().text(1, "").number(2, OPSET));
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("classes", Json.line(saved.classes()));
    metadata.put("network", saved.weights().network().toString());
    metadata.put("weights_sha256", saved.weights().sha256());
    metadata.forEach(
        (key, value) -> model.message(14, new ProtoMessage().text(1, key).text(2, value)));
    return model;
  }

  private ProtoMessage graph(SavedModel saved) {
    Network network = saved.weights().network();
    graph.text(2, PRODUCER);
    inputs(saved);
    for (int l = 0; l < network.layers().size(); l++) {
      layer(saved.weights(), l);
    }
    node("Softmax", "probabilities", attribute("axis", -1));
    graph.message(12, value(last, FLOAT, network.classes()));
    return graph;
  }

  /** From what goes in to what the first layer takes. */
  private void inputs(SavedModel saved) {
    int features = saved.weights().network().inputs();
    FeatureScaling scaling = saved.scaling();
    last = scaling == null ? "pixels" : "features";
    graph.message(11, value(last, scaling == null ? UINT8 : DOUBLE, features));
    if (scaling == null) {
      tensor("white", new float[] {255});
      node("Cast", "floats", attribute("to", FLOAT));
      node("Div", "X", "white");
    } else {
      if (saved.columns().hasMeans()) {
        tensor("means", saved.columns().roundedMeans());
        String given = last;
        node("IsNaN", "missing");
        node("Where", "filled", "means", given);
      }
      tensor("offset", scaling.offset());
      tensor("divisor", scaling.divisor());
      node("Sub", "moved", "offset");
      node("Div", "scaled", "divisor");
      node("Cast", "X", attribute("to", FLOAT));
    }
  }

  private void tensor(String name, List<Double> values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Double.BYTES * values.size()).order(ByteOrder.LITTLE_ENDIAN);
    values.forEach(bytes::putDouble);
    ProtoMessage tensor = new ProtoMessage().number(1, values.size());
    graph.message(5, tensor.number(2, DOUBLE).text(8, name).bytes(9, bytes.array()));
  }

  private void layer(Weights weights, int l) {
    Layer layer = weights.network().layers().get(l);
    int number = l + 1;
    tensor("W" + number, weights.matrices().get(l), layer.inputs(), layer.outputs());
    if (layer.bias()) {
      tensor("b" + number, weights.biases().get(l), layer.outputs());
      node("Gemm", "Z" + number, "W" + number, "b" + number);
    } else {
      node("Gemm", "Z" + number, "W" + number);
    }
    switch (layer.activation()) {
      case RELU -> node("Relu", "H" + number);
      case SIGMOID -> node("Sigmoid", "H" + number);
      case TANH -> node("Tanh", "H" + number);
      case IDENTITY -> {}
    }
  }

  /** An operator on the last output, and on tensors. */
  private void node(String operator, String output, String... tensors) {
    node(operator, output, new ProtoMessage(), tensors);
  }

  private void node(String operator, String output, ProtoMessage attribute, String... tensors) {
    ProtoMessage node = new ProtoMessage().text(1, last);
    for (String tensor : tensors) {
      node.text(1, tensor);
    }
    node.text(2, output).text(3, output).text(4, operator);
    if (attribute.size() > 0) {
      node.message(5, attribute);
    }
    graph.message(1, node);
    last = output;
  }

  private static ProtoMessage attribute(String name, long value) {
    return new ProtoMessage().text(1, name).number(3, value).number(20, INT_ATTRIBUTE);
  }

  private void tensor(String name, float[] values, int... shape) {
    ProtoMessage tensor = new ProtoMessage();
    for (int length : shape) {
      tensor.number(1, length);
    }
    byte[] bytes = new byte[4 * values.length];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    graph.message(5, tensor.number(2, FLOAT).text(8, name).bytes(9, bytes));
  }

  /** What goes in or comes out: [batch x columns]. */
  private static ProtoMessage value(String name, int type, int columns) {
    ProtoMessage shape =
        new ProtoMessage()
            .message(1, new ProtoMessage().text(2, "batch"))
            .message(1, new ProtoMessage().number(1, columns));
    ProtoMessage tensor = new ProtoMessage().number(1, type).message(2, shape);
    return new ProtoMessage().text(1, name).message(2, new ProtoMessage().message(1, tensor));
  }
}
