package dev.incline.data.format;

import dev.incline.data.DataException;
import dev.incline.data.DataSource;
import dev.incline.data.Inputs;
import dev.incline.data.Labels;
import dev.incline.data.NpyArray;
import dev.incline.data.NpzFile;
import dev.incline.file.FileNames;
import dev.incline.file.Sha256;
import dev.incline.wording.InvalidOptionException;
import dev.incline.wording.Listing;
import dev.incline.wording.Numeral;
import dev.incline.wording.Phrase;
import dev.incline.wording.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An npz file with x_train, y_train, x_test and y_test, as Keras' mnist.npz has them, or with X and
 * y: images [N x H x W], or [N x H x W x 3] in colours, of whole numbers from 0 to 255, or rows [N
 * x D] of any numbers; and labels [N] of any integer type.
 *
 * @param gaps whether NaN among the numbers is a missing value, and no error
 */
record NpzData(Path file, Map<String, NpyArray> arrays, boolean gaps) {
  private static final List<String> PARTS = List.of("x_train", "y_train", "x_test", "y_test");

  static DataSource open(DataRequest request) {
    NpzData data = of(request.path(), request);
    Map<String, String> sums =
        new TreeMap<>(Map.of(FileNames.lower(request.path()), data.sha256()));
    if (data.find("X").isPresent() && data.find("y").isPresent()) {
      return data.one(request, sums).warning(data.unread(List.of("X", "y")));
    }
    for (String name : PARTS) {
      data.array(name);
    }
    if (request.test() != null || request.testShare() > 0) {
      throw new InvalidOptionException(
          "%s has test rows of its own, x_test and y_test: leave out --test and --test-share"
              .formatted(request.path()));
    }
    LabelledRows training = data.rows("x_train", "y_train");
    return MemorySource.of(
            "npz file with x_train, y_train, x_test, y_test",
            training,
            data.rows("x_test", "y_test"),
            data.shape("x_train", training, request),
            sums)
        .warning(data.unread(PARTS));
  }

  private static NpzData of(Path file, DataRequest request) {
    return new NpzData(file, NpzFile.read(file), request.mayMissValues());
  }

  /** X and y: the test rows are a share of them, or those of another file. */
  private MemorySource one(DataRequest request, Map<String, String> sums) {
    LabelledRows rows = rows("X", "y");
    ImageShape shape = shape("X", rows, request);
    Path test = request.test();
    if (test == null) {
      return MemorySource.split("npz file with X, y", rows, shape, sums, request);
    }
    NpzData other = of(test, request);
    sums.put(
        (sums.containsKey(FileNames.lower(test)) ? "test/" : "") + FileNames.lower(test),
        other.sha256());
    return MemorySource.of(
        "npz file with X, y; test rows from " + test, rows, other.rows("X", "y"), shape, sums);
  }

  private String sha256() {
    return RowCache.isLarge(file) ? RowCache.usual().sum(List.of(file), this::summed) : summed();
  }

  private String summed() {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw new DataException(file + " cannot be read: " + Reason.of(e), e);
    }
  }

  /** The array of this name; where there is none, one whose name differs in capital letters. */
  private Optional<NpyArray> find(String name) {
    return Optional.ofNullable(arrays.get(name))
        .or(
            () ->
                arrays.entrySet().stream()
                    .filter(array -> array.getKey().equalsIgnoreCase(name))
                    .map(Map.Entry::getValue)
                    .findFirst());
  }

  private NpyArray array(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new DataException(
                    "%s has no array %s: it holds %s, and x_train, y_train, x_test and y_test are read, or X and y"
                        .formatted(file, name, Listing.of(arrays.keySet()))));
  }

  /** A warning of arrays beside those; else empty. */
  private String unread(List<String> names) {
    List<String> others =
        arrays.keySet().stream()
            .filter(array -> names.stream().noneMatch(array::equalsIgnoreCase))
            .toList();
    return others.isEmpty() ? "" : "%s: %s: not read".formatted(file, Listing.of(others));
  }

  /** Images have their own; of rows it may be asked for. */
  private @Nullable ImageShape shape(String name, LabelledRows rows, DataRequest request) {
    List<Integer> shape = array(name).shape();
    if (!rows.arePixels()) {
      if (request.shape() != null) {
        throw new InvalidOptionException(
            "--shape is for images of whole numbers from 0 to 255, and %s holds other numbers"
                .formatted(rows.source()));
      }
      return null;
    }
    return shape.size() == 2
        ? request.shape()
        : new ImageShape(shape.get(1), shape.get(2), shape.size() == 4 ? shape.get(3) : 1);
  }

  private LabelledRows rows(String x, String y) {
    NpyArray inputs = array(x);
    NpyArray labels = array(y);
    List<Integer> shape = inputs.shape();
    boolean channels = shape.size() == 4 && (shape.get(3) == 1 || shape.get(3) == 3);
    if (inputs.size() == 0) {
      throw wrong(x, "has shape %s: it holds no row", inputs);
    }
    if (!(channels || shape.size() == 2 || shape.size() == 3)) {
      throw wrong(
          x,
          "has shape %s: images [N x H x W] or [N x H x W x 3] or rows [N x D] are read"
              + (shape.size() == 4 && shape.get(1) <= 3
                  ? "; transpose(0, 2, 3, 1) moves channels from place 1 to the end"
                  : ""),
          inputs);
    }
    if (labels.size() != shape.get(0) || labels.shape().size() > 2) {
      throw wrong(
          y,
          "has shape %s, and "
              + x
              + " has "
              + inputs.sizes()
              + ": a label for each row is needed"
              + (labels.shape().size() == 2 && labels.shape().get(0).equals(shape.get(0))
                  ? "; argmax(axis=1) makes one of each row of zeros and a one"
                  : ""),
          labels);
    }
    int columns = inputs.size() / shape.get(0);
    return new LabelledRows(
        file + ": " + x, values(x, inputs, columns), columns, labels(y, labels));
  }

  private DataException wrong(String name, String what, NpyArray array) {
    return new DataException("%s: %s %s".formatted(file, name, what.replace("%s", array.sizes())));
  }

  private Inputs values(String name, NpyArray array, int columns) {
    if (array.values() instanceof byte[] bytes) {
      return new Inputs.Pixels(bytes);
    }
    Values values = new Values();
    for (int i = 0; i < array.size(); i++) {
      double value = array.get(i);
      if (value >= 0 && value <= 255 && value == (int) value) {
        values.addByte((int) value);
      } else if (Float.isFinite((float) value) || (gaps && Double.isNaN(value))) {
        values.addFloat((float) value);
      } else {
        throw new DataException(
            Phrase.of(
                "%s: %s holds %s in row %,d, column %,d (both from 0): %s",
                file,
                name,
                Numeral.of(value),
                i / columns,
                i % columns,
                Double.isNaN(value)
                    ? "only finite numbers train, or with --missing mean"
                    : NpyArray.unfit(value)));
      }
    }
    return values.inputs();
  }

  private Labels labels(String name, NpyArray array) {
    if (array.values() instanceof float[] || array.values() instanceof double[]) {
      throw new DataException(
          "%s: %s holds floats (%s): save the numbers of the classes by astype('int64')"
              .formatted(file, name, array.type()));
    }
    Labels.Collector labels = new Labels.Collector(file + ": " + name);
    for (int i = 0; i < array.size(); i++) {
      labels.add(Long.toString((long) array.get(i)), "row", i);
    }
    return labels.labels();
  }
}
