package dev.incline.data;

import dev.incline.wording.Listing;
import dev.incline.wording.Phrase;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Labelled grey images. The arrays are shared, not copied.
 *
 * @param name for people
 * @param images [rows x height · width] unsigned bytes, row-major
 * @param labels [rows] the class of each, an unsigned byte
 * @param rows at least 1
 * @param height pixels
 * @param width pixels
 * @param classNames one for each class, at most 256
 */
public record Dataset(
    String name,
    byte[] images,
    byte[] labels,
    int rows,
    int height,
    int width,
    List<String> classNames) {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}");

  public Dataset {
    if (rows < 1 || height < 1 || width < 1) {
      throw new DataException(name + " is empty");
    }
    if (images.length != (long) rows * height * width || labels.length != rows) {
      throw new DataException(
          Phrase.of(
              "%s holds %,d pixels and %,d labels for %,d images of %d x %d",
              name, images.length, labels.length, rows, height, width));
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

  /** Of classes that are called by their numbers. */
  public Dataset(
      String name, byte[] images, byte[] labels, int rows, int height, int width, int classes) {
    this(name, images, labels, rows, height, width, Classes.numbered(classes));
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
            Arrays.copyOf(images, limit * features()),
            Arrays.copyOf(labels, limit),
            limit,
            height,
            width,
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
    return new Dataset(name, images, mapped, rows, height, width, names);
  }

  private static int place(String name, List<String> names) {
    int place = names.indexOf(name);
    boolean number = place < 0 && NUMBER.matcher(name).matches();
    return number && Integer.parseInt(name) < names.size() ? Integer.parseInt(name) : place;
  }

  /** Pixels per image. */
  public int features() {
    return height * width;
  }
}
