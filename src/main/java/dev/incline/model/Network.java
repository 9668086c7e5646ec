package dev.incline.model;

import dev.incline.wording.Phrase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A chain of dense layers that ends in the logits of a softmax classifier. The softmax itself
 * belongs to the loss, not to the network.
 *
 * @param layers at least one; each layer's inputs are the outputs of the one before
 */
public record Network(List<Layer> layers) {
  public Network {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("a network has at least one layer");
    }
    for (int i = 1; i < layers.size(); i++) {
      if (layers.get(i).inputs() != layers.get(i - 1).outputs()) {
        throw new IllegalArgumentException(
            Phrase.of(
                "layer %d takes %d inputs but layer %d gives %d outputs",
                i + 1, layers.get(i).inputs(), i, layers.get(i - 1).outputs()));
      }
    }
  }

  /** Softmax regression: one layer without bias, with ReLU on the logits or without. */
  public static Network softmaxRegression(int inputs, int classes, boolean logitRelu) {
    return new Network(
        List.of(
            new Layer(inputs, classes, false, logitRelu ? Activation.RELU : Activation.IDENTITY)));
  }

  /** Hidden layers that all have the same activation. */
  public static Network mlp(int inputs, List<Integer> hidden, int classes, Activation activation) {
    return mlp(inputs, hidden, Collections.nCopies(hidden.size(), activation), classes);
  }

  /**
   * Hidden layers of the given widths, then a linear layer to the classes.
   *
   * @param activations one for each hidden layer
   */
  public static Network mlp(
      int inputs, List<Integer> hidden, List<Activation> activations, int classes) {
    List<Layer> layers = new ArrayList<>();
    int width = inputs;
    for (int l = 0; l < hidden.size(); l++) {
      layers.add(new Layer(width, hidden.get(l), true, activations.get(l)));
      width = hidden.get(l);
    }
    layers.add(new Layer(width, classes, true, Activation.IDENTITY));
    return new Network(layers);
  }

  /** Columns of the input. */
  public int inputs() {
    return layers.get(0).inputs();
  }

  /** Columns of the logits. */
  public int classes() {
    return last().outputs();
  }

  /** The layer that makes the logits. */
  public Layer last() {
    return layers.get(layers.size() - 1);
  }

  /** Number of weights and biases. */
  public long parameters() {
    long count = 0;
    for (Layer layer : layers) {
      count += (long) layer.inputs() * layer.outputs() + (layer.bias() ? layer.outputs() : 0);
    }
    return count;
  }

  /** Such as {@code 784-128-10 sigmoid}, or {@code 784-256-128-10 relu,tanh}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder().append(inputs());
    for (Layer layer : layers) {
      text.append('-').append(layer.outputs());
    }
    if (layers.size() == 1) {
      return text + (last().activation() == Activation.RELU ? " relu logits" : "");
    }
    List<String> names =
        layers.subList(0, layers.size() - 1).stream().map(l -> l.activation().toString()).toList();
    boolean same = names.stream().distinct().count() == 1;
    return text + " " + (same ? names.get(0) : String.join(",", names));
  }
}
