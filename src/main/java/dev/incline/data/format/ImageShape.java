package dev.incline.data.format;

import dev.incline.data.DataException;
import dev.incline.wording.Phrase;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Pixels of an image. */
public record ImageShape(int height, int width) {
  /** The text that {@link #parse} takes. */
  public static final String SYNTAX = "two whole numbers, such as 28x28";

  private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,3})[xX×]([1-9][0-9]{0,3})");

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
    return new ImageShape(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /**
   * The shape of so many pixels: what was asked for, else a square where that is one, else one
   * line.
   *
   * @param source for messages
   * @throws DataException where what was asked for has another number of pixels
   */
  static ImageShape of(int pixels, @Nullable ImageShape asked, String source) {
    if (asked != null && asked.height * asked.width != pixels) {
      throw new DataException(
          Phrase.of(
              "%s has %,d values in a row, but --shape %s has %,d pixels",
              source, pixels, asked, asked.height * asked.width));
    }
    int side = (int) Math.round(Math.sqrt(pixels));
    return asked != null
        ? asked
        : side * side == pixels ? new ImageShape(side, side) : new ImageShape(1, pixels);
  }

  /** As the option takes it. */
  @Override
  public String toString() {
    return height + "x" + width;
  }
}
