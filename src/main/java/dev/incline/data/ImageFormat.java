package dev.incline.data;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The kinds of file that hold images. */
public enum ImageFormat {
  /** One PNG or JPEG image. */
  IMAGE,
  /** MNIST's format, gzipped or not. */
  IDX,
  /** An array of numpy. */
  NPY,
  /** A line of numbers per image. */
  CSV;

  /** Bytes that {@link #of} wants to see. */
  static final int HEAD = 512;

  /**
   * Tells the kind by the first bytes, whatever the file's name.
   *
   * @param head the first {@link #HEAD} bytes, or all of a shorter file
   * @throws DataException naming the file and what it looks like
   */
  static ImageFormat of(String name, byte[] head) {
    if (head.length == 0) {
      throw new DataException(name + " is empty");
    }
    if (begins(head, 0x89, 'P', 'N', 'G') || begins(head, 0xff, 0xd8, 0xff)) {
      return IMAGE;
    }
    if (begins(head, 0x93, 'N', 'U', 'M', 'P', 'Y')) {
      return NPY;
    }
    if (begins(head, 0x1f, 0x8b) || begins(head, 0, 0, 8)) {
      return IDX;
    }
    String other = other(head);
    if (other.isEmpty() && isText(head)) {
      return CSV;
    }
    String first = HexFormat.ofDelimiter(" ").formatHex(head, 0, Math.min(8, head.length));
    throw new DataException(
        "%s is %s: PNG, JPEG, IDX (gzipped or not), npy and CSV are read"
            .formatted(
                name, other.isEmpty() ? "of no known kind (it begins with " + first + ")" : other));
  }

  private static String other(byte[] head) {
    if (begins(head, 'P', 'K', 3, 4)) {
      return "a zip or npz archive, to be unpacked first";
    }
    if (begins(head, 'G', 'I', 'F', '8')) {
      return "a GIF image";
    }
    if (begins(head, 'B', 'M')) {
      return "a BMP image";
    }
    if (begins(head, 'R', 'I', 'F', 'F')) {
      return "a RIFF file, such as a WebP image";
    }
    if (begins(head, 'I', 'I', '*', 0) || begins(head, 'M', 'M', 0, '*')) {
      return "a TIFF image";
    }
    return begins(head, '%', 'P', 'D', 'F') ? "a PDF" : "";
  }

  private static boolean begins(byte[] head, int... bytes) {
    if (head.length < bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if ((head[i] & 0xff) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isText(byte[] head) {
    for (char c : new String(head, StandardCharsets.ISO_8859_1).toCharArray()) {
      if (c < ' ' && c != '\t' && c != '\r' && c != '\n') {
        return false;
      }
    }
    return true;
  }
}
