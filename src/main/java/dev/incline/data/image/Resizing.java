package dev.incline.data.image;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Scales whole pictures to one size, height and width each by itself. Where a side becomes shorter,
 * a pixel is the mean of what it covers; where it becomes longer, its value lies on the line
 * between the two nearest. All sums are whole numbers, rounded once: the bytes are the same on
 * every machine.
 *
 * @param height pixels
 * @param width pixels
 */
public record Resizing(int height, int width) {
  /** The text that {@link #parse} takes. */
  public static final String SYNTAX = "height x width in pixels, such as 32x48";

  private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,3})[xX×]([1-9][0-9]{0,3})");

  /**
   * Reads {@link #SYNTAX}.
   *
   * @throws IllegalArgumentException where the text is none
   */
  public static Resizing parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    return new Resizing(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /** The picture in this size, with a note where it had another. */
  public ColourImage of(ColourImage image) {
    GreyImage red = of(image.red());
    return image.isColoured()
        ? new ColourImage(red, of(image.green()), of(image.blue()))
        : ColourImage.of(red);
  }

  /** The same of a grey one. */
  public GreyImage of(GreyImage image) {
    if (image.height() == height && image.width() == width) {
      return image;
    }
    List<String> notes = new ArrayList<>(image.notes());
    notes.add("resized to %s (height x width)".formatted(this));
    Line across = new Line(image.width(), width);
    Line down = new Line(image.height(), height);
    long[] lines = new long[image.height() * width]; // [image.height x width]
    for (int y = 0; y < image.height(); y++) {
      int line = y;
      for (int x = 0; x < width; x++) {
        lines[y * width + x] = across.sum(x, k -> image.at(k, line));
      }
    }
    long whole = across.weight() * down.weight();
    byte[] pixels = new byte[height * width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int column = x;
        long sum = down.sum(y, k -> lines[k * width + column]);
        pixels[y * width + x] = (byte) ((2 * sum + whole) / (2 * whole));
      }
    }
    return new GreyImage(width, height, pixels, notes);
  }

  /** Of images of this size that are so many values: 1, 3 in colours, or 0 where there are none. */
  public int channels(int values) {
    int pixels = height * width;
    return values == pixels ? 1 : values == 3 * pixels ? 3 : 0;
  }

  /** As the option takes it. */
  @Override
  public String toString() {
    return height + "x" + width;
  }

  private interface Values {
    long at(int place);
  }

  /** A line of {@code from} pixels that becomes one of {@code to}. */
  private record Line(int from, int to) {
    /** Sum of the weights of each pixel. */
    long weight() {
      return to < from ? from : 2L * to;
    }

    /** The weighted sum of what the pixel at a place is made of. */
    long sum(int place, Values values) {
      return to < from ? covered(place, values) : between(place, values);
    }

    /** Pixel {@code k} lies from k·to to (k + 1)·to; the new one from place·from to the next. */
    private long covered(int place, Values values) {
      long begin = (long) place * from;
      long end = begin + from;
      long sum = 0;
      for (int k = (int) (begin / to); (long) k * to < end; k++) {
        long overlap = Math.min(end, (k + 1L) * to) - Math.max(begin, (long) k * to);
        sum += overlap * values.at(k);
      }
      return sum;
    }

    /** The middle of the new pixel, in halves of a new pixel from the middle of pixel 0. */
    private long between(int place, Values values) {
      long middle = (2L * place + 1) * from - to;
      int left = (int) Math.floorDiv(middle, 2L * to);
      long right = Math.floorMod(middle, 2L * to);
      return (2L * to - right) * values.at(Math.max(0, left))
          + right * values.at(Math.min(from - 1, left + 1));
    }
  }
}
