package dev.incline.testing;

import dev.incline.data.Dataset;
import dev.incline.data.Inputs;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Small sets of ten classes: each class is a fixed random image, each row that image and noise. */
public final class SyntheticData {
  private static final int CLASSES = 10;

  private SyntheticData() {}

  /** Rows of {@code side} x {@code side} pixels; row i is of class i mod 10. */
  public static Dataset of(String name, int rows, int side, long seed) {
    int pixels = side * side;
    byte[] prototypes = new byte[CLASSES * pixels];
    new Random(7).nextBytes(prototypes); // the same for every seed
    Random noise = new Random(seed);
    byte[] images = new byte[rows * pixels];
    byte[] labels = new byte[rows];
    for (int row = 0; row < rows; row++) {
      labels[row] = (byte) (row % CLASSES);
      for (int p = 0; p < pixels; p++) {
        int value = (prototypes[labels[row] * pixels + p] & 0xff) + noise.nextInt(101) - 50;
        images[row * pixels + p] = (byte) Math.max(0, Math.min(255, value));
      }
    }
    return new Dataset(name, images, labels, rows, side, side, CLASSES);
  }

  /** Rows of 32 x 32 pixels in colours. */
  public static Dataset inColours(String name, int rows, long seed) {
    int features = 3 * 32 * 32;
    Dataset larger = of(name, rows, 56, seed); // 3,136 values each
    byte[] images = new byte[rows * features];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(larger.images(), row * 56 * 56, images, row * features, features);
    }
    return new Dataset(
        name, new Inputs.Pixels(images), larger.labels(), rows, 32, 32, 3, larger.classNames());
  }

  /** The four IDX files of such a set. */
  public static Path write(Path folder, int trainingRows, int testRows, int side) {
    write(folder, "train", of("training set", trainingRows, side, 1));
    write(folder, "t10k", of("test set", testRows, side, 2));
    return folder;
  }

  /** The four IDX files of these sets. */
  public static Path write(Path folder, Dataset training, Dataset test) {
    write(folder, "train", training);
    write(folder, "t10k", test);
    return folder;
  }

  /** The same rows, those of class 0 first, then those of class 1, and so on. */
  public static Dataset sorted(Dataset data) {
    int pixels = data.features();
    byte[] images = new byte[data.images().length];
    byte[] labels = new byte[data.rows()];
    int to = 0;
    for (int c = 0; c < CLASSES; c++) {
      for (int row = 0; row < data.rows(); row++) {
        if (data.labels()[row] == c) {
          System.arraycopy(data.images(), row * pixels, images, to * pixels, pixels);
          labels[to++] = (byte) c;
        }
      }
    }
    return new Dataset(
        data.name(), images, labels, data.rows(), data.height(), data.width(), CLASSES);
  }

  /** The same rows with light and dark exchanged. */
  public static Dataset inverted(Dataset data) {
    byte[] images = data.images().clone();
    for (int i = 0; i < images.length; i++) {
      images[i] = (byte) ~images[i];
    }
    return new Dataset(
        data.name(), images, data.labels(), data.rows(), data.height(), data.width(), CLASSES);
  }

  private static void write(Path folder, String stem, Dataset data) {
    try {
      Files.createDirectories(folder);
      try (DataOutputStream out = open(folder.resolve(stem + "-images-idx3-ubyte"))) {
        out.writeInt(0x803);
        out.writeInt(data.rows());
        out.writeInt(data.height());
        out.writeInt(data.width());
        out.write(data.images());
      }
      try (DataOutputStream out = open(folder.resolve(stem + "-labels-idx1-ubyte"))) {
        out.writeInt(0x801);
        out.writeInt(data.rows());
        out.write(data.labels());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DataOutputStream open(Path file) throws IOException {
    return new DataOutputStream(Files.newOutputStream(file));
  }
}
