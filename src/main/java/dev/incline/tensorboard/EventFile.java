package dev.incline.tensorboard;

import dev.incline.file.ProtoMessage;
import dev.incline.wording.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * Appends events to a file. A record is the length of the message (8 bytes), a checksum of these,
 * the message, a checksum of it; all little-endian.
 *
 * @see <a href="https://www.tensorflow.org/tutorials/load_data/tfrecord">the records</a>
 */
record EventFile(Path file) {
  /** A message that the reader knows: event.proto of TensorFlow. */
  static ProtoMessage event(double seconds, long step) {
    return new ProtoMessage().fixed(1, seconds).number(2, step);
  }

  /** Writes one record, and leaves no file open. */
  void append(ProtoMessage event) throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    event.writeTo(message);
    byte[] body = message.toByteArray();
    byte[] length = new byte[8];
    little(length).putLong(body.length);
    byte[] record = new byte[16 + body.length];
    little(record).put(length).putInt(checksum(length)).put(body).putInt(checksum(body));
    try {
      Files.createDirectories(Objects.requireNonNull(file.toAbsolutePath().getParent()));
      Files.write(file, record, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw Reason.writing(file, e);
    }
  }

  /**
   * CRC-32C, turned and shifted, so that a checksum of data with checksums in it is none of them.
   */
  static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
