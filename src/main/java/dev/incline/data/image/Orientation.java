package dev.incline.data.image;

import dev.incline.wording.Phrase;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a viewer turns a picture before it shows it: EXIF's tag 0x0112, in a JPEG's APP1 segment or a
 * PNG's eXIf chunk. ImageIO leaves pictures as they are stored.
 *
 * @see <a href="https://www.cipa.jp/std/documents/e/DC-008-Translation-2019-E.pdf">EXIF, 4.6.4</a>
 */
final class Orientation {
  private static final int TAG = 0x0112;
  private static final int SHORT = 3; // type of a 16-bit number
  private static final Map<Integer, String> WORDS =
      Map.of(
          2, "mirrored left to right",
          3, "turned by 180 degrees",
          4, "mirrored top to bottom",
          5, "mirrored and turned by 90 degrees left",
          6, "turned by 90 degrees right",
          7, "mirrored and turned by 90 degrees right",
          8, "turned by 90 degrees left");

  private Orientation() {}

  /**
   * A picture as a viewer shows it.
   *
   * @param exif of the picture's file, or null
   * @param notes gets what was done
   */
  static GreyImage upright(GreyImage stored, byte @Nullable [] exif, List<String> notes) {
    int orientation = exif == null ? 1 : read(exif, notes);
    if (orientation == 1) {
      return stored;
    }
    notes.add(Phrase.of("%s: EXIF orientation %d", WORDS.get(orientation), orientation));
    boolean sideways = orientation >= 5;
    boolean fromRight = List.of(2, 3, 7, 8).contains(orientation);
    boolean fromBottom = List.of(3, 4, 6, 7).contains(orientation);
    int width = sideways ? stored.height() : stored.width();
    int height = sideways ? stored.width() : stored.height();
    byte[] pixels = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int column = sideways ? y : x;
        int row = sideways ? x : y;
        pixels[y * width + x] =
            (byte)
                stored.at(
                    fromRight ? stored.width() - 1 - column : column,
                    fromBottom ? stored.height() - 1 - row : row);
      }
    }
    return new GreyImage(width, height, pixels, stored.notes());
  }

  /** From 1, which is upright, to 8; 1 also where the EXIF data are damaged, with a note. */
  private static int read(byte[] exif, List<String> notes) {
    try {
      ByteBuffer tiff = ByteBuffer.wrap(exif);
      boolean little = tiff.getShort(0) == 0x4949; // "II"; big-endian is "MM"
      tiff.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      if ((!little && tiff.getShort(0) != 0x4d4d) || tiff.getShort(2) != 42) {
        throw new IndexOutOfBoundsException("no TIFF header");
      }
      int directory = tiff.getInt(4);
      int entries = Short.toUnsignedInt(tiff.getShort(directory));
      for (int i = 0; i < entries; i++) {
        int entry = directory + 2 + 12 * i; // tag, type, count, value
        if (Short.toUnsignedInt(tiff.getShort(entry)) == TAG) {
          int value = Short.toUnsignedInt(tiff.getShort(entry + 8));
          boolean good = tiff.getShort(entry + 2) == SHORT && tiff.getInt(entry + 4) == 1;
          if (good && value >= 1 && value <= 8) {
            return value;
          }
          notes.add("EXIF orientation ignored: it is not from 1 to 8");
          return 1;
        }
      }
    } catch (IndexOutOfBoundsException e) {
      notes.add("EXIF data ignored: they are damaged");
    }
    return 1;
  }
}
