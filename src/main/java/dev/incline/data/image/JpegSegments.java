package dev.incline.data.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a JPEG file says before its pixels and ImageIO does not tell. */
final class JpegSegments {
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final int APP1 = 0xe1;
  private static final int SCAN = 0xda; // pixels begin

  private JpegSegments() {}

  private interface Segment {
    boolean is(int marker, int from, int end);
  }

  /** The EXIF data, from their TIFF header on; null where there are none. */
  static byte @Nullable [] exif(byte[] file) {
    int[] found =
        find(
            file,
            (marker, from, end) ->
                marker == APP1
                    && end - from >= EXIF.length
                    && Arrays.equals(file, from, from + EXIF.length, EXIF, 0, EXIF.length));
    return found.length == 0 ? null : Arrays.copyOfRange(file, found[0] + EXIF.length, found[1]);
  }

  /** Whether it has four colours: cyan, magenta, yellow and black. A JPEG has no transparency. */
  static boolean isCmyk(byte[] file) {
    int[] frame =
        find(
            file,
            (marker, from, end) ->
                marker >= 0xc0
                    && marker <= 0xcf
                    && marker != 0xc4 // tables of other kinds
                    && marker != 0xc8
                    && marker != 0xcc
                    && end - from >= 6);
    return frame.length > 0 && file[frame[0] + 5] == 4; // after precision, height and width
  }

  /** Begin and end of the first such segment's data; nothing where there is none. */
  private static int[] find(byte[] file, Segment wanted) {
    ByteBuffer bytes = ByteBuffer.wrap(file);
    int at = 2; // after the file's own marker
    while (at + 4 <= file.length && (file[at] & 0xff) == 0xff) {
      int marker = file[at + 1] & 0xff;
      int length = Short.toUnsignedInt(bytes.getShort(at + 2)); // counts itself
      int end = at + 2 + length;
      if (marker == SCAN || length < 2 || end > file.length) {
        break;
      }
      if (wanted.is(marker, at + 4, end)) {
        return new int[] {at + 4, end};
      }
      at = end;
    }
    return new int[0];
  }
}
