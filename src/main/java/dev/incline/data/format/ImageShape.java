package dev.incline.data.format;

import dev.incline.data.DataException;
import dev.incline.wording.Phrase;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Pixels of an image.
 *
 * @param channels 1, or 3: red, green and blue of each pixel
 */
public record ImageShape(int height, int width, int channels) {
  /** The text that {@link #parse} takes. */
  public static final String SYNTAX = "two whole numbers, such as 28x28, and x3 for colours";

  private static final int MIN_SIDE = 8;
  private static final int MIN_BRIGHTEST = 64;
  private static final Pattern TEXT =
      Pattern.compile("([1-9][0-9]{0,3})[xX×]([1-9][0-9]{0,3})([xX×][13])?");

  /** Of grey images. */
  ImageShape(int height, int width) {
    this(height, width, 1);
  }

  /**
   * Reads {@link #SYNTAX}.
   *
   * @throws IllegalArgumentException where the text is none
   */
  public static ImageShape parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    return new ImageShape(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        String.valueOf(matcher.group(3)).endsWith("3") ? 3 : 1);
  }

  /**
   * This shape, for rows of so many values.
   *
   * @param source for messages
   * @throws DataException where it has another number of them
   */
  ImageShape of(int columns, String source) {
    if (values() != columns) {
      throw new DataException(
          Phrase.of(
              "%s has %,d values in a row, but --shape %s has %,d %s",
              source, columns, this, values(), channels == 1 ? "pixels" : "values"));
    }
    return this;
  }

  /**
   * Whether rows of which nobody said what they are look like square images: at least 8 x 8 whole
   * numbers from 0 to 255, some of them above 63.
   *
   * @return null for numbers
   */
  static @Nullable ImageShape guess(LabelledRows training, LabelledRows test) {
    int side = (int) Math.round(Math.sqrt(training.columns()));
    boolean square = side >= MIN_SIDE && side * side == training.columns();
    return square && training.arePixels() && test.arePixels() && training.haveOne(MIN_BRIGHTEST)
        ? new ImageShape(side, side)
        : null;
  }

  /** Of the same height and width. */
  ImageShape with(int otherChannels) {
    return new ImageShape(height, width, otherChannels);
  }

  int values() {
    return height * width * channels;
  }

  /** As the option takes it. */
  @Override
  public String toString() {
    return height + "x" + width + (channels == 1 ? "" : "x" + channels);
  }
}
