package dev.incline.experiment;

import dev.incline.file.InputFile;
import dev.incline.wording.Phrase;
import dev.incline.wording.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Files of text that people write. They are UTF-8; where one is not, the place is said. */
public final class TextFile {
  private TextFile() {}

  /**
   * The text, without a byte order mark.
   *
   * @throws IOException naming the file: missing, not to be read, or not UTF-8, and where
   */
  public static String read(Path file) throws IOException {
    return read(file, InputFile.RECORD);
  }

  /** As {@link #read(Path)}, of a file that has so many bytes at most. */
  static String read(Path file, long most) throws IOException {
    byte[] bytes;
    try {
      bytes = InputFile.bytes(file, most);
    } catch (NoSuchFileException e) {
      throw new IOException(file + " is missing", e);
    } catch (IOException e) {
      throw new IOException(file + " cannot be read: " + Reason.of(e), e);
    }
    String text = decoded(file, bytes);
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  /** As {@link #read}, in lines. */
  public static List<String> lines(Path file) throws IOException {
    return read(file).lines().toList();
  }

  private static String decoded(Path file, byte[] bytes) throws IOException {
    if (bytes.length > 1
        && ((bytes[0] == -1 && bytes[1] == -2) || (bytes[0] == -2 && bytes[1] == -1))) {
      throw new IOException(file + " is UTF-16 text: save it as UTF-8");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CoderResult end = decoder.decode(in, out, true);
    String text = out.flip().toString();
    if (end.isError()) {
      int value = bytes[in.position()] & 0xff;
      String line = text.substring(text.lastIndexOf('\n') + 1);
      throw new IOException(
          Phrase.of(
              "%s is not UTF-8 text: byte 0x%02X at line %d, column %d%s. Save the file as UTF-8",
              file,
              value,
              text.chars().filter(c -> c == '\n').count() + 1,
              line.codePointCount(0, line.length()) + 1,
              value >= 0xa0 ? " ('" + (char) value + "' in Latin-1)" : ""));
    }
    return text;
  }
}
