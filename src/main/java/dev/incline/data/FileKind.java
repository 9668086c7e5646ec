package dev.incline.data;

import dev.incline.file.InputFile;
import dev.incline.file.TextBytes;
import dev.incline.wording.Phrase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * What a file is, told by its first bytes and never by its name. A reader that refuses a file says
 * so with this.
 */
public enum FileKind {
  MISSING("not there"),
  FOLDER("a folder"),
  UNREADABLE("not readable"),
  SPECIAL("no regular file"),
  EMPTY("empty"),
  ZEROS("nothing but zeros (a copy that broke off?)"),
  HTML("an HTML page (a download that failed?)"),
  LFS_POINTER("a Git LFS pointer, not the file itself: run 'git lfs pull'"),
  SVG("an SVG drawing"),
  XML("an XML document (a server's error message?)"),
  JSON("JSON text"),
  TEXT("text"),
  UTF16("text in UTF-16, to be saved as UTF-8"),
  PNG("a PNG image"),
  JPEG("a JPEG image"),
  GIF("a GIF image"),
  BMP("a BMP image"),
  TIFF("a TIFF image"),
  RIFF("a RIFF file, such as a WebP image"),
  PDF("a PDF"),
  NPY("a NumPy .npy array"),
  NPZ("a NumPy .npz archive"),
  PYTORCH("a PyTorch file"),
  PICKLE("a Python pickle"),
  HDF5("an HDF5 file, as Keras and h5py write it"),
  PARQUET("a Parquet table"),
  OFFICE("a document of an office program such as Excel, to be saved as CSV in UTF-8"),
  ZIP("a zip archive, to be unpacked first"),
  GZIP("a gzip file"),
  BZIP2("a bzip2 file"),
  XZ("an xz file"),
  ZSTD("a Zstandard file"),
  SEVEN_ZIP("a 7z archive"),
  RAR("a RAR archive"),
  TAR("a tar archive"),
  IDX_IMAGES("IDX images"),
  IDX_LABELS("IDX labels"),
  IDX("an IDX file of another type or rank"),
  IDX_SWAPPED("an IDX file in the wrong byte order"),
  SAFETENSORS("a safetensors file"),
  CHECKPOINT("a checkpoint of this program"),
  UNKNOWN("of no known kind");

  /** Bytes that {@link #of(byte[])} wants to see. */
  public static final int HEAD = 512;

  private final String phrase;

  FileKind(String phrase) {
    this.phrase = phrase;
  }

  /** Such as {@code a PNG image}: what follows "the file is". */
  public String phrase() {
    return phrase;
  }

  /** Whether it is text that a person or a program may have written: no HTML, no LFS pointer. */
  public boolean isText() {
    return this == TEXT || this == JSON;
  }

  /** What a file is; never fails. */
  public static FileKind of(Path file) {
    if (Files.isDirectory(file)) {
      return FOLDER;
    } else if (Files.notExists(file)) {
      return MISSING;
    } else if (InputFile.special(file).isPresent()) {
      return SPECIAL; // which opening might wait for, without end
    }
    try (InputStream in = Files.newInputStream(file)) {
      return of(in.readNBytes(HEAD));
    } catch (IOException e) {
      return UNREADABLE;
    }
  }

  /** What a file is, in words; of a gzip file also what is in it. Never fails. */
  public static String phrase(Path file) {
    Optional<String> special = InputFile.special(file);
    if (special.isPresent()) {
      return special.get();
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(HEAD);
      return of(head) == GZIP ? packed(head) : phrase(head);
    } catch (IOException e) {
      return of(file).phrase;
    }
  }

  /** What begins so, in words. */
  public static String phrase(byte[] head) {
    FileKind kind = of(head);
    if (kind != UNKNOWN) {
      return kind.phrase;
    }
    int control = TextBytes.spoiled(head);
    String bytes = HexFormat.ofDelimiter(" ").formatHex(head, 0, Math.min(8, head.length));
    return control > 0
        ? Phrase.of("text with a control character (%02x, after %d others)", head[control], control)
        : "%s (it begins with %s)".formatted(kind.phrase, bytes);
  }

  /** A gzip file by the first bytes of what is in it. */
  static String packed(FileKind inside, byte[] content) {
    return switch (inside) {
      case GZIP -> "gzip inside gzip: unpack it once";
      case UNKNOWN, EMPTY -> "a gzip file of something " + phrase(content);
      default -> "a gzip file of " + inside.phrase;
    };
  }

  /** What is in a gzip file; {@link #UNREADABLE} where that cannot be unpacked. Never fails. */
  public static FileKind inside(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return of(unpacked(in));
    } catch (IOException e) {
      return UNREADABLE;
    }
  }

  private static String packed(byte[] head) {
    try {
      byte[] begin = unpacked(new ByteArrayInputStream(head));
      return packed(of(begin), begin);
    } catch (IOException e) { // the head alone does not unpack
      return GZIP.phrase;
    }
  }

  /** The first bytes of what is packed, also where it breaks off behind them. */
  private static byte[] unpacked(InputStream packed) throws IOException {
    byte[] content = new byte[HEAD];
    int read = 0;
    try (InputStream in = new GZIPInputStream(packed)) {
      for (int more = 0; more >= 0 && read < HEAD; read += Math.max(more, 0)) {
        more = in.read(content, read, HEAD - read);
      }
    } catch (IOException e) {
      if (read == 0) {
        throw e;
      }
    }
    return Arrays.copyOf(content, read);
  }

  /**
   * What begins so.
   *
   * @param head the first {@link #HEAD} bytes, or all of a shorter file
   */
  public static FileKind of(byte[] head) {
    if (head.length == 0) {
      return EMPTY;
    }
    for (Magic magic : Magic.ALL) {
      if (magic.begins(head) && !(magic.kind() == BMP && isTable(head))) {
        return magic.kind();
      }
    }
    if (head.length > 262 && TextBytes.latin(head, 257, 5).equals("ustar")) {
      return TAR;
    }
    if (head.length >= 4 && head[0] == 'P' && head[1] == 'K' && head[2] == head[3] - 1) {
      return archive(head);
    }
    FileKind idx = idx(head);
    if (idx != UNKNOWN) {
      return idx;
    }
    if (head.length > 8 && head[8] == '{' && head[4] == 0 && head[7] == 0) {
      return SAFETENSORS;
    }
    return TextBytes.areText(head) ? text(head) : TextBytes.areUtf16(head) ? UTF16 : UNKNOWN;
  }

  /** A zip by the name of its first entry. */
  private static FileKind archive(byte[] head) {
    int length = head.length < 30 ? 0 : (head[26] & 0xff) | (head[27] & 0xff) << 8;
    String first = TextBytes.latin(head, 30, Math.min(length, head.length - 30));
    return first.endsWith(".npy")
        ? NPZ
        : first.endsWith("data.pkl")
            ? PYTORCH
            : first.matches("\\[Content_Types].xml|mimetype.*") ? OFFICE : ZIP;
  }

  private static FileKind idx(byte[] head) {
    if (head.length >= 16 && Arrays.equals(head, new byte[head.length])) {
      return ZEROS;
    }
    if (head.length < 4) {
      return UNKNOWN;
    }
    int magic = java.nio.ByteBuffer.wrap(head).getInt();
    if (magic == IdxMagic.IMAGES) {
      return IDX_IMAGES;
    } else if (magic == IdxMagic.LABELS) {
      return IDX_LABELS;
    } else if (IdxMagic.isLegal(magic)) {
      return IDX;
    }
    return IdxMagic.isLegal(Integer.reverseBytes(magic)) ? IDX_SWAPPED : UNKNOWN;
  }

  private static FileKind text(byte[] head) {
    String text =
        new String(head, StandardCharsets.UTF_8)
            .replaceFirst("^\ufeff", "")
            .strip()
            .toLowerCase(Locale.ROOT);
    if (text.startsWith("version https://git-lfs.github.com/spec/")) {
      return LFS_POINTER;
    }
    if (text.matches("(?s)(<\\?xml.*|<!--.*|<!doctype\\s+svg.*)?<svg[\\s>:].*")) {
      return SVG;
    }
    if (text.matches("(?s)(<\\?xml.*|<!--.*)?<(!doctype\\s+html|html|head|body|script)\\b.*")) {
      return HTML;
    }
    if (text.startsWith("<?xml")) {
      return XML;
    }
    return text.matches("(?s)(\\{\\s*[\"}]|\\[\\s*[\\[{\"\\]]).*") ? JSON : TEXT;
  }

  /** Whether a text beginning with BM has lines, as the header of a CSV file. */
  private static boolean isTable(byte[] head) {
    return TextBytes.areText(head) && TextBytes.latin(head, 0, head.length).contains(",");
  }

  /** The first bytes of a kind. */
  private record Magic(FileKind kind, int... bytes) {
    static final Magic[] ALL = {
      new Magic(PNG, 0x89, 'P', 'N', 'G'),
      new Magic(JPEG, 0xff, 0xd8, 0xff),
      new Magic(GIF, 'G', 'I', 'F', '8'),
      new Magic(BMP, 'B', 'M'),
      new Magic(TIFF, 'I', 'I', '*', 0),
      new Magic(TIFF, 'M', 'M', 0, '*'),
      new Magic(RIFF, 'R', 'I', 'F', 'F'),
      new Magic(PDF, '%', 'P', 'D', 'F'),
      new Magic(NPY, 0x93, 'N', 'U', 'M', 'P', 'Y'),
      new Magic(GZIP, 0x1f, 0x8b),
      new Magic(BZIP2, 'B', 'Z', 'h'),
      new Magic(XZ, 0xfd, '7', 'z', 'X', 'Z', 0),
      new Magic(ZSTD, 0x28, 0xb5, 0x2f, 0xfd),
      new Magic(SEVEN_ZIP, '7', 'z', 0xbc, 0xaf),
      new Magic(RAR, 'R', 'a', 'r', '!'),
      new Magic(HDF5, 0x89, 'H', 'D', 'F'),
      new Magic(OFFICE, 0xd0, 0xcf, 0x11, 0xe0),
      new Magic(PARQUET, 'P', 'A', 'R', '1'),
      new Magic(PICKLE, 0x80, 2),
      new Magic(PICKLE, 0x80, 3),
      new Magic(PICKLE, 0x80, 4, 0x95),
      new Magic(PICKLE, 0x80, 5, 0x95),
      new Magic(UTF16, 0xff, 0xfe),
      new Magic(UTF16, 0xfe, 0xff),
      new Magic(CHECKPOINT, "incline checkpoint".chars().toArray()),
    };

    boolean begins(byte[] head) {
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
  }
}
