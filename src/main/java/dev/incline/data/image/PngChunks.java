package dev.incline.data.image;

import dev.incline.data.DataException;
import dev.incline.wording.Phrase;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** The checks of a PNG file that ImageIO leaves out: its chunks are whole and undamaged. */
final class PngChunks {
  private static final int SIGNATURE = 8;
  private static final int FRAME = 12; // length, type and CRC around a chunk's data
  private static final int END = 0x49454e44; // IEND
  private static final int EXIF = 0x65584966; // eXIf

  private PngChunks() {}

  /**
   * Walks the chunks up to the last.
   *
   * @see <a href="https://www.w3.org/TR/png-3/#5DataRep">the format</a>
   * @return the data of the eXIf chunk, or null where there is none
   * @throws DataException naming the file and what is wrong
   */
  static byte @Nullable [] requireWhole(String name, byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file);
    byte[] exif = null;
    int at = SIGNATURE;
    for (int type = 0; type != END; ) {
      int length = file.length - at < FRAME ? -1 : bytes.getInt(at);
      if (length < 0 || length > file.length - at - FRAME) {
        throw new DataException(name + " is truncated: its PNG chunks break off");
      }
      type = bytes.getInt(at + 4);
      CRC32 crc = new CRC32();
      crc.update(file, at + 4, length + 4);
      if (bytes.getInt(at + 8 + length) != (int) crc.getValue()) {
        throw new DataException(
            Phrase.of("%s is damaged: a PNG chunk at byte %d has a wrong checksum", name, at));
      }
      if (type == EXIF) {
        exif = Arrays.copyOfRange(file, at + 8, at + 8 + length);
      }
      at += FRAME + length;
    }
    return exif;
  }
}
