package dev.incline.run.device;

import dev.incline.bench.TrainingRate;
import dev.incline.model.Activation;
import dev.incline.model.Network;
import dev.incline.wording.Phrase;
import java.util.List;

/** The short trainings by which {@code --device auto} compares devices. */
public enum TrialSize {
  /** The default network at its default batch: a step is short, and its launches count. */
  NARROW(128, 64),
  /** So wide that its products count. */
  WIDE(1024, 512);

  private static final int INPUTS = 784;
  private static final int CLASSES = 10;

  private final int hidden;
  private final int batch;

  TrialSize(int hidden, int batch) {
    this.hidden = hidden;
    this.batch = batch;
  }

  public Network network() {
    return Network.mlp(INPUTS, List.of(hidden), CLASSES, Activation.SIGMOID);
  }

  public int batch() {
    return batch;
  }

  /** The one whose step takes about as much arithmetic, by factors. */
  public static TrialSize like(Network network, int batch) {
    double step = work(network, batch);
    double narrow = work(NARROW.network(), NARROW.batch);
    double wide = work(WIDE.network(), WIDE.batch);
    return step * step <= narrow * wide ? NARROW : WIDE;
  }

  private static double work(Network network, int batch) {
    return (double) batch * TrainingRate.weights(network);
  }

  @Override
  public String toString() {
    return Phrase.of("784-%d-10 at batch %d", hidden, batch);
  }
}
