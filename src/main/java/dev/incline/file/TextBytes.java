package dev.incline.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Whether the first bytes of a file are text. */
public final class TextBytes {
  private static final int ENOUGH =
      16; // that are text, of a file that is spoiled by one that is not

  private TextBytes() {}

  /** No control characters, and mostly ASCII. */
  public static boolean areText(byte[] head) {
    int others = 0;
    for (byte each : head) {
      others += each < 0 ? 1 : 0;
    }
    return control(head) == head.length && 2 * others <= head.length;
  }

  /** Place of the first control character that no text has; the length where there is none. */
  private static int control(byte[] head) {
    int at = 0;
    while (at < head.length
        && (head[at] < 0
            || head[at] >= ' '
            || head[at] == '\t'
            || head[at] == '\r'
            || head[at] == '\n')) {
      at++;
    }
    return at;
  }

  /**
   * Place of the character that makes what begins as text none.
   *
   * @return -1 where it does not begin as text, or all of it is
   */
  public static int spoiled(byte[] head) {
    int at = control(head);
    return at >= ENOUGH && at < head.length && areText(Arrays.copyOf(head, at)) ? at : -1;
  }

  /** Whether each second byte is zero, and the others are text: UTF-16 without its mark. */
  public static boolean areUtf16(byte[] head) {
    byte[] even = new byte[head.length / 2];
    byte[] odd = new byte[head.length / 2];
    for (int i = 0; i < even.length; i++) {
      even[i] = head[2 * i];
      odd[i] = head[2 * i + 1];
    }
    byte[] zeros = new byte[even.length];
    return even.length > 1
        && (Arrays.equals(odd, zeros) ? areText(even) : Arrays.equals(even, zeros) && areText(odd));
  }

  /** Some of them, each as one character. */
  public static String latin(byte[] head, int from, int length) {
    return length <= 0 ? "" : new String(head, from, length, StandardCharsets.ISO_8859_1);
  }
}
