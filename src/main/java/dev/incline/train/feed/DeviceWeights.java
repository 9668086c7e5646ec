package dev.incline.train.feed;

import dev.incline.backend.Backend;
import dev.incline.model.Network;
import dev.incline.model.Weights;
import dev.incline.plan.Parameters;
import dev.incline.plan.Slot;
import java.util.ArrayList;
import java.util.List;

/** The parameters of a network in a device's memory. */
public record DeviceWeights(Backend backend, Network network) {
  /** Copies the weights to the device. */
  public void write(Weights weights) {
    List<Parameters> parameters = Parameters.of(network);
    for (int i = 0; i < parameters.size(); i++) {
      backend.write(parameters.get(i).weight(), weights.matrices().get(i));
      Slot<float[]> bias = parameters.get(i).bias();
      if (bias != null) {
        backend.write(bias, weights.biases().get(i));
      }
    }
  }

  /** Waits for the device; the arrays are fresh. */
  public Weights read() {
    List<float[]> matrices = new ArrayList<>();
    List<float[]> biases = new ArrayList<>();
    for (Parameters p : Parameters.of(network)) {
      matrices.add(backend.read(p.weight()));
      biases.add(p.bias() == null ? new float[0] : backend.read(p.bias()));
    }
    return new Weights(network, matrices, biases);
  }
}
