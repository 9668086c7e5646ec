package dev.incline.peers;

import dev.incline.data.Dataset;

/**
 * A network in some library. It holds the data as float tensors (pixel / 255, labels as one-hot
 * rows), made before any time is taken.
 */
interface Peer extends AutoCloseable {
  /** What computes, for people: its name, version and number of threads. */
  String library();

  /**
   * One pass of SGD with L2 over the training rows.
   *
   * @param order row numbers of the training set
   * @return the mean loss, each batch measured before its update, without the penalty
   */
  double epoch(int[] order);

  /**
   * Scores rows; changes nothing.
   *
   * @param from first row
   * @param to behind the last row
   */
  Score score(Set set, int from, int to);

  /** Which rows. */
  enum Set {
    TRAINING,
    TEST
  }

  /** Mean loss and the share of right predictions. */
  record Score(double loss, double accuracy) {}

  /** A library's way to make a network. */
  interface Library {
    Peer open(PeerOptions options, Dataset training, Dataset test);
  }

  /** Pixels over 255 [rows x features]. */
  static float[] pixels(Dataset data) {
    float[] pixels = new float[data.images().length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (data.images()[i] & 0xff) / 255f;
    }
    return pixels;
  }

  /** A one per row, in the column of its label [rows x classes]. */
  static float[] oneHot(Dataset data) {
    float[] oneHot = new float[data.rows() * data.classes()];
    for (int row = 0; row < data.rows(); row++) {
      oneHot[row * data.classes() + data.labels()[row]] = 1;
    }
    return oneHot;
  }

  @Override
  void close();
}
