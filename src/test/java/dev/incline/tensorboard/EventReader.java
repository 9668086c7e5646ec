package dev.incline.tensorboard;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.proto.Event;

/** Reads a file of events with TensorFlow's own messages, and checks every checksum bit by bit. */
public final class EventReader {
  private static final int POLYNOMIAL = 0x82f63b78; // of CRC-32C, turned round

  private EventReader() {}

  /** All events of the only file in a folder. */
  public static List<Event> folder(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      List<Path> all = files.toList();
      if (all.size() != 1 || !all.get(0).toString().contains("tfevents")) {
        throw new IOException("not one file of events: " + all);
      }
      return read(all.get(0));
    }
  }

  static List<Event> read(Path file) throws IOException {
    List<Event> events = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file);
        DataInputStream data = new DataInputStream(in)) {
      for (byte[] head = in.readNBytes(8); head.length > 0; head = in.readNBytes(8)) {
        if (head.length < 8) {
          throw new EOFException();
        }
        require(head, data);
        long length = 0;
        for (int i = 7; i >= 0; i--) {
          length = length << 8 | head[i] & 0xff;
        }
        byte[] body = in.readNBytes(Math.toIntExact(length));
        require(body, data);
        events.add(Event.parseFrom(body));
      }
    }
    return events;
  }

  private static void require(byte[] bytes, DataInputStream in) throws IOException {
    int stored = Integer.reverseBytes(in.readInt());
    int unmasked = stored - 0xa282ead8;
    int crc = unmasked >>> 17 | unmasked << 15;
    if (crc != crc32c(bytes)) {
      throw new IOException("a checksum is wrong");
    }
  }

  static int crc32c(byte[] bytes) {
    int crc = ~0;
    for (byte one : bytes) {
      crc ^= one & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ POLYNOMIAL;
      }
    }
    return ~crc;
  }
}
