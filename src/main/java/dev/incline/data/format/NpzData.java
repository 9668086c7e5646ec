package dev.incline.data.format;

import dev.incline.data.DataException;
import dev.incline.data.DataSource;
import dev.incline.data.Labels;
import dev.incline.data.NpyArray;
import dev.incline.data.NpzFile;
import dev.incline.file.Sha256;
import dev.incline.wording.Listing;
import dev.incline.wording.Phrase;
import dev.incline.wording.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An npz file with x_train, y_train, x_test and y_test, as Keras' mnist.npz has them: images [N x H
 * x W] or rows [N x D] of whole numbers from 0 to 255, and labels [N] of any integer type.
 */
record NpzData(Path file, Map<String, NpyArray> arrays) {
  static DataSource open(DataRequest request) {
    NpzData data = new NpzData(request.path(), NpzFile.read(request.path()));
    for (String name : List.of("x_train", "y_train", "x_test", "y_test")) {
      data.array(name);
    }
    PixelRows training = data.rows("x_train", "y_train");
    PixelRows test = data.rows("x_test", "y_test");
    return MemorySource.of(
        "npz file with x_train, y_train, x_test, y_test",
        training,
        test,
        data.shape(training, request),
        Map.of(data.fileName(), data.sha256()));
  }

  private String fileName() {
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
  }

  private String sha256() {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw new DataException(file + " cannot be read: " + Reason.of(e), e);
    }
  }

  private NpyArray array(String name) {
    NpyArray array = arrays.get(name);
    if (array == null) {
      throw new DataException(
          "%s has no array %s: it holds %s, and x_train, y_train, x_test and y_test are read"
              .formatted(file, name, Listing.of(arrays.keySet())));
    }
    return array;
  }

  /** Images have their own; of rows it is asked for or guessed. */
  private ImageShape shape(PixelRows training, DataRequest request) {
    List<Integer> shape = array("x_train").shape();
    return shape.size() == 2
        ? ImageShape.of(training.columns(), request.shape(), training.source())
        : ImageShape.of(
            training.columns(), new ImageShape(shape.get(1), shape.get(2)), training.source());
  }

  private PixelRows rows(String x, String y) {
    NpyArray images = array(x);
    NpyArray labels = array(y);
    List<Integer> shape = images.shape();
    boolean grey = shape.size() == 4 && shape.get(3) == 1;
    if (images.size() == 0 || !(grey || shape.size() == 2 || shape.size() == 3)) {
      throw wrong(x, "has shape %s: grey images [N x H x W] or rows [N x D] are read", images);
    }
    if (labels.size() != shape.get(0) || labels.shape().size() > 2) {
      throw wrong(
          y,
          "has shape %s, and " + x + " has " + images.sizes() + ": a label for each row is needed",
          labels);
    }
    return new PixelRows(
        file + ": " + x, pixels(x, images), images.size() / shape.get(0), labels(y, labels));
  }

  private DataException wrong(String name, String what, NpyArray array) {
    return new DataException("%s: %s %s".formatted(file, name, what.formatted(array.sizes())));
  }

  private byte[] pixels(String name, NpyArray array) {
    if (array.values() instanceof byte[] bytes) {
      return bytes;
    }
    requireWhole(
        name, array, "multiply pixels from 0 to 1 by 255, and save them by astype('uint8')");
    byte[] pixels = new byte[array.size()];
    for (int i = 0; i < pixels.length; i++) {
      double value = array.get(i);
      if (value < 0 || value > 255) {
        throw new DataException(
            Phrase.of(
                "%s: %s holds %.0f: only whole numbers from 0 to 255 are read so far",
                file, name, value));
      }
      pixels[i] = (byte) (int) value;
    }
    return pixels;
  }

  private Labels labels(String name, NpyArray array) {
    requireWhole(name, array, "save the numbers of the classes by astype('int64')");
    Labels.Collector labels = new Labels.Collector(file + ": " + name);
    for (int i = 0; i < array.size(); i++) {
      labels.add(Long.toString((long) array.get(i)), "row", i);
    }
    return labels.labels();
  }

  private void requireWhole(String name, NpyArray array, String advice) {
    if (array.values() instanceof float[] || array.values() instanceof double[]) {
      throw new DataException(
          "%s: %s holds floats (%s), and only whole numbers are read so far: %s"
              .formatted(file, name, array.type(), advice));
    }
  }
}
