package dev.incline.data;

import dev.incline.wording.Listing;
import dev.incline.wording.Phrase;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Labelled rows: images, or numbers. The arrays are shared, not copied.
 *
 * @param name for people
 * @param inputs [rows x height · width · channels]; of images pixel by pixel
 * @param labels [rows] the class of each, an unsigned byte
 * @param rows at least 1
 * @param height of an image, in pixels; 1 for numbers
 * @param width of an image, in pixels; numbers of a row
 * @param channels 1, or 3: red, green and blue of each pixel
 * @param classNames one for each class, at most 256
 */
public record Dataset(
    String name,
    Inputs inputs,
    byte[] labels,
    int rows,
    int height,
    int width,
    int channels,
    List<String> classNames) {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}");

  public Dataset {
    if (rows < 1 || height < 1 || width < 1) {
      throw new DataException(name + " is empty");
    }
    if (channels != 1 && channels != 3) {
      throw new DataException(Phrase.of("%s has %d channels: 1 or 3 are taken", name, channels));
    }
    if (inputs.size() != (long) rows * height * width * channels || labels.length != rows) {
      throw new DataException(
          Phrase.of(
              "%s holds %,d inputs and %,d labels for %,d rows of %s",
              name, inputs.size(), labels.length, rows, sizes(height, width, channels)));
    }
    classNames = List.copyOf(classNames);
    int classes = classNames.size();
    for (int row = 0; row < rows; row++) {
      if ((labels[row] & 0xff) >= classes) {
        throw new DataException(
            Phrase.of(
                "%s: label %d of row %d is not below %d", name, labels[row] & 0xff, row, classes));
      }
    }
  }

  /** Of one channel. */
  public Dataset(
      String name,
      Inputs inputs,
      byte[] labels,
      int rows,
      int height,
      int width,
      List<String> classNames) {
    this(name, inputs, labels, rows, height, width, 1, classNames);
  }

  /** Of grey images, whose pixels are unsigned bytes. */
  public Dataset(
      String name,
      byte[] images,
      byte[] labels,
      int rows,
      int height,
      int width,
      List<String> classNames) {
    this(name, new Inputs.Pixels(images), labels, rows, height, width, classNames);
  }

  /** Of grey images in classes that are called by their numbers. */
  public Dataset(
      String name, byte[] images, byte[] labels, int rows, int height, int width, int classes) {
    this(name, images, labels, rows, height, width, Classes.numbered(classes));
  }

  /**
   * The pixels of images.
   *
   * @throws IllegalStateException when the rows are numbers
   * @throws DataException when they are more than memory should hold
   */
  public byte[] images() {
    if (inputs.array() instanceof byte[] pixels) {
      return pixels;
    }
    throw new IllegalStateException(name + " has no pixels");
  }

  /**
   * The numbers that the rows are.
   *
   * @throws IllegalStateException when they are pixels
   */
  public float[] numbers() {
    if (inputs instanceof Inputs.Numbers numbers) {
      return numbers.array();
    }
    throw new IllegalStateException(name + " has pixels");
  }

  /** The same rows with other inputs. */
  Dataset with(Inputs other) {
    return new Dataset(name, other, labels, rows, height, width, channels, classNames);
  }

  /** Whether the rows are images; else they are numbers. */
  public boolean hasPixels() {
    return inputs.type() == byte[].class;
  }

  /** Number of classes. */
  public int classes() {
    return classNames.size();
  }

  /** The first rows; all where there are no more. */
  public Dataset first(int limit) {
    return limit >= rows
        ? this
        : new Dataset(
            name,
            inputs.first((long) limit * features()),
            Arrays.copyOf(labels, limit),
            limit,
            height,
            width,
            channels,
            classNames);
  }

  /**
   * The same rows for a model of these classes, which are matched by name. A name that the model
   * does not have, but that is a number below its classes, is the class of that number.
   *
   * @throws DataException naming a label that is no class of the model
   */
  public Dataset withClasses(List<String> names) {
    if (names.equals(classNames)) {
      return this;
    }
    int[] places = classNames.stream().mapToInt(each -> place(each, names)).toArray();
    byte[] mapped = new byte[rows];
    for (int row = 0; row < rows; row++) {
      int place = places[labels[row] & 0xff];
      if (place < 0) {
        throw new DataException(
            Phrase.of(
                "%s: label %s of row %d is no class of the model, which has %s",
                name, classNames.get(labels[row] & 0xff), row, Listing.of(names)));
      }
      mapped[row] = (byte) place;
    }
    return new Dataset(name, inputs, mapped, rows, height, width, channels, names);
  }

  /** Whether {@link #withClasses} takes a number for a place, because no class has that name. */
  public boolean countsPlacesOf(List<String> names) {
    return classNames.stream().anyMatch(each -> !names.contains(each) && place(each, names) >= 0);
  }

  private static int place(String name, List<String> names) {
    int place = names.indexOf(name);
    boolean number = place < 0 && NUMBER.matcher(name).matches();
    return number && Integer.parseInt(name) < names.size() ? Integer.parseInt(name) : place;
  }

  /** What a row is: {@code images of 28 x 28 = 784 pixels}, or {@code rows of 4 numbers}. */
  public String shape() {
    return hasPixels()
        ? Phrase.of(
            "images of %s = %d %s",
            sizes(height, width, channels), features(), channels == 1 ? "pixels" : "values")
        : Phrase.of("rows of %,d numbers", features());
  }

  /** As people write it: {@code 28 x 28}, or {@code 32 x 32 x 3}. */
  static String sizes(int height, int width, int channels) {
    return Phrase.of("%d x %d%s", height, width, channels == 1 ? "" : " x " + channels);
  }

  /** Inputs of a row. */
  public int features() {
    return height * width * channels;
  }
}
