package dev.incline.data.format;

/** Looks at the text of a number in a table without an object for it. */
final class CellText {
  private CellText() {}

  /** A whole number from 0 to 255, such as {@code 17} or {@code 17.0}; -1 for any other text. */
  static int pixel(char[] buf, int from, int end) {
    int at = from;
    int value = 0;
    int digits = 0;
    for (; at < end && buf[at] >= '0' && buf[at] <= '9' && value <= 255; at++, digits++) {
      value = 10 * value + buf[at] - '0';
    }
    if (at < end && buf[at] == '.' && digits > 0) {
      at++;
      while (at < end && buf[at] == '0') {
        at++;
      }
    }
    return at < end || digits == 0 || value > 255 ? -1 : value;
  }

  /** Whether it is empty or has spaces alone. */
  static boolean isBlank(char[] buf, int from, int end) {
    int at = from;
    while (at < end && Character.isWhitespace(buf[at])) {
      at++;
    }
    return at == end;
  }

  /** Whether it has letters of a decimal number alone: no NaN, no Infinity, no 0x1p3, no 1f. */
  static boolean isOfDigits(char[] buf, int from, int end) {
    for (int i = from; i < end; i++) {
      char c = buf[i];
      if (!((c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E')) {
        return false;
      }
    }
    return true;
  }
}
