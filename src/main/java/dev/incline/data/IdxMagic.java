package dev.incline.data;

import java.util.Map;

/**
 * The first four bytes of an IDX file: two zeros, the type of the values, the number of dimensions.
 */
final class IdxMagic {
  static final int IMAGES = 0x00000803;
  static final int LABELS = 0x00000801;

  /** QMNIST's labels: rows of 4-byte numbers. */
  static final int LABEL_ROWS = 0x00000c02;

  private static final int BYTES = 8;
  private static final Map<Integer, String> TYPES =
      Map.of(
          8, "unsigned bytes",
          9, "signed bytes",
          0xb, "2-byte whole numbers",
          0xc, "4-byte whole numbers",
          0xd, "4-byte floats",
          0xe, "8-byte floats");

  private IdxMagic() {}

  /** Whether some IDX file begins so. */
  static boolean isLegal(int magic) {
    int rank = magic & 0xff;
    return magic >>> 16 == 0 && TYPES.containsKey(magic >>> 8) && rank >= 1 && rank <= 8;
  }

  /**
   * Says what is wrong with a file that does not begin as it should.
   *
   * @param head of the file, unpacked; its first bytes are not those of what is wanted
   * @param packed whether the file is gzipped
   * @param wanted {@link #IMAGES} or {@link #LABELS}
   * @return what is wrong with it, such as {@code holds 4-byte floats, but ...}
   */
  static String wrong(int magic, byte[] head, boolean packed, int wanted) {
    boolean images = wanted == IMAGES;
    if (magic == IMAGES || magic == LABELS) {
      return images
          ? "holds labels where images belong: were the two files swapped?"
          : "holds images where labels belong: were the two files swapped?";
    }
    if (isLegal(magic)) {
      return magic >>> 8 != BYTES ? ofType(magic, images) : ofRank(magic & 0xff, images);
    }
    if (isLegal(Integer.reverseBytes(magic))) {
      return "is an IDX file in the wrong byte order: its header must be big-endian (numpy: astype('>i4'))";
    }
    return "is %s, not an IDX file of %s"
        .formatted(
            packed ? FileKind.packed(FileKind.of(head), head) : FileKind.phrase(head),
            images ? "images" : "labels");
  }

  private static String ofType(int magic, boolean images) {
    return "holds %s in %s, but %s must be unsigned bytes%s"
        .formatted(
            TYPES.get(magic >>> 8),
            dimensions(magic & 0xff),
            images ? "pixels" : "labels",
            images ? " from 0 to 255" : " in one dimension");
  }

  private static String ofRank(int rank, boolean images) {
    String likely =
        images
            ? switch (rank) {
              case 2 -> ". Were the images flattened to rows? Write the height and the width";
              case 4 -> ". Are they colour images? Turn them grey first";
              default -> "";
            }
            : rank == 2 ? ". Are they one-hot? Write the number of the class" : "";
    return "holds bytes in %s, but %s%s"
        .formatted(
            dimensions(rank),
            images
                ? "images have three (number, height, width)"
                : "labels have one (number of labels)",
            likely);
  }

  private static String dimensions(int rank) {
    return rank == 1 ? "one dimension" : rank + " dimensions";
  }
}
